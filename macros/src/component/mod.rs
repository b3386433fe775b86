//! `#[component]`: a function with named, typed arguments becomes usable as a tag.

mod builder;
mod props;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Error, ItemFn, ReturnType};

use props::Prop;

/// Expands `#[component]`; on an error the user's own item stays beside it.
pub(crate) fn expand(arguments: &TokenStream, item: TokenStream) -> TokenStream {
    let expanded = refuse_arguments(arguments)
        .and_then(|()| syn::parse2(item.clone()))
        .and_then(|function| component(&function));
    expanded.unwrap_or_else(|error| {
        let error = error.to_compile_error();
        let item = props::without_attributes(item);
        quote!(#error #[allow(non_snake_case, dead_code, reason = "components are named like types")] #item)
    })
}

fn refuse_arguments(arguments: &TokenStream) -> Result<(), Error> {
    if arguments.is_empty() {
        Ok(())
    } else {
        Err(Error::new_spanned(
            arguments,
            "`#[component]` takes no arguments",
        ))
    }
}

/// A component as its attribute found it.
struct Parts {
    name: Ident,
    props: Ident,
    builder: Ident,
    generics: syn::Generics,
    list: Vec<Prop>,
}

fn component(function: &ItemFn) -> Result<TokenStream, Error> {
    check(function)?;
    let mut signature = function.sig.clone();
    let list = props::read(&mut signature)?;
    let name = signature.ident.clone();
    let (props, builder) = (
        format_ident!("{name}Props"),
        format_ident!("{name}PropsBuilder"),
    );
    let parts = Parts {
        name,
        props,
        builder,
        generics: signature.generics.clone(),
        list,
    };
    let body = inner(function, &parts);
    if parts.list.is_empty() {
        return Ok(without_props(function, &parts, &body));
    }
    let built = builder::expand(function, &parts);
    let (name, props) = (&parts.name, &parts.props);
    let (generics, types, bounds) = parts.generics.split_for_impl();
    let (attributes, visibility) = (attributes(function), &function.vis);
    let fields = parts.list.iter().map(|prop| &prop.name);
    Ok(quote! {
        #built
        #(#attributes)*
        #[allow(non_snake_case, clippy::needless_pass_by_value, reason = "components are named like types and own their props")]
        #visibility fn #name #generics (props: #props #types) -> ::limosa::__private::dom::View #bounds {
            #body
            ::limosa::__private::dom::IntoView::into_view(__component(#(props.#fields),*))
        }
    })
}

fn without_props(function: &ItemFn, parts: &Parts, body: &TokenStream) -> TokenStream {
    let (name, attributes, visibility) = (&parts.name, attributes(function), &function.vis);
    let (generics, _, bounds) = parts.generics.split_for_impl();
    quote! {
        #(#attributes)*
        #[allow(non_snake_case, reason = "components are named like types")]
        #visibility fn #name #generics () -> ::limosa::__private::dom::View #bounds {
            #body
            ::limosa::__private::dom::IntoView::into_view(__component())
        }
    }
}

/// The user's function, unchanged but for its name and its props' attributes.
fn inner(function: &ItemFn, parts: &Parts) -> TokenStream {
    let (output, block) = (&function.sig.output, &function.block);
    let (generics, _, bounds) = parts.generics.split_for_impl();
    let arguments = parts.list.iter().map(|prop| {
        let (pattern, kind) = (&prop.pattern, &prop.kind);
        quote!(#pattern: #kind)
    });
    quote! {
        #[allow(clippy::needless_pass_by_value, clippy::too_many_arguments, reason = "props are owned")]
        fn __component #generics (#(#arguments),*) #output #bounds #block
    }
}

fn attributes(function: &ItemFn) -> &[syn::Attribute] {
    &function.attrs
}

fn check(function: &ItemFn) -> Result<(), Error> {
    let signature = &function.sig;
    if let Some(asyncness) = &signature.asyncness {
        let message = "a component is not async: read a `resource(..)` inside a `<Suspense>`";
        return Err(Error::new_spanned(asyncness, message));
    }
    if !signature.ident.to_string().starts_with(char::is_uppercase) {
        let message = "a component's name starts with a capital letter, so that a view can tell it from an element";
        return Err(Error::new(signature.ident.span(), message));
    }
    if let Some(lifetime) = signature.generics.lifetimes().next() {
        let message = "a component owns its props: use owned types instead of a lifetime";
        return Err(Error::new_spanned(lifetime, message));
    }
    match &signature.output {
        ReturnType::Default => {
            let message = "a component returns its view: add `-> impl IntoView`";
            Err(Error::new(signature.ident.span(), message))
        }
        ReturnType::Type(..) => Ok(()),
    }
}
