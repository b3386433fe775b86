//! `#[action]`: a function that posts in the browser and runs on the server.

mod options;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Error, GenericArgument, Ident, ItemFn, PathArguments, Result, Type};

use crate::action::options::Options;
use crate::identity::id_expression;
use crate::remote::{RemoteFunction, WireArgument};

/// Expands `#[action(..)] async fn`.
pub(crate) fn expand(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let options = Options::parse(options)?;
    let function = RemoteFunction::parse(syn::parse2::<ItemFn>(item)?, "action")?;
    if let (true, Some(extractor)) = (options.client, function.extractors.first()) {
        let message = "an action that runs where it is called has no `#[server]` arguments";
        return Err(Error::new_spanned(extractor, message));
    }
    let action = Action::new(&function, &options)?;
    let (visible, implementation) = (action.visible(), action.implementation());
    let errors = function.argument_errors(action.bound);
    let body = if options.client {
        action.client_body()
    } else {
        action.server_body()
    };
    Ok(quote!(#visible #implementation #body #errors))
}

/// The function with its arguments told apart.
struct Action<'a> {
    function: &'a RemoteFunction,
    options: &'a Options,
    marker: Ident,
    bound: &'a [WireArgument],
    form: Option<&'a WireArgument>,
    /// The `T` of `Result<Reply<T>, E>`.
    reply: Option<Type>,
}

impl<'a> Action<'a> {
    fn new(function: &'a RemoteFunction, options: &'a Options) -> Result<Self> {
        let arguments = &function.arguments;
        for attribute in arguments.iter().flat_map(|argument| &argument.attributes) {
            if !attribute.path().is_ident("form") {
                let message =
                    "unknown mark: arguments of an action can have `#[server]` or `#[form]`";
                return Err(Error::new_spanned(attribute, message));
            }
        }
        let at = arguments.iter().position(is_form);
        if let Some(after) = at.and_then(|at| arguments.get(at + 1)) {
            let message = if is_form(after) {
                "an action reads one form"
            } else {
                "bound arguments come before the form; an extractor is marked `#[server]`"
            };
            return Err(Error::new(after.name.span(), message));
        }
        let bound = &arguments[..at.unwrap_or(arguments.len())];
        if bound.len() > 4 {
            return Err(Error::new(
                bound[4].name.span(),
                "an action takes up to four bound arguments: put them into a struct",
            ));
        }
        let name = &function.item.sig.ident;
        options.check_lane(bound)?;
        Ok(Self {
            function,
            options,
            marker: format_ident!("{name}_action", span = name.span()),
            bound,
            form: at.map(|at| &arguments[at]),
            reply: reply_type(&function.output),
        })
    }

    /// The function that callers see, and the marker type.
    fn visible(&self) -> TokenStream {
        let (function, marker) = (self.function, &self.marker);
        let attributes = function.visible_attributes();
        let (visibility, name) = (&function.item.vis, &function.item.sig.ident);
        let (names, types) = (function.names(), function.types());
        let (bound, form) = (self.bound_names(), self.form_value());
        quote! {
            #(#attributes)*
            #visibility fn #name(#(#names: #types),*) -> ::limosa::__private::actions::ActionCall<#marker> {
                ::limosa::__private::actions::ActionCall::new((#(#bound,)*), #form)
            }

            #[doc(hidden)]
            #[derive(Debug)]
            #[allow(non_camel_case_types, reason = "named after the function")]
            #visibility struct #marker;
        }
    }

    fn implementation(&self) -> TokenStream {
        let (marker, output) = (&self.marker, &self.function.output);
        let name = &self.function.item.sig.ident;
        let text = name.to_string();
        let id = id_expression("action", name, &self.function.types(), output);
        let options = self.options.tokens(self.bound, self.takes_previous());
        let bound = self
            .function
            .tuple(self.bound.iter().map(|argument| &argument.ty));
        let form = self.form.map_or_else(
            || quote!(()),
            |form| {
                let ty = &form.ty;
                quote!(#ty)
            },
        );
        let result = quote!(<#output as ::limosa::__private::router::__private::ResultParts>);
        let (value, produced, convert) = match &self.reply {
            Some(value) => (
                quote!(#value),
                quote!(::limosa::__private::actions::Reply<#value>),
                quote!(::core::option::Option::Some(reply)),
            ),
            None => (
                quote!(#result::Value),
                quote!(#result::Value),
                quote!(reply.into_value()),
            ),
        };
        quote! {
            impl ::limosa::__private::actions::Action for #marker {
                type Bound = #bound;
                type Form = #form;
                type Value = #value;
                type Error = #result::Error;
                type Output = #produced;
                const ID: &'static str = #id;
                const NAME: &'static str = #text;
                const OPTIONS: ::limosa::__private::actions::ActionOptions = #options;

                fn output(
                    reply: ::limosa::__private::actions::Reply<Self::Value>,
                ) -> ::core::option::Option<Self::Output> {
                    #convert
                }
            }
        }
    }

    /// What exists on the server alone: extractors, body, registration.
    fn server_body(&self) -> TokenStream {
        let marker = &self.marker;
        let (body, body_function) = self.function.body_function();
        let (extraction, arguments) = (self.function.extraction(), self.function.body_arguments());
        let (bound, form) = (self.bound_names(), self.form_pattern());
        let convert = self.convert();
        // The span makes a body that is not `Send` an error at the function.
        let run = quote_spanned! {self.function.item.sig.ident.span()=>
            ::std::boxed::Box::pin(async move { #body(#(#arguments),*).await #convert })
        };
        let admission = admission();
        quote! {
            #[cfg(not(target_arch = "wasm32"))]
            const _: () = {
                #body_function

                impl ::limosa::__private::actions::__private::ActionBody for #marker {
                    fn admit(
                        request: ::std::sync::Arc<::limosa::__private::router::__private::RequestContext>,
                    ) -> #admission {
                        ::std::boxed::Box::pin(async move {
                            let _ = &request;
                            #extraction
                            let run: ::limosa::__private::actions::__private::Admitted<Self> =
                                ::std::boxed::Box::new(move |bound, form| {
                                    #[allow(clippy::let_unit_value, reason = "an action may have no arguments")]
                                    let (#(#bound,)*) = bound;
                                    let #form = form;
                                    #run
                                });
                            ::core::result::Result::Ok(run)
                        })
                    }
                }

                ::limosa::__private::inventory::submit! {
                    ::limosa::__private::actions::__private::ActionRegistration::new::<#marker>(::core::module_path!())
                }
            };

            #[cfg(target_arch = "wasm32")]
            impl ::limosa::__private::actions::__private::ActionBody for #marker {}
        }
    }

    /// The body of `#[action(client)]`, for both sides.
    fn client_body(&self) -> TokenStream {
        let marker = &self.marker;
        let (body, body_function) = self.function.body_function();
        let arguments = self.function.body_arguments();
        let (bound, form) = (self.bound_names(), self.form_pattern());
        let (convert, admission) = (self.convert(), admission());
        quote! {
            const _: () = {
                #body_function

                impl ::limosa::__private::actions::__private::ActionBody for #marker {
                    #[cfg(target_arch = "wasm32")]
                    #[allow(clippy::let_unit_value, reason = "an action may have no arguments")]
                    fn run_here(
                        bound: Self::Bound,
                        form: Self::Form,
                    ) -> ::core::option::Option<::limosa::__private::actions::__private::RunHere<Self>> {
                        let (#(#bound,)*) = bound;
                        let #form = form;
                        ::core::option::Option::Some(::std::boxed::Box::pin(async move {
                            #body(#(#arguments),*).await #convert
                        }))
                    }

                    #[cfg(not(target_arch = "wasm32"))]
                    fn admit(
                        _: ::std::sync::Arc<::limosa::__private::router::__private::RequestContext>,
                    ) -> #admission {
                        let run: ::limosa::__private::actions::__private::Admitted<Self> =
                            ::std::boxed::Box::new(|bound, form| {
                                #[allow(clippy::let_unit_value, reason = "an action may have no arguments")]
                                let (#(#bound,)*) = bound;
                                let #form = form;
                                ::std::boxed::Box::pin(async move { #body(#(#arguments),*).await #convert })
                            });
                        ::std::boxed::Box::pin(async { ::core::result::Result::Ok(run) })
                    }
                }
            };
        }
    }

    /// Whether an extractor is `Previous<..>`.
    fn takes_previous(&self) -> bool {
        let is_previous = |ty: &Type| first_argument(ty, Some("Previous")).is_some();
        self.function.extractors.iter().any(is_previous)
    }

    fn bound_names(&self) -> Vec<&Ident> {
        self.bound.iter().map(|argument| &argument.name).collect()
    }

    fn form_value(&self) -> TokenStream {
        self.form.map_or_else(
            || quote!(()),
            |form| {
                let name = &form.name;
                quote!(#name)
            },
        )
    }

    fn form_pattern(&self) -> TokenStream {
        self.form.map_or_else(
            || quote!(()),
            |form| {
                let name = &form.name;
                quote!(#name)
            },
        )
    }

    /// Makes a plain value a reply.
    fn convert(&self) -> TokenStream {
        match self.reply {
            Some(_) => quote!(),
            None => quote!(.map(::limosa::__private::actions::Reply::value)),
        }
    }
}
/// What `admit` gives.
fn admission() -> TokenStream {
    quote! {
        ::limosa::__private::router::__private::BoxFuture<
            'static,
            ::core::result::Result<
                ::limosa::__private::actions::__private::Admitted<Self>,
                ::limosa::__private::router::CallError,
            >,
        >
    }
}

/// The argument named `form`, or marked `#[form]`.
fn is_form(argument: &WireArgument) -> bool {
    argument.name == "form" || !argument.attributes.is_empty()
}

/// The `T` of `Result<Reply<T>, E>`, also behind an alias with the same first argument.
fn reply_type(output: &Type) -> Option<Type> {
    first_argument(&first_argument(output, None)?, Some("Reply"))
}

fn first_argument(ty: &Type, wanted: Option<&str>) -> Option<Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let segment = path.path.segments.last()?;
    if wanted.is_some_and(|wanted| segment.ident != wanted) {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    })
}
