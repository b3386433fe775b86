//! `#[derive(Page)]`: a struct that is a URL.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, Field, Fields, Ident, LitStr, Result, Token, Type,
};

/// Expands the derive.
pub(crate) fn expand(input: TokenStream) -> Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "a page is not generic: its URL names one type",
        ));
    }
    let attribute = PageAttribute::of(&input)?;
    let segments = segments(&attribute.pattern)?;
    let fields = fields(&input, &segments)?;
    let names: Vec<&Ident> = fields.iter().map(|field| &field.name).collect();
    for segment in &segments {
        if let Some(name) = segment.name()
            && !names.iter().any(|field| *field == name)
        {
            let message = [
                "the pattern has `",
                name,
                "`, the page has no field of that name",
            ]
            .concat();
            return Err(Error::new(attribute.pattern.span(), message));
        }
    }
    Ok(implementations(&input, &attribute, &segments, &fields))
}

struct PageAttribute {
    pattern: LitStr,
    parent: Option<Type>,
}

impl PageAttribute {
    fn of(input: &DeriveInput) -> Result<Self> {
        let attribute = input
            .attrs
            .iter()
            .find(|attribute| attribute.path().is_ident("page"));
        let message = "a page needs its URL: `#[page(\"/products/:id\")]`";
        let attribute: Self = attribute
            .ok_or_else(|| Error::new_spanned(&input.ident, message))?
            .parse_args()?;
        let text = attribute.pattern.value();
        if attribute.parent.is_none() && !text.starts_with('/') {
            return Err(Error::new(
                attribute.pattern.span(),
                "a URL pattern starts with `/`, unless the page has a `parent`",
            ));
        }
        Ok(attribute)
    }
}

impl Parse for PageAttribute {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let pattern = input.parse()?;
        let mut parent = None;
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let name: Ident = input.parse()?;
            if name != "parent" {
                return Err(Error::new(
                    name.span(),
                    "unknown option: there is `parent = Page`",
                ));
            }
            input.parse::<Token![=]>()?;
            parent = Some(input.parse()?);
        }
        Ok(Self { pattern, parent })
    }
}

enum Segment {
    Fixed(String),
    Parameter(String),
    Optional(String),
    Splat(String),
}

impl Segment {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Fixed(_) => None,
            Self::Parameter(name) | Self::Optional(name) | Self::Splat(name) => Some(name),
        }
    }
}

fn segments(pattern: &LitStr) -> Result<Vec<Segment>> {
    let text = pattern.value();
    let error = |message: &str| Err(Error::new(pattern.span(), message));
    if text.contains(['?', '#']) && !text.contains(':') {
        return error("a pattern has no search or hash: mark fields with `#[search]`");
    }
    let mut segments: Vec<Segment> = Vec::new();
    for part in text.split('/').filter(|part| !part.is_empty()) {
        if matches!(segments.last(), Some(Segment::Splat(_))) {
            return error("nothing can follow a splat, which takes all the rest");
        }
        let segment = match (part.strip_prefix(':'), part.strip_prefix('*')) {
            (Some(name), _) => match name.strip_suffix('?') {
                Some(name) => Segment::Optional(name.to_owned()),
                None => Segment::Parameter(name.to_owned()),
            },
            (None, Some(name)) => Segment::Splat(name.to_owned()),
            (None, None) => Segment::Fixed(part.to_owned()),
        };
        if let Some(name) = segment.name() {
            if syn::parse_str::<Ident>(name).is_err() {
                return error("a parameter is named like a field: `:id`, `:id?` or `*rest`");
            }
            if segments.iter().any(|other| other.name() == Some(name)) {
                return error("a parameter occurs twice in the pattern");
            }
        } else if part.contains(['?', '#', '%', ' ']) {
            return error("fixed parts are written unencoded, without `?`, `#`, `%` and spaces");
        }
        segments.push(segment);
    }
    if text.contains("//") || (text.len() > 1 && text.ends_with('/')) {
        return error("a pattern has no empty parts and no slash at its end");
    }
    Ok(segments)
}

struct PageField {
    name: Ident,
    ty: Type,
    kind: Kind,
}

enum Kind {
    Path,
    Search {
        default: Option<Expr>,
        readable: bool,
    },
    Parent,
}

