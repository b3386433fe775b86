//! Stores of enums: a method per variant that asks for it, and one per field of a variant.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{DataEnum, DeriveInput, Error, Field, Fields, Ident, Member, Result, Variant};

use super::{Accessor, accessors, handle, patch_field, storable, store};

pub(super) fn expand(input: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    if data.variants.is_empty() {
        return Err(Error::new_spanned(
            &input.ident,
            "there is no value of an enum without variants",
        ));
    }
    let mut parts: Vec<Accessor> = Vec::new();
    let mut arms = Vec::new();
    let mut number = 0;
    let variant_of = variant_of(input, data);
    for (index, variant) in data.variants.iter().enumerate() {
        let asks = asks(variant, index, &variant_of);
        asks.check(&parts, &variant.ident)?;
        parts.push(asks);
        arms.push(patch_arm(variant, number));
        for (position, field) in variant.fields.iter().enumerate() {
            refuse_options(field)?;
            let part = accessor(
                input,
                (variant, index),
                (field, position),
                number,
                &variant_of,
            );
            part.check(&parts, field.ident.as_ref().unwrap_or(&variant.ident))?;
            parts.push(part);
            number += 1;
        }
    }
    let trait_and_impl = accessors(input, &input.vis, &parts);
    let patch = quote! {
        match (&mut *self, new) {
            #(#arms)*
            (old, new) => {
                *old = new;
                at.replaced();
            }
        }
    };
    let storable = storable(input, &patch, None);
    Ok(quote!(#trait_and_impl #storable))
}

fn refuse_options(field: &Field) -> Result<()> {
    let option = field
        .attrs
        .iter()
        .find(|attribute| attribute.path().is_ident("store"));
    option.map_or(Ok(()), |attribute| {
        Err(Error::new_spanned(
            attribute,
            "only a struct has a key: it is what tells the rows of a list apart",
        ))
    })
}

/// The closure that numbers the variants.
fn variant_of(input: &DeriveInput, data: &DataEnum) -> TokenStream {
    let whole = &input.ident;
    let (_, arguments, _) = input.generics.split_for_impl();
    let arms = data.variants.iter().enumerate().map(|(index, variant)| {
        let name = &variant.ident;
        quote!(#whole::#name { .. } => #index,)
    });
    quote!(|whole: &#whole #arguments| match whole { #(#arms)* })
}

fn asks(variant: &Variant, index: usize, variant_of: &TokenStream) -> Accessor {
    let name = &variant.ident;
    let store = store();
    Accessor {
        name: format_ident!("is_{}", snake(name), span = name.span()),
        doc: format!("Whether it is `{name}`; subscribes to the variant alone."),
        result: quote!(bool),
        body: quote!(#store::Store::form(self, #variant_of) == #index),
    }
}

fn accessor(
    input: &DeriveInput,
    (variant, index): (&Variant, usize),
    (field, position): (&Field, usize),
    number: usize,
    variant_of: &TokenStream,
) -> Accessor {
    let store = store();
    let (whole, variant_name) = (&input.ident, &variant.ident);
    let (_, arguments, _) = input.generics.split_for_impl();
    let member = member(field, position);
    let find = quote!(match whole {
        #whole::#variant_name { #member: part, .. } => ::core::option::Option::Some(part),
        _ => ::core::option::Option::None,
    });
    let result = handle(&field.ty);
    Accessor {
        name: accessor_name(variant, field, position),
        doc: format!("A part of `{variant_name}`, if it is that; subscribes to the variant alone."),
        result: quote!(::core::option::Option<#result>),
        body: quote! {
            (#store::Store::form(self, #variant_of) == #index).then(|| #store::Store::field(self, #number, const {
                &#store::Field::new(|whole: &#whole #arguments| #find, |whole: &mut #whole #arguments| #find)
            }))
        },
    }
}

fn member(field: &Field, position: usize) -> Member {
    match &field.ident {
        Some(name) => Member::Named(name.clone()),
        None => Member::Unnamed(position.into()),
    }
}

/// `circle_radius` for a named field, `line_0` for one of several without names, `circle` for the only one.
fn accessor_name(variant: &Variant, field: &Field, position: usize) -> Ident {
    let of = snake(&variant.ident);
    match (&field.ident, &variant.fields) {
        (Some(name), _) => format_ident!("{of}_{}", name.unraw(), span = name.span()),
        (None, Fields::Unnamed(fields)) if fields.unnamed.len() == 1 => {
            Ident::new(&of, variant.ident.span())
        }
        (None, _) => format_ident!("{of}_{position}", span = variant.ident.span()),
    }
}

/// The arm of the match that patches a variant by the same variant.
fn patch_arm(variant: &Variant, first: usize) -> TokenStream {
    let name = &variant.ident;
    let mut members = Vec::new();
    let (mut old, mut new, mut patches) = (Vec::new(), Vec::new(), Vec::new());
    for (position, field) in variant.fields.iter().enumerate() {
        members.push(member(field, position));
        let (was, is) = (
            format_ident!("old_{position}"),
            format_ident!("new_{position}"),
        );
        patches.push(patch_field(&quote!(#was), &quote!(#is), first + position));
        old.push(was);
        new.push(is);
    }
    quote! {
        (Self::#name { #(#members: #old,)* }, Self::#name { #(#members: #new,)* }) => { #(#patches)* }
    }
}

/// `TwoWords` as `two_words`.
fn snake(name: &Ident) -> String {
    let mut text = String::new();
    for letter in name.unraw().to_string().chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
