//! `#[derive(limosa::Error)]`: errors of the app that cross the wire.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Error, Fields, Ident, LitInt, LitStr, Result, Variant};

/// Expands the derive.
pub(crate) fn expand(input: TokenStream) -> Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "`limosa::Error` goes on an enum: one variant per way to fail",
        ));
    };
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "an error that crosses the wire is not generic",
        ));
    }
    let variants = data
        .variants
        .iter()
        .map(Case::parse)
        .collect::<Result<Vec<_>>>()?;
    let call = only(&variants, |case| case.call)?.ok_or_else(|| {
        let message = "no variant for a failed call: add `#[call] Call(CallError)`";
        Error::new_spanned(&input.ident, message)
    })?;
    let fields = only(&variants, |case| case.fields)?;
    Ok(implementations(&input.ident, data, &variants, call, fields))
}

struct Case<'a> {
    variant: &'a Variant,
    status: Option<LitInt>,
    message: Option<LitStr>,
    call: bool,
    fields: bool,
}

impl<'a> Case<'a> {
    fn parse(variant: &'a Variant) -> Result<Self> {
        let mut case = Self {
            variant,
            status: None,
            message: None,
            call: false,
            fields: false,
        };
        for attribute in &variant.attrs {
            let path = attribute.path();
            if path.is_ident("status") {
                case.status = Some(status(&attribute.parse_args()?)?);
            } else if path.is_ident("message") {
                case.message = Some(attribute.parse_args()?);
            } else if path.is_ident("call") {
                case.call = single_field(variant, "#[call] Call(CallError)")?;
            } else if path.is_ident("fields") {
                case.fields = single_field(variant, "#[fields] Invalid(FieldErrors)")?;
            }
        }
        if case.call && case.status.is_some() {
            return Err(Error::new_spanned(
                variant,
                "the status of a failed call is its own",
            ));
        }
        Ok(case)
    }

    fn pattern(&self) -> TokenStream {
        let name = &self.variant.ident;
        match &self.variant.fields {
            Fields::Unit => quote!(Self::#name),
            Fields::Unnamed(_) => quote!(Self::#name(..)),
            Fields::Named(_) => quote!(Self::#name { .. }),
        }
    }

    fn status_arm(&self) -> TokenStream {
        let (name, pattern) = (&self.variant.ident, self.pattern());
        match &self.status {
            _ if self.call => {
                quote!(Self::#name(call) => ::limosa::__private::router::AppError::status(call))
            }
            Some(status) => quote!(#pattern => #status),
            None if self.fields => quote!(#pattern => 422),
            None => quote!(#pattern => 500),
        }
    }

    fn display_arm(&self) -> TokenStream {
        let (name, pattern) = (&self.variant.ident, self.pattern());
        match &self.message {
            Some(message) => quote!(#pattern => formatter.write_str(#message)),
            None if self.call => {
                quote!(Self::#name(call) => ::core::fmt::Display::fmt(call, formatter))
            }
            None => {
                let text = words(name);
                quote!(#pattern => formatter.write_str(#text))
            }
        }
    }
}

fn implementations(
    name: &Ident,
    data: &DataEnum,
    cases: &[Case<'_>],
    call: &Case<'_>,
    fields: Option<&Case<'_>>,
) -> TokenStream {
    let call_name = &call.variant.ident;
    let statuses = cases.iter().map(Case::status_arm);
    let texts = cases.iter().map(Case::display_arm);
    let others = if data.variants.len() > 1 {
        quote!(_ => ::core::option::Option::None,)
    } else {
        quote!()
    };
    let fields_body = fields.map_or_else(
        || quote!(::core::option::Option::None),
        |case| {
            let fields_name = &case.variant.ident;
            quote!(match self { Self::#fields_name(fields) => ::core::option::Option::Some(fields), _ => ::core::option::Option::None })
        },
    );
    let from_fields = fields.map(|case| {
        let fields_name = &case.variant.ident;
        from(
            name,
            &quote!(::limosa::__private::router::FieldErrors),
            &quote!(Self::#fields_name(cause)),
        )
    });
    let invalid = fields.map(refused_fields);
    let from_call = from(
        name,
        &quote!(::limosa::__private::router::CallError),
        &quote!(Self::#call_name(cause)),
    );
    let from_internal = from(
        name,
        &quote!(::limosa::__private::router::Internal),
        &quote!(Self::#call_name(::core::convert::From::from(cause))),
    );
    quote! {
        impl ::core::fmt::Display for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#texts,)* }
            }
        }
        impl ::core::error::Error for #name {}
        #from_call
        #from_internal
        #from_fields
        impl ::limosa::__private::router::AppError for #name {
            fn status(&self) -> u16 {
                match self { #(#statuses,)* }
            }
            fn fields(&self) -> ::core::option::Option<&::limosa::__private::router::FieldErrors> {
                #fields_body
            }
            fn call(&self) -> ::core::option::Option<&::limosa::__private::router::CallError> {
                match self { Self::#call_name(call) => ::core::option::Option::Some(call), #others }
            }
            #invalid
        }
    }
}

/// How refused fields become the error.
fn refused_fields(case: &Case<'_>) -> TokenStream {
    let name = &case.variant.ident;
    quote! {
        fn invalid(fields: ::limosa::__private::router::FieldErrors) -> Self {
            Self::#name(fields)
        }
    }
}

fn from(name: &Ident, source: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        impl ::core::convert::From<#source> for #name {
            fn from(cause: #source) -> Self {
                #value
            }
        }
    }
}

/// The one variant with a mark; two are an error.
fn only<'c, 'v>(
    cases: &'c [Case<'v>],
    marked: impl Fn(&Case<'v>) -> bool,
) -> Result<Option<&'c Case<'v>>> {
    let mut found = cases.iter().filter(|case| marked(case));
    let first = found.next();
    match found.next() {
        Some(second) => Err(Error::new_spanned(
            second.variant,
            "only one variant can have this mark",
        )),
        None => Ok(first),
    }
}

fn single_field(variant: &Variant, example: &str) -> Result<bool> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(true),
        _ => Err(Error::new_spanned(
            variant,
            ["this variant holds one value: `", example, "`"].concat(),
        )),
    }
}

fn status(literal: &LitInt) -> Result<LitInt> {
    match literal.base10_parse::<u16>() {
        Ok(400..=599) => Ok(literal.clone()),
        _ => Err(Error::new(
            literal.span(),
            "the status of an error is 400 to 599",
        )),
    }
}

/// `NotFound` as `Not found`.
fn words(name: &Ident) -> String {
    let mut text = String::new();
    for letter in name.to_string().chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
            text.extend(letter.to_lowercase());
        } else {
            text.push(letter);
        }
    }
    text
}
