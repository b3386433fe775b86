//! Reads a component's arguments: name, type, documentation and what `#[prop(..)]` says.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, FnArg, GenericArgument, Meta, Pat, PathArguments, Signature, Token,
    Type, parse_quote,
};

/// One argument of a component.
pub(crate) struct Prop {
    pub(crate) name: Ident,
    pub(crate) pattern: Pat,
    pub(crate) kind: Type,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) need: Need,
    pub(crate) into: bool,
}

/// Whether a prop must be given.
pub(crate) enum Need {
    Required,
    /// Its type's default, `None` for an option whose setter takes the value itself.
    Optional,
    Default(Expr),
}

impl Prop {
    /// The type inside `Option` of an optional prop.
    pub(crate) fn stripped(&self) -> Option<&Type> {
        if matches!(self.need, Need::Optional) {
            option_of(&self.kind)
        } else {
            None
        }
    }

    pub(crate) fn is_required(&self) -> bool {
        matches!(self.need, Need::Required)
    }
}

/// Reads all arguments; `impl Trait` among them becomes a type parameter.
pub(crate) fn read(signature: &mut Signature) -> Result<Vec<Prop>, Error> {
    let mut props = Vec::new();
    let mut parameters: Vec<syn::GenericParam> = Vec::new();
    for argument in &signature.inputs {
        let FnArg::Typed(argument) = argument else {
            return Err(Error::new_spanned(
                argument,
                "a component is a free function",
            ));
        };
        let name = name_of(&argument.pat)?;
        let mut prop = Prop {
            kind: (*argument.ty).clone(),
            pattern: (*argument.pat).clone(),
            docs: argument
                .attrs
                .iter()
                .filter(|attribute| attribute.path().is_ident("doc"))
                .cloned()
                .collect(),
            need: Need::Required,
            into: false,
            name,
        };
        for attribute in argument
            .attrs
            .iter()
            .filter(|attribute| !attribute.path().is_ident("doc"))
        {
            read_attribute(attribute, &mut prop)?;
        }
        if let Type::ImplTrait(bounds) = &prop.kind {
            let parameter = format_ident!("Prop{}", parameters.len(), span = prop.kind.span());
            let bounds = &bounds.bounds;
            parameters.push(parse_quote!(#parameter: #bounds));
            prop.kind = parse_quote!(#parameter);
        }
        if matches!(prop.kind, Type::Reference(ref reference) if reference.lifetime.is_none()) {
            return Err(Error::new_spanned(
                &prop.kind,
                "a component owns its props: `String` instead of `&str`, or `&'static str`",
            ));
        }
        props.push(prop);
    }
    signature.generics.params.extend(parameters);
    Ok(props)
}

fn name_of(pattern: &Pat) -> Result<Ident, Error> {
    match pattern {
        Pat::Ident(ident) => Ok(ident.ident.clone()),
        other => Err(Error::new_spanned(
            other,
            "a prop needs a name: take it apart in the body",
        )),
    }
}

fn read_attribute(attribute: &Attribute, prop: &mut Prop) -> Result<(), Error> {
    if !attribute.path().is_ident("prop") {
        return Err(Error::new_spanned(
            attribute,
            "only `#[prop(..)]` and documentation stand before a prop",
        ));
    }
    let metas = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
    for meta in metas {
        match &meta {
            Meta::Path(path) if path.is_ident("optional") => prop.need = Need::Optional,
            Meta::Path(path) if path.is_ident("into") => prop.into = true,
            Meta::Path(path) if path.is_ident("default") => {
                prop.need = Need::Default(parse_quote!(::core::default::Default::default()))
            }
            Meta::NameValue(pair) if pair.path.is_ident("default") => {
                prop.need = Need::Default(pair.value.clone())
            }
            other => {
                let message = "`optional`, `default`, `default = value` and `into` are known";
                return Err(Error::new_spanned(other, message));
            }
        }
    }
    Ok(())
}

fn option_of(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    let last = path
        .path
        .segments
        .last()
        .filter(|segment| segment.ident == "Option")?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

/// The user's item without what only `#[component]` understands, for the editor while there is an error.
pub(crate) fn without_attributes(item: TokenStream) -> TokenStream {
    let Ok(mut function) = syn::parse2::<syn::ItemFn>(item.clone()) else {
        return item;
    };
    for argument in &mut function.sig.inputs {
        if let FnArg::Typed(argument) = argument {
            argument.attrs.clear();
        }
    }
    function.into_token_stream()
}
