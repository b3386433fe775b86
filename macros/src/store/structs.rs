//! Stores of structs: a method per field.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, DataStruct, DeriveInput, Error, Field, Fields, Ident, Result, Visibility};

use super::{Accessor, accessors, handle, owned, patch_field, storable, store};

pub(super) fn expand(input: &DeriveInput, data: &DataStruct) -> Result<TokenStream> {
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(
            &input.ident,
            "the parts of a store are reached by name: give the fields names",
        ));
    };
    let mut parts: Vec<Accessor> = Vec::new();
    let mut patches = Vec::new();
    let mut key: Option<&Field> = None;
    for (number, field) in fields.named.iter().enumerate() {
        let Some(name) = &field.ident else { continue };
        let part = accessor(input, field, name, number);
        part.check(&parts, name)?;
        parts.push(part);
        patches.push(patch_field(
            &quote!((&mut self.#name)),
            &quote!(new.#name),
            number,
        ));
        if let Some(attribute) = key_of(field)?
            && key.replace(field).is_some()
        {
            return Err(Error::new_spanned(attribute, "only one field is the key"));
        }
    }
    let trait_and_impl = accessors(input, narrowest(input, data), &parts);
    let list = key.map(|_| {
        let store = store();
        quote! {
            fn patch_list(list: &mut ::std::vec::Vec<Self>, new: ::std::vec::Vec<Self>, at: #store::Patch<'_>) {
                #store::patch_rows(list, new, at);
            }
        }
    });
    let storable = storable(input, &quote!(#(#patches)*), list.as_ref());
    let keyed = key.map(|field| keyed(input, field));
    Ok(quote!(#trait_and_impl #storable #keyed))
}

fn accessor(input: &DeriveInput, field: &Field, name: &Ident, number: usize) -> Accessor {
    let store = store();
    let whole = &input.ident;
    let (_, arguments, _) = input.generics.split_for_impl();
    Accessor {
        name: name.clone(),
        doc: format!("The field `{name}`."),
        result: handle(&field.ty),
        body: quote! {
            #store::Store::field(self, #number, const {
                &#store::Field::new(
                    |whole: &#whole #arguments| ::core::option::Option::Some(&whole.#name),
                    |whole: &mut #whole #arguments| ::core::option::Option::Some(&mut whole.#name),
                )
            })
        },
    }
}

/// The mark of a key on a field.
fn key_of(field: &Field) -> Result<Option<&Attribute>> {
    let mut found = None;
    for attribute in &field.attrs {
        if attribute.path().is_ident("store") {
            attribute.parse_nested_meta(|option| {
                if option.path.is_ident("key") {
                    Ok(())
                } else {
                    Err(option.error("unknown option: a field can only be the `key`"))
                }
            })?;
            found = Some(attribute);
        }
    }
    Ok(found)
}

/// Whoever can use the trait can reach every field, so it is as private as the most private of them.
fn narrowest<'a>(input: &'a DeriveInput, data: &'a DataStruct) -> &'a Visibility {
    let rank = |visibility: &&Visibility| match visibility {
        Visibility::Inherited => 0,
        Visibility::Restricted(restricted) if !restricted.path.is_ident("crate") => 1,
        Visibility::Restricted(_) => 2,
        Visibility::Public(_) => 3,
    };
    let fields = data.fields.iter().map(|field| &field.vis);
    let all = fields.chain([&input.vis]);
    all.min_by_key(rank).unwrap_or(&input.vis)
}

fn keyed(input: &DeriveInput, field: &Field) -> TokenStream {
    let store = store();
    let (whole, name, class) = (&input.ident, &field.ident, &field.ty);
    let generics = owned(&input.generics);
    let (implementation, arguments, conditions) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #implementation #store::Keyed for #whole #arguments #conditions {
            type Key = #class;
            fn key(&self) -> &#class {
                &self.#name
            }
        }
    }
}
