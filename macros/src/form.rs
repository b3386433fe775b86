//! `#[derive(Form)]`: constants, decoder, checks and encoder of a form struct; `<select>` values of an enum.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, Field, Fields, Lit, LitStr, Path, Result, UnOp,
};

/// Expands `#[derive(Form)]`.
pub(crate) fn expand(input: TokenStream) -> Result<TokenStream> {
    let input = &syn::parse2::<DeriveInput>(input)?;
    if !input.generics.params.is_empty() {
        return Err(Error::new(
            input.generics.span(),
            "a form struct cannot be generic",
        ));
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                let fields = fields
                    .named
                    .iter()
                    .map(FormField::read)
                    .collect::<Result<Vec<_>>>()?;
                expand_struct(input, &fields)
            }
            _ => Err(Error::new(
                input.ident.span(),
                "a form struct has named fields: each is a control of the form",
            )),
        },
        Data::Enum(data) => expand_enum(input, data),
        Data::Union(_) => Err(Error::new(
            input.ident.span(),
            "a form is a struct with named fields",
        )),
    }
}

/// One field with what its attribute says.
struct FormField<'a> {
    field: &'a Field,
    name: String,
    constant: syn::Ident,
    rules: TokenStream,
    check: Option<Path>,
}

impl<'a> FormField<'a> {
    fn read(field: &'a Field) -> Result<Self> {
        let ident = field.ident.as_ref().expect("named fields have names");
        let plain = ident.to_string().trim_start_matches("r#").to_owned();
        let mut read = Self {
            field,
            constant: format_ident!("{}", plain.to_uppercase(), span = ident.span()),
            name: plain,
            rules: quote!(::limosa::__private::actions::Rules::new()),
            check: None,
        };
        for attribute in field
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("field"))
        {
            read.attribute(attribute)?;
        }
        Ok(read)
    }

    fn attribute(&mut self, attribute: &Attribute) -> Result<()> {
        attribute.parse_nested_meta(|meta| {
            let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            let rules = &self.rules;
            match word.as_str() {
                "min" | "max" => {
                    let method = format_ident!("{word}", span = meta.path.span());
                    let (text, number) = limit(&meta.value()?.parse()?)?;
                    self.rules = quote!(#rules.#method(#text, #number));
                }
                "required" | "email" | "secret" => {
                    let method = format_ident!("{word}", span = meta.path.span());
                    self.rules = quote!(#rules.#method());
                }
                "message" => {
                    let text: LitStr = meta.value()?.parse()?;
                    self.rules = quote!(#rules.message(#text));
                }
                "name" => self.name = meta.value()?.parse::<LitStr>()?.value(),
                "check" => self.check = Some(meta.value()?.parse()?),
                _ => {
                    return Err(meta.error(
                        "a field knows `min`, `max`, `required`, `email`, `secret`, `message`, `name` and `check`",
                    ));
                }
            }
            Ok(())
        })
    }

    fn ident(&self) -> &syn::Ident {
        self.field.ident.as_ref().expect("named fields have names")
    }

    /// `<T as FieldValue>` where the type stands, so that a wrong type is shown there.
    fn value_type(&self) -> TokenStream {
        let ty = &self.field.ty;
        quote_spanned!(ty.span()=> <#ty as ::limosa::__private::actions::FieldValue>)
    }

    fn constant(&self) -> TokenStream {
        let (vis, constant, ty, name, rules) = (
            &self.field.vis,
            &self.constant,
            &self.field.ty,
            &self.name,
            &self.rules,
        );
        let doc = format!("The field `{name}`.");
        quote! {
            #[doc = #doc]
            #vis const #constant: ::limosa::__private::actions::Field<Self, #ty> =
                ::limosa::__private::actions::Field::new(#name, #rules);
        }
    }

    fn decode(&self) -> TokenStream {
        let (ident, constant, name, value) =
            (self.ident(), &self.constant, &self.name, self.value_type());
        let check = self.check.as_ref().map(|check| {
            quote! {
                if let ::core::option::Option::Some(value) = &#ident
                    && let ::core::result::Result::Err(message) = #check(value)
                {
                    errors.add(::limosa::__private::actions::joined(prefix, #name), message);
                }
            }
        });
        quote! {
            let #ident = #value::read(
                &::limosa::__private::actions::joined(prefix, #name), Self::#constant.rules(), entries, errors,
            );
            #check
        }
    }

    fn check(&self) -> TokenStream {
        let (ident, constant, name, value) =
            (self.ident(), &self.constant, &self.name, self.value_type());
        let check = self.check.as_ref().map(|check| {
            quote! {
                if let ::core::result::Result::Err(message) = #check(&self.#ident) {
                    errors.add(::limosa::__private::actions::joined(prefix, #name), message);
                }
            }
        });
        quote! {
            #value::check(
                &self.#ident, &::limosa::__private::actions::joined(prefix, #name), Self::#constant.rules(), errors,
            );
            #check
        }
    }

    fn encode(&self) -> TokenStream {
        let (ident, name, value) = (self.ident(), &self.name, self.value_type());
        quote!(#value::write(&self.#ident, &::limosa::__private::actions::joined(prefix, #name), into);)
    }

    fn describe(&self) -> TokenStream {
        let (constant, name, value) = (&self.constant, &self.name, self.value_type());
        quote!(#value::describe(&::limosa::__private::actions::joined(prefix, #name), Self::#constant.rules(), into);)
    }
}

fn expand_struct(input: &DeriveInput, fields: &[FormField<'_>]) -> Result<TokenStream> {
    let name = &input.ident;
    let check = form_check(input)?;
    let constants = fields.iter().map(FormField::constant);
    let decode = fields.iter().map(FormField::decode);
    let idents: Vec<_> = fields.iter().map(FormField::ident).collect();
    let files = fields.iter().map(FormField::value_type);
    let checks = fields.iter().map(FormField::check);
    let encode = fields.iter().map(FormField::encode);
    let describe = fields.iter().map(FormField::describe);
    let check_decoded = check
        .as_ref()
        .map(|check| quote!(#check(&form, prefix, errors)?;));
    let check_self = check
        .as_ref()
        .map(|check| quote!(let _ = #check(self, prefix, errors);));
    let field_value = field_value(name);
    Ok(quote! {
        impl #name {
            #(#constants)*
        }

        #[automatically_derived]
        impl ::limosa::__private::actions::Form for #name {
            const HAS_FILES: bool = false #(|| #files::HAS_FILES)*;

            fn decode_below(
                prefix: &str,
                entries: &::limosa::__private::actions::FormEntries,
                errors: &mut ::limosa::__private::router::FieldErrors,
            ) -> ::core::option::Option<Self> {
                #(#decode)*
                let form = Self { #(#idents: #idents?,)* };
                #check_decoded
                ::core::option::Option::Some(form)
            }

            fn check_below(&self, prefix: &str, errors: &mut ::limosa::__private::router::FieldErrors) {
                #(#checks)*
                #check_self
            }

            fn encode_below(&self, prefix: &str, into: &mut ::limosa::__private::actions::FormEntries) {
                #(#encode)*
            }

            fn describe_below(
                prefix: &str,
                into: &mut ::std::vec::Vec<::limosa::__private::actions::FieldInfo>,
            ) {
                #(#describe)*
            }
        }

        #field_value
    })
}

/// `#[form(check = path)]`: a check of fields against each other, as a closure that puts its messages below the prefix.
fn form_check(input: &DeriveInput) -> Result<Option<TokenStream>> {
    let mut check: Option<Path> = None;
    for attribute in input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("form"))
    {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("check") {
                return Err(meta.error("a form knows `check`"));
            }
            check = Some(meta.value()?.parse()?);
            Ok(())
        })?;
    }
    Ok(check.map(|check| {
        quote!((|form: &Self, prefix: &str, errors: &mut _| {
            ::limosa::__private::actions::keep_below(prefix, #check(form), errors)
        }))
    }))
}

/// A form struct may be a field of another one.
fn field_value(name: &syn::Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::limosa::__private::actions::FieldValue for #name {
            const HAS_FILES: bool = <Self as ::limosa::__private::actions::Form>::HAS_FILES;

            fn read(
                name: &str,
                _: &::limosa::__private::actions::Rules,
                entries: &::limosa::__private::actions::FormEntries,
                errors: &mut ::limosa::__private::router::FieldErrors,
            ) -> ::core::option::Option<Self> {
                let prefix = ::limosa::__private::actions::joined(name, ".");
                <Self as ::limosa::__private::actions::Form>::decode_below(&prefix, entries, errors)
            }

            fn check(
                &self,
                name: &str,
                _: &::limosa::__private::actions::Rules,
                errors: &mut ::limosa::__private::router::FieldErrors,
            ) {
                let prefix = ::limosa::__private::actions::joined(name, ".");
                ::limosa::__private::actions::Form::check_below(self, &prefix, errors);
            }

            fn write(&self, name: &str, into: &mut ::limosa::__private::actions::FormEntries) {
                let prefix = ::limosa::__private::actions::joined(name, ".");
                ::limosa::__private::actions::Form::encode_below(self, &prefix, into);
            }

            fn attributes(
                _: &::limosa::__private::actions::Rules,
                _: &mut ::std::vec::Vec<(&'static str, &'static str)>,
            ) {
            }

            fn describe(
                name: &str,
                _: &::limosa::__private::actions::Rules,
                into: &mut ::std::vec::Vec<::limosa::__private::actions::FieldInfo>,
            ) {
                let prefix = ::limosa::__private::actions::joined(name, ".");
                <Self as ::limosa::__private::actions::Form>::describe_below(&prefix, into);
            }
        }
    }
}

/// An enum without data: the values of a `<select>` or of radio buttons, named as the variants in lower case.
fn expand_enum(input: &DeriveInput, data: &syn::DataEnum) -> Result<TokenStream> {
    let name = &input.ident;
    let mut values = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new(variant.span(), "a choice in a form has no data"));
        }
        values.push((
            variant.ident.clone(),
            snake_case(&variant.ident.to_string()),
        ));
    }
    let (variants, texts): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    Ok(quote! {
        #[automatically_derived]
        impl ::limosa::__private::actions::Scalar for #name {
            fn parse(text: &str) -> ::core::result::Result<Self, ::std::string::String> {
                match text {
                    #(#texts => ::core::result::Result::Ok(Self::#variants),)*
                    _ => ::core::result::Result::Err(::limosa::__private::actions::NO_CHOICE.to_owned()),
                }
            }

            fn print(&self) -> ::std::string::String {
                match self {
                    #(Self::#variants => #texts.to_owned(),)*
                }
            }

            fn attributes(
                _: &::limosa::__private::actions::Rules,
                _: &mut ::std::vec::Vec<(&'static str, &'static str)>,
            ) {
            }
        }
    })
}

fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (index, char) in name.trim_start_matches("r#").char_indices() {
        if char.is_uppercase() && index > 0 {
            out.push('_');
        }
        out.extend(char.to_lowercase());
    }
    out
}

/// A bound as text for the attribute and as a number for the check.
fn limit(value: &Expr) -> Result<(String, f64)> {
    let wrong = || {
        Error::new(
            value.span(),
            "a bound is a number, or a date as in \"2026-11-20\"",
        )
    };
    let (sign, literal) = match value {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => ("-", &*unary.expr),
        other => ("", other),
    };
    let Expr::Lit(literal) = literal else {
        return Err(wrong());
    };
    let text = match &literal.lit {
        Lit::Int(number) => [sign, number.base10_digits()].concat(),
        Lit::Float(number) => [sign, number.base10_digits()].concat(),
        Lit::Str(date) if sign.is_empty() => return date_limit(&date.value(), date.span()),
        _ => return Err(wrong()),
    };
    let number = text.parse().map_err(|_| wrong())?;
    Ok((text, number))
}

fn date_limit(text: &str, span: Span) -> Result<(String, f64)> {
    let digits: String = text.split('-').collect();
    let shaped =
        text.len() == 10 && digits.len() == 8 && text.split('-').map(str::len).eq([4, 2, 2]);
    match digits.parse::<u32>() {
        Ok(number) if shaped => Ok((text.to_owned(), f64::from(number))),
        _ => Err(Error::new(span, "a date is written as in \"2026-11-20\"")),
    }
}
