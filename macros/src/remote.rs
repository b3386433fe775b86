//! What `#[query]` and `#[action]` share: the function they are put on, its two kinds of arguments, and its body.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Attribute, Block, Error, Expr, FnArg, Ident, ItemFn, Pat, PatType, Result, ReturnType, Stmt,
    Type,
};

/// An argument that crosses the wire.
pub(crate) struct WireArgument {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) attributes: Vec<Attribute>,
}

/// A function that is called from either side and whose body runs on one.
pub(crate) struct RemoteFunction {
    pub(crate) item: ItemFn,
    pub(crate) arguments: Vec<WireArgument>,
    /// Types of the `#[server]` arguments, which are extractors.
    pub(crate) extractors: Vec<Type>,
    pub(crate) output: Type,
    /// Extractors that lack their mark: told of, and then taken for marked.
    unmarked: Vec<Type>,
    /// For each argument of the body in order: the extractor at this index, or the wire argument of this name.
    order: Vec<Order>,
}

enum Order {
    Wire(Ident),
    Extracted(usize),
}

impl RemoteFunction {
    /// Reads a function and checks what no remote function may have. `attribute` is for messages: "query".
    pub(crate) fn parse(mut item: ItemFn, attribute: &str) -> Result<Self> {
        check_signature(&item, attribute)?;
        let output = match &item.sig.output {
            ReturnType::Type(_, output) => (**output).clone(),
            ReturnType::Default => {
                let message = ["`#[", attribute, "]` needs a result: `-> Result<T, E>`"].concat();
                return Err(Error::new(item.sig.paren_token.span.close(), message));
            }
        };
        let (mut arguments, mut extractors, mut order) = (Vec::new(), Vec::new(), Vec::new());
        let mut unmarked = Vec::new();
        for argument in &mut item.sig.inputs {
            let FnArg::Typed(argument) = argument else {
                return Err(Error::new(
                    argument.span(),
                    "a remote function has no `self`",
                ));
            };
            let is_marked = take_marker(&mut argument.attrs, "server");
            if !is_marked && is_extractor(&argument.ty) {
                unmarked.push((*argument.ty).clone());
            }
            if is_marked || is_extractor(&argument.ty) {
                order.push(Order::Extracted(extractors.len()));
                extractors.push((*argument.ty).clone());
            } else {
                let wire = wire_argument(argument)?;
                order.push(Order::Wire(wire.name.clone()));
                arguments.push(wire);
            }
        }
        lift_internal(&mut item.block);
        Ok(Self {
            item,
            arguments,
            extractors,
            unmarked,
            output,
            order,
        })
    }