fn fields(input: &DeriveInput, segments: &[Segment]) -> Result<Vec<PageField>> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a page is a struct"));
    };
    match &data.fields {
        Fields::Named(named) => named
            .named
            .iter()
            .map(|field| page_field(field, segments))
            .collect(),
        Fields::Unit => Ok(Vec::new()),
        Fields::Unnamed(unnamed) => Err(Error::new_spanned(
            unnamed,
            "the fields of a page have names, as in its pattern",
        )),
    }
}

fn page_field(field: &Field, segments: &[Segment]) -> Result<PageField> {
    let name = field.ident.clone().expect("named fields have names");
    let text = name.to_string();
    let marked = |marker: &str| {
        field
            .attrs
            .iter()
            .find(|attribute| attribute.path().is_ident(marker))
    };
    let kind = if segments.iter().any(|segment| segment.name() == Some(&text)) {
        Kind::Path
    } else if let Some(attribute) = marked("search") {
        Kind::Search {
            default: search_default(attribute)?,
            readable: is_result(&field.ty),
        }
    } else if marked("parent").is_some() {
        Kind::Parent
    } else {
        let message = [
            "`",
            &text,
            "` is not in the URL: name it in the pattern or mark it with `#[search]`",
        ]
        .concat();
        return Err(Error::new_spanned(field, message));
    };
    Ok(PageField {
        name,
        ty: field.ty.clone(),
        kind,
    })
}

/// `#[search]` or `#[search(default = 1)]`.
fn search_default(attribute: &Attribute) -> Result<Option<Expr>> {
    if matches!(attribute.meta, syn::Meta::Path(_)) {
        return Ok(None);
    }
    let mut default = None;
    attribute.parse_nested_meta(|meta| {
        if !meta.path.is_ident("default") {
            return Err(meta.error("unknown option: there is `default = value`"));
        }
        default = Some(meta.value()?.parse()?);
        Ok(())
    })?;
    Ok(default)
}

fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String"))
}

fn is_result(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == "Result"))
}

fn implementations(
    input: &DeriveInput,
    attribute: &PageAttribute,
    segments: &[Segment],
    fields: &[PageField],
) -> TokenStream {
    let (name, pattern) = (&input.ident, &attribute.pattern);
    let text = name.to_string();
    let parent = attribute.parent.as_ref().map_or_else(
        || quote!(::limosa::__private::router::NoParent),
        |parent| quote!(#parent),
    );
    let (parse, write, at) = (
        parse(fields, segments),
        write(&parent, segments, fields),
        at(input, fields),
    );
    quote! {
        #at

        impl ::limosa::__private::router::PageRoute for #name {
            type Parent = #parent;
            const PATTERN: &'static str = #pattern;
            const NAME: &'static str = #text;

            fn parse(url: &::limosa::__private::router::UrlReader<'_>) -> ::core::option::Option<Self> {
                #parse
            }

            fn write(&self, url: &mut ::limosa::__private::router::UrlWriter) {
                #write
            }
        }

        impl ::limosa::__private::router::Href for #name {
            fn href(&self) -> ::std::string::String {
                ::limosa::__private::router::PageRoute::href(self)
            }
        }

        #[cfg(not(target_arch = "wasm32"))]
        ::limosa::__private::inventory::submit! {
            ::limosa::__private::router::__private::PageRegistration::new::<#name>(::core::module_path!())
        }
    }
}

