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
    for attribute in &component.attributes {
        match attribute.prefix {
            Prefix::None if !attribute.name.contains(['-', ':']) => {
                builder.extend(setter(attribute));
            }
            Prefix::Let | Prefix::Slot => {}
            _ => builder = with_attribute(&builder, attribute)?,
        }
    }
    builder.extend(slots(component)?);
    let is_slot = |node: &&&Node| node.attributes().iter().any(Attribute::is_slot);
    let rest: Vec<&Node> = component
        .children
        .iter()
        .filter(|node| !is_slot(&node))
        .collect();
    if !rest.is_empty() {
        builder.extend(children(
            &rest,
            component.span,
            &lets(&component.attributes),
        )?);
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

fn children(nodes: &[&Node], span: Span, patterns: &[&TokenStream]) -> Result<TokenStream, Error> {
    if let [Node::Block { tokens, .. }] = nodes
        && takes_arguments(tokens)
    {
        return Ok(quote_spanned!(span=> .children(#tokens)));
    }
    let children = closure(nodes, span, patterns)?;
    Ok(quote_spanned!(span=> .children(#children)))
}

/// Nodes as what a component builds them from: a closure, with arguments where `let:` names some.
fn closure(nodes: &[&Node], span: Span, patterns: &[&TokenStream]) -> Result<TokenStream, Error> {
    let (dom, view) = (dom(), view(nodes)?);
    Ok(if patterns.is_empty() {
        quote_spanned!(span=> #dom::ToChildren::to_children(move || #view))
    } else {
        quote_spanned!(span=> move |#(#patterns),*| #view)
    })
}

/// The children that are props of their own, `slot:name`: those of one name together.
fn slots(component: &Component) -> Result<TokenStream, Error> {
    let mut slots: Vec<(&Attribute, Vec<&Node>)> = Vec::new();
    for node in &component.children {
        let Some(slot) = node.attributes().iter().find(|other| other.is_slot()) else {
            continue;
        };
        match slots.iter_mut().find(|(known, _)| known.name == slot.name) {
            Some((_, nodes)) => nodes.push(node),
            None => slots.push((slot, vec![node])),
        }
    }
    let mut setters = TokenStream::new();
    for (slot, nodes) in slots {
        let patterns = match nodes.as_slice() {
            // What a component's own `let:` names is for its children.
            [Node::Element(element)] => lets(&element.attributes),
            _ => Vec::new(),
        };
        let (name, span) = (Ident::new(&slot.name, slot.span), slot.span);
        let value = closure(&nodes, span, &patterns)?;
        setters.extend(quote_spanned!(span=> .#name(#value)));
    }
    Ok(setters)
}

/// What `let:` names.
fn lets(attributes: &[Attribute]) -> Vec<&TokenStream> {
    let named = attributes
        .iter()
        .filter(|other| other.prefix == Prefix::Let);
    named.map(|other| &other.path).collect()
}

/// Whether the only child is a closure that the component calls with something: `<For ..>{|item| ..}</For>`.
fn takes_arguments(tokens: &TokenStream) -> bool {
    matches!(syn::parse2::<syn::Expr>(tokens.clone()), Ok(syn::Expr::Closure(closure)) if !closure.inputs.is_empty())
}
