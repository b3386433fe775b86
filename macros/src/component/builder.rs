//! The props struct and its builder, which knows in its type what has been given.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Generics, ItemFn, parse_quote};

use super::Parts;
use super::props::{Need, Prop};

/// The struct, the builder with one setter per prop, and the traits that say what is missing.
pub(crate) fn expand(function: &ItemFn, parts: &Parts) -> TokenStream {
    let setters = parts.list.iter().map(|prop| setter(function, parts, prop));
    let traits = parts
        .list
        .iter()
        .filter(|prop| prop.is_required())
        .map(|prop| given_trait(function, parts, prop));
    let (structs, start, build) = (
        structs(function, parts),
        start(parts),
        build(function, parts),
    );
    quote!(#structs #start #(#traits)* #(#setters)* #build)
}

fn structs(function: &ItemFn, parts: &Parts) -> TokenStream {
    let Parts {
        name,
        props,
        builder,
        generics,
        list,
    } = parts;
    let visibility = &function.vis;
    let (declared, _, bounds) = generics.split_for_impl();
    let public = list.iter().map(|prop| {
        let (docs, name, kind) = (&prop.docs, &prop.name, &prop.kind);
        let docs = if docs.is_empty() {
            vec![parse_quote!(#[doc = "A prop."])]
        } else {
            docs.clone()
        };
        quote!(#(#docs)* pub #name: #kind)
    });
    let stated = stated(parts);
    let (stated_generics, _, _) = stated.split_for_impl();
    let held = list.iter().map(|prop| {
        let (name, kind, state) = (&prop.name, &prop.kind, state_of(prop));
        if prop.is_required() {
            quote!(#name: #state)
        } else {
            quote!(#name: ::core::option::Option<#kind>)
        }
    });
    let phantom = phantom(generics);
    let summary = format!("The props of `{name}`.");
    quote! {
        #[doc = #summary]
        #[allow(missing_debug_implementations, reason = "props may hold closures")]
        #visibility struct #props #declared #bounds { #(#public),* }
        #[doc(hidden)]
        #[allow(missing_debug_implementations, non_camel_case_types, reason = "a builder of the macro")]
        #visibility struct #builder #stated_generics #bounds { #(#held,)* __generics: #phantom }
    }
}

/// `Name` -> the builder with nothing given.
fn start(parts: &Parts) -> TokenStream {
    let Parts {
        props,
        builder,
        generics,
        list,
        ..
    } = parts;
    let (declared, types, bounds) = generics.split_for_impl();
    let missing = arguments(
        generics,
        list.iter()
            .filter(|prop| prop.is_required())
            .map(|_| quote!(::limosa::__private::dom::__private::Missing)),
    );
    let fields = list.iter().map(|prop| {
        let name = &prop.name;
        if prop.is_required() {
            quote!(#name: ::limosa::__private::dom::__private::Missing)
        } else {
            quote!(#name: ::core::option::Option::None)
        }
    });
    quote! {
        impl #declared ::limosa::__private::dom::__private::Props for #props #types #bounds {
            type Builder = #builder #missing;
            fn builder() -> Self::Builder {
                #builder { #(#fields,)* __generics: ::core::marker::PhantomData }
            }
        }
    }
}

/// The trait that only a given prop has, so that a missing one is named in the error.
fn given_trait(function: &ItemFn, parts: &Parts, prop: &Prop) -> TokenStream {
    let (name, visibility) = (given_name(parts, prop), &function.vis);
    let message = format!("`<{}>` needs the prop `{}`", parts.name, prop.name);
    let label = format!("add `{}=…` here", prop.name);
    quote! {
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        #[allow(non_camel_case_types, reason = "named after the prop")]
        #visibility trait #name<T> { fn take(self) -> T; }
        impl<T> #name<T> for ::limosa::__private::dom::__private::Given<T> {
            fn take(self) -> T { self.0 }
        }
    }
}

fn given_name(parts: &Parts, prop: &Prop) -> Ident {
    format_ident!("{}_{}", parts.props, prop.name)
}

fn setter(function: &ItemFn, parts: &Parts, prop: &Prop) -> TokenStream {
    let Parts { builder, list, .. } = parts;
    let (name, kind, visibility) = (&prop.name, &prop.kind, &function.vis);
    let stated = stated(parts);
    let (stated_generics, stated_types, bounds) = stated.split_for_impl();
    let others: Vec<_> = list
        .iter()
        .filter(|other| other.name != *name)
        .map(|other| &other.name)
        .collect();
    let taken = prop.stripped().unwrap_or(kind);
    let (argument, value) = if prop.into {
        (
            quote!(impl ::core::convert::Into<#taken>),
            quote!(::core::convert::Into::into(value)),
        )
    } else {
        (quote!(#taken), quote!(value))
    };
    let value = if prop.stripped().is_some() {
        quote!(::core::option::Option::Some(#value))
    } else {
        value
    };
    let (result, value) = if prop.is_required() {
        let states = list
            .iter()
            .filter(|other| other.is_required())
            .map(|other| {
                let state = state_of(other);
                if other.name == *name {
                    quote!(::limosa::__private::dom::__private::Given<#kind>)
                } else {
                    quote!(#state)
                }
            });
        let arguments = arguments(&parts.generics, states);
        (
            quote!(#builder #arguments),
            quote!(::limosa::__private::dom::__private::Given(#value)),
        )
    } else {
        (
            quote!(#builder #stated_types),
            quote!(::core::option::Option::Some(#value)),
        )
    };
    let docs = &prop.docs;
    quote! {
        #[allow(non_camel_case_types, missing_docs, reason = "a builder of the macro")]
        impl #stated_generics #builder #stated_types #bounds {
            #(#docs)*
            #visibility fn #name(self, value: #argument) -> #result {
                #builder { #name: #value, #(#others: self.#others,)* __generics: self.__generics }
            }
        }
    }
}

fn build(function: &ItemFn, parts: &Parts) -> TokenStream {
    let Parts {
        props,
        builder,
        generics,
        list,
        ..
    } = parts;
    let (_, types, bounds) = generics.split_for_impl();
    let stated = stated(parts);
    let (stated_generics, stated_types, _) = stated.split_for_impl();
    let visibility = &function.vis;
    let needs = list.iter().filter(|prop| prop.is_required()).map(|prop| {
        let (state, given, kind) = (state_of(prop), given_name(parts, prop), &prop.kind);
        quote!(#state: #given<#kind>)
    });
    let fields = list.iter().map(|prop| {
        let name = &prop.name;
        match &prop.need {
            Need::Required => {
                let given = given_name(parts, prop);
                quote!(#name: #given::take(self.#name))
            }
            Need::Optional => quote!(#name: self.#name.unwrap_or_default()),
            Need::Default(value) => quote!(#name: match self.#name {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => #value,
            }),
        }
    });
    quote! {
        #[allow(non_camel_case_types, missing_docs, reason = "a builder of the macro")]
        impl #stated_generics #builder #stated_types #bounds {
            #visibility fn build(self) -> #props #types where #(#needs),* {
                #props { #(#fields),* }
            }
        }
    }
}

/// The type parameter that says whether a required prop has been given.
fn state_of(prop: &Prop) -> Ident {
    format_ident!("State_{}", prop.name)
}

/// The component's generics and one state per required prop.
fn stated(parts: &Parts) -> Generics {
    let mut generics = parts.generics.clone();
    for prop in parts.list.iter().filter(|prop| prop.is_required()) {
        let state = state_of(prop);
        generics.params.push(parse_quote!(#state));
    }
    generics
}

/// `<T, .., states>`.
fn arguments(generics: &Generics, states: impl Iterator<Item = TokenStream>) -> TokenStream {
    let own = generics.params.iter().map(|parameter| match parameter {
        syn::GenericParam::Type(parameter) => parameter.ident.clone(),
        syn::GenericParam::Const(parameter) => parameter.ident.clone(),
        syn::GenericParam::Lifetime(parameter) => Ident::new("_", parameter.lifetime.span()),
    });
    let all: Vec<TokenStream> = own.map(|ident| quote!(#ident)).chain(states).collect();
    if all.is_empty() {
        TokenStream::new()
    } else {
        quote!(<#(#all),*>)
    }
}

fn phantom(generics: &Generics) -> TokenStream {
    let types = generics.type_params().map(|parameter| &parameter.ident);
    let unit = Ident::new("PhantomData", Span::call_site());
    quote!(::core::marker::#unit<fn() -> (#(#types,)*)>)
}