fn parse(fields: &[PageField], segments: &[Segment]) -> TokenStream {
    let values = fields.iter().map(|field| {
        let (name, ty, text) = (&field.name, &field.ty, field.name.to_string());
        let value = match &field.kind {
            Kind::Path if is_splat(segments, &text) => quote_spanned!(ty.span()=> url.splat::<#ty>(#text)?),
            Kind::Path => quote_spanned!(ty.span()=> url.path::<#ty>(#text)?),
            Kind::Search { readable: true, .. } => quote_spanned!(ty.span()=> url.search(#text)),
            Kind::Search { default, readable: false } => {
                let default = default_value(default.as_ref(), ty);
                quote_spanned!(ty.span()=> url.search::<#ty>(#text).unwrap_or_else(|_| #default))
            }
            Kind::Parent => quote_spanned!(ty.span()=> <#ty as ::limosa::__private::router::PageRoute>::parse(url)?),
        };
        quote!(#name: #value)
    });
    let unused = if fields.is_empty() {
        quote!(let _ = url;)
    } else {
        quote!()
    };
    quote! { #unused ::core::option::Option::Some(Self { #(#values),* }) }
}

fn is_splat(segments: &[Segment], name: &str) -> bool {
    segments
        .iter()
        .any(|segment| matches!(segment, Segment::Splat(splat) if splat == name))
}

fn default_value(default: Option<&Expr>, ty: &Type) -> TokenStream {
    default.map_or_else(
        || quote!(<#ty as ::core::default::Default>::default()),
        |default| quote!(#default),
    )
}

/// Whether a URL holds it as it stands.
fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.bytes().all(is_plain)
}

fn write(parent: &TokenStream, segments: &[Segment], fields: &[PageField]) -> TokenStream {
    let before = match fields
        .iter()
        .find(|field| matches!(field.kind, Kind::Parent))
    {
        Some(field) => {
            let name = &field.name;
            quote!(::limosa::__private::router::PageRoute::write(&self.#name, url);)
        }
        None => {
            quote!(<#parent as ::limosa::__private::router::DefaultParent>::write_default(url);)
        }
    };
    let path = segments.iter().map(|segment| match segment {
        Segment::Fixed(text) if is_plain(text) => {
            let part = format!("/{text}");
            quote!(url.plain(#part);)
        }
        Segment::Fixed(text) => quote!(url.fixed(#text);),
        Segment::Parameter(name) => call("value", name),
        Segment::Optional(name) | Segment::Splat(name) => call("values", name),
    });
    let search = fields.iter().filter_map(|field| match &field.kind {
        Kind::Search { default, readable } => {
            Some(write_search(field, default.as_ref(), *readable))
        }
        _ => None,
    });
    quote!(#before #(#path)* #(#search)*)
}

fn call(method: &str, field: &str) -> TokenStream {
    let (method, field) = (
        format_ident!("{method}"),
        Ident::new(field, Span::call_site()),
    );
    quote!(url.#method(&self.#field);)
}

fn write_search(field: &PageField, default: Option<&Expr>, readable: bool) -> TokenStream {
    let (name, ty, text) = (&field.name, &field.ty, field.name.to_string());
    if readable {
        return quote!(if let ::core::result::Result::Ok(value) = &self.#name { url.search(#text, value); });
    }
    let default = default_value(default, ty);
    quote! {
        let default: #ty = #default;
        if self.#name != default {
            url.search(#text, &self.#name);
        }
    }
}

/// The constructor from what the path needs; search parameters have their defaults.
fn at(input: &DeriveInput, fields: &[PageField]) -> TokenStream {
    let (name, visibility) = (&input.ident, &input.vis);
    let mut parameters: Punctuated<TokenStream, Token![,]> = Punctuated::new();
    let mut values = Vec::new();
    for field in fields {
        let (field_name, ty) = (&field.name, &field.ty);
        match &field.kind {
            Kind::Search { readable: true, .. } => {
                values.push(
                    quote!(#field_name: ::limosa::__private::router::UrlReader::EMPTY.search("")),
                );
            }
            Kind::Search {
                default,
                readable: false,
            } => {
                let default = default_value(default.as_ref(), ty);
                values.push(quote!(#field_name: #default));
            }
            // Not for numbers: `Into<u32>` takes no literal such as `3`.
            Kind::Path if is_string(ty) => {
                parameters.push(quote!(#field_name: impl ::core::convert::Into<#ty>));
                values.push(quote!(#field_name: ::core::convert::Into::into(#field_name)));
            }
            Kind::Path | Kind::Parent => {
                parameters.push(quote!(#field_name: #ty));
                values.push(quote!(#field_name));
            }
        }
    }
    quote! {
        impl #name {
            /// The page with these path parameters; search parameters have their defaults.
            #[must_use]
            #[allow(dead_code, reason = "not every page is linked")]
            #visibility fn at(#parameters) -> Self {
                Self { #(#values),* }
            }
        }
    }
}
