//! Components in a view: a call of their builder with one setter per attribute, the children as a closure.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Error;

use super::emit::{dom, view};
use super::tree::{Attribute, Component, Node, Prefix};

/// The expression of a component's `View`.
pub(crate) fn emit(component: &Component) -> Result<TokenStream, Error> {
    let (dom, path) = (dom(), &component.path);
    // All of it at the tag, so that what a component lacks is told there.
    let start = quote!(#dom::component_builder(&#path));
    let mut builder = at(start, component.span);
    let mut pattern = None;
    for attribute in &component.attributes {
        match attribute.prefix {
            Prefix::None if !attribute.name.contains(['-', ':']) => {
                builder.extend(setter(attribute));
            }
            Prefix::Let => pattern = Some(&attribute.path),
            _ => builder = with_attribute(&builder, attribute)?,
        }
    }
    if !component.children.is_empty() {
        builder.extend(children(component, pattern)?);
    }
    let build = quote_spanned!(component.span=> .build());
    Ok(quote!(#dom::component(#path, #builder #build)))
}

/// The tokens with another place.
fn at(tokens: TokenStream, span: Span) -> TokenStream {
    let placed = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            let inside = at(group.stream(), span);
            token = TokenTree::Group(Group::new(group.delimiter(), inside));
        }
        token.set_span(span);
        token
    };
    tokens.into_iter().map(placed).collect()
}

fn setter(attribute: &Attribute) -> TokenStream {
    let name = match syn::parse_str::<Ident>(&attribute.name) {
        Ok(_) => Ident::new(&attribute.name, attribute.span),
        Err(_) => Ident::new_raw(&attribute.name, attribute.span),
    };
    let value = attribute.expression();
    quote_spanned!(attribute.span=> .#name(#value))
}

/// An attribute that is no prop: only the components that stand for an element of the document take it.
fn with_attribute(builder: &TokenStream, attribute: &Attribute) -> Result<TokenStream, Error> {
    let (dom, name, value) = (dom(), attribute.name.as_str(), attribute.expression());
    let (method, arguments) = match attribute.prefix {
        Prefix::None | Prefix::Attr => ("with_attribute", quote!(#name, #value)),
        Prefix::Class => ("with_class", quote!(#name, #value)),
        Prefix::Spread => ("with_spread", quote!(#value)),
        _ => {
            return Err(Error::new(
                attribute.span,
                "a component takes props only; elements take this",
            ));
        }
    };
    let method = Ident::new(method, attribute.span);
    // A variable where the attribute stands, so that a component that does not take it says so there.
    let given = Ident::new("given", attribute.span.resolved_at(Span::mixed_site()));
    Ok(quote_spanned!(attribute.span=> {
        let #given = #builder;
        #dom::TakesAttributes::#method(#given, #arguments)
    }))
}

fn children(component: &Component, pattern: Option<&TokenStream>) -> Result<TokenStream, Error> {
    let (dom, span) = (dom(), component.span);
    if let [Node::Block { tokens, .. }] = component.children.as_slice()
        && takes_arguments(tokens)
    {
        return Ok(quote_spanned!(span=> .children(#tokens)));
    }
    let view = view(&component.children)?;
    Ok(match pattern {
        Some(pattern) => quote_spanned!(span=> .children(move |#pattern| #view)),
        None => quote_spanned!(span=> .children(#dom::ToChildren::to_children(move || #view))),
    })
}

/// Whether the only child is a closure that the component calls with something: `<For ..>{|item| ..}</For>`.
fn takes_arguments(tokens: &TokenStream) -> bool {
    matches!(syn::parse2::<syn::Expr>(tokens.clone()), Ok(syn::Expr::Closure(closure)) if !closure.inputs.is_empty())
}
