//! `#[derive(Store)]`: a handle of a value gets a method for each of its parts.

mod enums;
mod structs;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, GenericParam, Generics, Ident, Result, Type, Visibility};

/// Expands the derive.
pub(crate) fn expand(input: TokenStream) -> Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    if let Some(lifetime) = input.generics.lifetimes().next() {
        return Err(Error::new_spanned(
            lifetime,
            "a store owns its value: no references in it",
        ));
    }
    match &input.data {
        Data::Struct(data) => structs::expand(&input, data),
        Data::Enum(data) => enums::expand(&input, data),
        Data::Union(data) => Err(Error::new_spanned(
            data.union_token,
            "`Store` goes on a struct or an enum",
        )),
    }
}

/// One method of the handle.
struct Accessor {
    name: Ident,
    doc: String,
    result: TokenStream,
    body: TokenStream,
}

/// The methods of every handle of a store: a field of such a name could never be reached.
const TAKEN: [&str; 24] = [
    "borrow",
    "clone",
    "dispose",
    "eq",
    "field",
    "form",
    "get",
    "get_untracked",
    "is_disposed",
    "ne",
    "notify",
    "patch",
    "set",
    "set_if_changed",
    "track",
    "try_get",
    "try_get_untracked",
    "try_patch",
    "try_set",
    "try_update",
    "try_with",
    "try_with_untracked",
    "update",
    "with",
];

impl Accessor {
    /// Refuses a name that is taken, or that an earlier accessor has.
    fn check(&self, earlier: &[Self], part: &Ident) -> Result<()> {
        let name = self.name.to_string();
        if TAKEN.contains(&name.as_str()) || name == "with_untracked" {
            let text = format!("`{name}` is a method of every store: rename this");
            return Err(Error::new(part.span(), text));
        }
        if earlier.iter().any(|other| other.name == self.name) {
            let text = format!("two parts would both be `{name}()`: rename this");
            return Err(Error::new(part.span(), text));
        }
        Ok(())
    }
}

/// The way into the crate.
fn store() -> TokenStream {
    quote!(::limosa::__private::reactive::store)
}

/// A handle type.
fn handle(class: &Type) -> TokenStream {
    let store = store();
    quote!(#store::Store<#class>)
}

/// The call that patches one field.
fn patch_field(old: &TokenStream, new: &TokenStream, number: usize) -> TokenStream {
    let store = store();
    quote! {
        (&&&#store::way_of(&*#old)).patch_field(#old, #new, #store::Patch::field(at, #number));
    }
}

/// Type parameters as stores need them.
fn owned(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for parameter in &mut generics.params {
        if let GenericParam::Type(parameter) = parameter {
            parameter.bounds.push(syn::parse_quote!('static));
        }
    }
    generics
}

/// The trait with the accessors, and its implementation.
fn accessors(input: &DeriveInput, visibility: &Visibility, accessors: &[Accessor]) -> TokenStream {
    let name = &input.ident;
    let fields = format_ident!("{name}Fields");
    let doc = format!("The parts of a [`{name}`] in a store.");
    let generics = owned(&input.generics);
    let (implementation, arguments, conditions) = generics.split_for_impl();
    let store = store();
    let (declared, defined): (Vec<_>, Vec<_>) = accessors
        .iter()
        .map(|accessor| {
            let Accessor {
                name,
                doc,
                result,
                body,
            } = accessor;
            (
                quote!(#[doc = #doc] fn #name(self) -> #result;),
                quote!(fn #name(self) -> #result { #body }),
            )
        })
        .unzip();
    quote! {
        #[doc = #doc]
        #[allow(dead_code, clippy::wrong_self_convention, reason = "written for every part, named like it")]
        #visibility trait #fields #generics: ::core::marker::Copy #conditions {
            #(#declared)*
        }
        #[automatically_derived]
        #[allow(unreachable_patterns, reason = "an enum may have one variant")]
        impl #implementation #fields #arguments for #store::Store<#name #arguments> #conditions {
            #(#defined)*
        }
    }
}

/// How the value is patched.
fn storable(input: &DeriveInput, patch: &TokenStream, list: Option<&TokenStream>) -> TokenStream {
    let name = &input.ident;
    let generics = owned(&input.generics);
    let (implementation, arguments, conditions) = generics.split_for_impl();
    let store = store();
    quote! {
        #[automatically_derived]
        #[allow(unused_variables, unused_imports, unreachable_patterns, reason = "a value may have no fields")]
        impl #implementation #store::Storable for #name #arguments #conditions {
            fn patch(&mut self, new: Self, at: #store::Patch<'_>) {
                use #store::{Always as _, ByComparison as _, PartByPart as _};
                #patch
            }
            #list
        }
    }
}
