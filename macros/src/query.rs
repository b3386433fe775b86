//! `#[query]`: a function whose calls are keys, and whose body runs on the server.

use std::time::Duration;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Error, ExprArray, ItemFn, LitStr, Result};

use crate::identity::id_expression;
use crate::remote::RemoteFunction;

/// Expands `#[query(..)] async fn`.
pub(crate) fn expand(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let options = Options::parse(options)?;
    let function = RemoteFunction::parse(syn::parse2::<ItemFn>(item)?, "query")?;
    if options.client && !function.extractors.is_empty() {
        let message = "a query that runs where it is called has no `#[server]` arguments";
        return Err(Error::new_spanned(&function.extractors[0], message));
    }
    if let Some(attribute) = function
        .arguments
        .iter()
        .find_map(|argument| argument.attributes.first())
    {
        return Err(Error::new_spanned(
            attribute,
            "unknown mark: arguments of a query can have `#[server]`",
        ));
    }
    if function.arguments.len() > 6 {
        return Err(Error::new_spanned(
            &function.item.sig,
            "a query takes up to six arguments: put them into a struct",
        ));
    }
    let marker = format_ident!(
        "{}_query",
        function.item.sig.ident,
        span = function.item.sig.ident.span()
    );
    let visible = visible_function(&function, &marker);
    let query = query_implementation(&function, &marker, &options);
    let tags = tag_registration(&marker, &options);
    let bodies = if options.client {
        client_body(&function, &marker)
    } else {
        server_body(&function, &marker)
    };
    let errors = function.argument_errors(&function.arguments);
    Ok(quote!(#visible #query #bodies #tags #errors))
}

fn visible_function(function: &RemoteFunction, marker: &syn::Ident) -> TokenStream {
    let attributes = function.visible_attributes();
    let (visibility, name) = (&function.item.vis, &function.item.sig.ident);
    let (names, types) = (function.names(), function.types());
    quote! {
        #(#attributes)*
        #visibility fn #name(#(#names: #types),*) -> ::limosa::__private::router::QueryCall<#marker> {
            ::limosa::__private::router::QueryCall::new((#(#names,)*))
        }

        #[doc(hidden)]
        #[derive(Debug)]
        #[allow(non_camel_case_types, reason = "named after the function")]
        #visibility struct #marker;
    }
}

fn query_implementation(
    function: &RemoteFunction,
    marker: &syn::Ident,
    options: &Options,
) -> TokenStream {
    let (name, output, types) = (&function.item.sig.ident, &function.output, function.types());
    let text = name.to_string();
    let id = id_expression("query", name, &types, output);
    let arguments = function.tuple(types.iter());
    let parts = quote_spanned!(output.span()=> <#output as ::limosa::__private::router::__private::ResultParts>);
    let (value, error) = (
        quote_spanned!(output.span()=> #parts::Value),
        quote_spanned!(output.span()=> #parts::Error),
    );
    let options = options.tokens();
    quote! {
        impl ::limosa::__private::router::Query for #marker {
            type Arguments = #arguments;
            type Value = #value;
            type Error = #error;
            const ID: &'static str = #id;
            const NAME: &'static str = #text;
            const OPTIONS: ::limosa::__private::router::QueryOptions = #options;
        }
    }
}

fn server_body(function: &RemoteFunction, marker: &syn::Ident) -> TokenStream {
    let (body, body_function) = function.body_function();
    let (names, arguments) = (function.names(), function.body_arguments());
    let (extraction, output) = (function.extraction(), &function.output);
    // The span makes a body that is not `Send` an error at the function.
    let run = quote_spanned! {function.item.sig.ident.span()=>
        ::std::boxed::Box::pin(async move {
            #[allow(clippy::let_unit_value, reason = "a query may have no arguments")]
            let (#(#names,)*) = arguments;
            let _ = &request;
            #extraction
            #body(#(#arguments),*).await
        })
    };
    quote! {
        #[cfg(target_arch = "wasm32")]
        impl ::limosa::__private::router::__private::QueryBody for #marker {}

        #[cfg(not(target_arch = "wasm32"))]
        const _: () = {
            #body_function

            impl ::limosa::__private::router::__private::QueryBody for #marker {
                fn run(
                    arguments: <Self as ::limosa::__private::router::Query>::Arguments,
                    request: ::std::sync::Arc<::limosa::__private::router::__private::RequestContext>,
                ) -> ::limosa::__private::router::__private::BoxFuture<'static, #output> {
                    #run
                }
            }

            ::limosa::__private::inventory::submit! {
                ::limosa::__private::router::__private::QueryRegistration::new::<#marker>(::core::module_path!())
            }
        };
    }
}

fn client_body(function: &RemoteFunction, marker: &syn::Ident) -> TokenStream {
    let (body, body_function) = function.body_function();
    let (names, output) = (function.names(), &function.output);
    quote! {
        const _: () = {
            #body_function

            impl ::limosa::__private::router::__private::QueryBody for #marker {
                #[cfg(target_arch = "wasm32")]
                const RUNS_HERE: bool = true;

                #[cfg(target_arch = "wasm32")]
                fn run_here(
                    arguments: <Self as ::limosa::__private::router::Query>::Arguments,
                ) -> ::limosa::__private::router::__private::LocalBoxFuture<'static, #output> {
                    #[allow(clippy::let_unit_value, reason = "a query may have no arguments")]
                    let (#(#names,)*) = arguments;
                    ::std::boxed::Box::pin(#body(#(#names),*))
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn run(
                    arguments: <Self as ::limosa::__private::router::Query>::Arguments,
                    _: ::std::sync::Arc<::limosa::__private::router::__private::RequestContext>,
                ) -> ::limosa::__private::router::__private::BoxFuture<'static, #output> {
                    #[allow(clippy::let_unit_value, reason = "a query may have no arguments")]
                    let (#(#names,)*) = arguments;
                    ::std::boxed::Box::pin(#body(#(#names),*))
                }
            }
        };
    }
}

fn tag_registration(marker: &syn::Ident, options: &Options) -> Option<TokenStream> {
    options.tags.as_ref().map(|_| {
        quote! {
            #[cfg(not(target_arch = "wasm32"))]
            ::limosa::__private::inventory::submit! {
                ::limosa::__private::router::__private::TagRegistration::new::<#marker>()
            }
        }
    })
}

#[derive(Default)]
struct Options {
    fresh_for: Option<Duration>,
    keep_for: Option<Duration>,
    flight_budget: Option<Duration>,
    refetch_every: Option<Duration>,
    refetch_on_focus: bool,
    refetch_on_reconnect: bool,
    cache_control: Option<LitStr>,
    tags: Option<ExprArray>,
    client: bool,
}

impl Options {
    fn parse(tokens: TokenStream) -> Result<Self> {
        let mut options = Self::default();
        syn::meta::parser(|meta| options.read(&meta)).parse2(tokens)?;
        Ok(options)
    }

    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let name = meta
            .path
            .get_ident()
            .map(ToString::to_string)
            .unwrap_or_default();
        match name.as_str() {
            "fresh_for" => self.fresh_for = Some(duration(meta)?),
            "keep_for" => self.keep_for = Some(duration(meta)?),
            "flight_budget" => self.flight_budget = Some(duration(meta)?),
            "refetch_every" => self.refetch_every = Some(duration(meta)?),
            "refetch_on_focus" => self.refetch_on_focus = true,
            "refetch_on_reconnect" => self.refetch_on_reconnect = true,
            "cache_control" => self.cache_control = Some(meta.value()?.parse()?),
            "tags" => self.tags = Some(meta.value()?.parse()?),
            "client" => self.client = true,
            _ => {
                return Err(meta.error(
                    "unknown option: there are `fresh_for`, `keep_for`, `flight_budget`, `refetch_every`, \
                     `refetch_on_focus`, `refetch_on_reconnect`, `cache_control`, `tags` and `client`",
                ));
            }
        }
        Ok(())
    }

    fn tokens(&self) -> TokenStream {
        let path = quote!(::limosa::__private::router::QueryOptions);
        let fresh_for = self
            .fresh_for
            .map_or_else(|| quote!(#path::DEFAULT.fresh_for), duration_tokens);
        let keep_for = self
            .keep_for
            .map_or_else(|| quote!(#path::DEFAULT.keep_for), duration_tokens);
        let flight_budget = optional(self.flight_budget.map(duration_tokens));
        let refetch_every = optional(self.refetch_every.map(duration_tokens));
        let cache_control = optional(self.cache_control.as_ref().map(|text| quote!(#text)));
        let tags = self
            .tags
            .as_ref()
            .map_or_else(|| quote!([]), |tags| quote!(#tags));
        let (refetch_on_focus, refetch_on_reconnect) =
            (self.refetch_on_focus, self.refetch_on_reconnect);
        quote! {
            #path {
                fresh_for: #fresh_for,
                keep_for: #keep_for,
                flight_budget: #flight_budget,
                refetch_on_focus: #refetch_on_focus,
                refetch_on_reconnect: #refetch_on_reconnect,
                refetch_every: #refetch_every,
                cache_control: #cache_control,
                tags: &#tags,
            }
        }
    }
}

fn optional(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(
        || quote!(::core::option::Option::None),
        |tokens| quote!(::core::option::Option::Some(#tokens)),
    )
}

fn duration(meta: &ParseNestedMeta<'_>) -> Result<Duration> {
    let text: LitStr = meta.value()?.parse()?;
    parse_duration(&text.value(), text.span())
}

/// Reads `150ms`, `5s`, `3m` or `1h`.
pub(crate) fn parse_duration(text: &str, span: Span) -> Result<Duration> {
    let split = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = match unit {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        _ => None,
    };
    let milliseconds = number
        .parse::<u64>()
        .ok()
        .zip(factor)
        .and_then(|(number, factor)| number.checked_mul(factor));
    let message = "not a duration: write `150ms`, `5s`, `3m` or `1h`";
    milliseconds
        .map(Duration::from_millis)
        .ok_or_else(|| Error::new(span, message))
}

fn duration_tokens(duration: Duration) -> TokenStream {
    let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    quote!(::core::time::Duration::from_millis(#milliseconds))
}