    /// The wire arguments as a tuple, in place of the list of arguments: where the compiler says what is wrong with it.
    pub(crate) fn tuple<T: ToTokens>(&self, parts: impl Iterator<Item = T>) -> TokenStream {
        quote_spanned!(self.item.sig.paren_token.span.join()=> (#(#parts,)*))
    }

    /// The errors of the arguments themselves, at their types: that one cannot cross the wire, or lacks its mark.
    pub(crate) fn argument_errors(&self, crossing: &[WireArgument]) -> TokenStream {
        let checks = crossing.iter().map(|argument| {
            let ty = &argument.ty;
            quote_spanned! {ty.span()=> let _ = ::limosa::__private::router::__private::crosses::<#ty>; }
        });
        let unmarked = self.unmarked.iter().map(|ty| {
            let message =
                "an extractor exists on the server only: write `#[server]` before the argument";
            Error::new_spanned(ty, message).to_compile_error()
        });
        quote! {
            #(#unmarked)*
            const _: fn() = || { #(#checks)* };
        }
    }

    /// The names of the wire arguments.
    pub(crate) fn names(&self) -> Vec<&Ident> {
        self.arguments
            .iter()
            .map(|argument| &argument.name)
            .collect()
    }

    /// The types of the wire arguments.
    pub(crate) fn types(&self) -> Vec<&Type> {
        self.arguments.iter().map(|argument| &argument.ty).collect()
    }

    /// The function as it was written, under a name of its own, for the side where the body runs.
    pub(crate) fn body_function(&self) -> (Ident, TokenStream) {
        let name = format_ident!(
            "{}_body",
            self.item.sig.ident,
            span = self.item.sig.ident.span()
        );
        let mut body = self.item.clone();
        body.vis = syn::Visibility::Inherited;
        body.sig.ident = name.clone();
        body.attrs
            .retain(|attribute| !attribute.path().is_ident("doc"));
        (name, quote!(#body))
    }

    /// Statements that bind `extracted_0..` from `request: &Arc<RequestContext>`, returning early on a refusal.
    pub(crate) fn extraction(&self) -> TokenStream {
        let statements = self.extractors.iter().enumerate().map(|(index, ty)| {
            let name = format_ident!("extracted_{index}");
            quote_spanned! {ty.span()=>
                #[allow(clippy::useless_conversion, reason = "the error may be the call's own")]
                let #name: #ty = match ::limosa::__private::axum::extract::<#ty>(&request).await {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refusal) => {
                        return ::core::result::Result::Err(::core::convert::From::from(refusal));
                    }
                };
            }
        });
        quote!(#(#statements)*)
    }

    /// The arguments of the body, in its order.
    pub(crate) fn body_arguments(&self) -> Vec<Ident> {
        let of = |order: &Order| match order {
            Order::Wire(name) => name.clone(),
            Order::Extracted(index) => format_ident!("extracted_{index}"),
        };
        self.order.iter().map(of).collect()
    }

    /// Doc comments and `#[deprecated]`, which belong on the function that callers see.
    pub(crate) fn visible_attributes(&self) -> Vec<&Attribute> {
        let visible = |attribute: &&Attribute| {
            ["doc", "deprecated", "must_use", "allow", "expect", "cfg"]
                .iter()
                .any(|name| attribute.path().is_ident(name))
        };
        self.item.attrs.iter().filter(visible).collect()
    }
}

fn check_signature(item: &ItemFn, attribute: &str) -> Result<()> {
    let signature = &item.sig;
    if signature.asyncness.is_none() {
        let message = ["`#[", attribute, "]` goes on an `async fn`"].concat();
        return Err(Error::new(signature.fn_token.span, message));
    }
    if !signature.generics.params.is_empty() {
        let message = [
            "`#[",
            attribute,
            "]` cannot be generic: every call has one id on the wire",
        ]
        .concat();
        return Err(Error::new(signature.generics.span(), message));
    }
    Ok(())
}

fn wire_argument(argument: &mut PatType) -> Result<WireArgument> {
    let Pat::Ident(name) = &*argument.pat else {
        return Err(Error::new(
            argument.pat.span(),
            "an argument that crosses the wire needs a plain name",
        ));
    };
    if let Type::Reference(reference) = &*argument.ty {
        return Err(Error::new(
            reference.span(),
            "an argument that crosses the wire is owned: take `String`, not `&str`",
        ));
    }
    if let Type::ImplTrait(implementation) = &*argument.ty {
        return Err(Error::new(
            implementation.span(),
            "an argument that crosses the wire has a type of its own",
        ));
    }
    let attributes = std::mem::take(&mut argument.attrs);
    Ok(WireArgument {
        name: name.ident.clone(),
        ty: (*argument.ty).clone(),
        attributes,
    })
}

/// Whether a type is one of the extractors that nothing else is named like.
fn is_extractor(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        let is_generic = !last.arguments.is_none();
        match name.as_str() {
            "State" | "Extension" | "ConnectInfo" => is_generic,
            "PageUrl" | "ServerState" | "HeaderMap" | "CookieJar" => !is_generic,
            _ => false,
        }
    })
}

/// Takes a marker such as `#[server]` off an argument; says whether it was there.
fn take_marker(attributes: &mut Vec<Attribute>, marker: &str) -> bool {
    let before = attributes.len();
    attributes.retain(|attribute| !attribute.path().is_ident(marker));
    attributes.len() != before
}

/// Makes `expression.internal()` at the end of a body convert into the error of the function, as `?` would.
fn lift_internal(block: &mut Block) {
    if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
        lift_tail(tail);
    }
}

fn lift_tail(tail: &mut Expr) {
    match tail {
        Expr::MethodCall(call) if call.method == "internal" && call.args.is_empty() => {
            let span = call.method.span();
            let lifted = quote_spanned!(span=> ::core::result::Result::Ok(#call?));
            *tail = Expr::Verbatim(lifted);
        }
        Expr::Block(block) => lift_internal(&mut block.block),
        Expr::If(branch) => {
            lift_internal(&mut branch.then_branch);
            if let Some((_, otherwise)) = &mut branch.else_branch {
                lift_tail(otherwise);
            }
        }
        Expr::Match(choice) => {
            for arm in &mut choice.arms {
                lift_tail(&mut arm.body);
            }
        }
        _ => {}
    }
}
