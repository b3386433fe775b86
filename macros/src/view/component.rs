//! Components in a view: a call of their builder with one setter per attribute, the children as a closure.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Error;

use super::emit::{dom, view};
use super::tree::{Attribute, Component, Node, Prefix};

/// The expression of a component's `View`.
pub(crate) fn emit(component: &Component) -> Result<TokenStream, Error> {
    let (dom, path) = (dom(), &component.path);
    let mut setters = TokenStream::new();
    let mut pattern = None;
    for attribute in &component.attributes {
        match attribute.prefix {
            Prefix::None => setters.extend(setter(attribute)?),
            Prefix::Let => pattern = Some(&attribute.path),
            _ => {
                return Err(Error::new(
                    attribute.span,
                    "a component takes props only; elements take this",
                ));
            }
        }
    }
    if !component.children.is_empty() {
        setters.extend(children(component, pattern)?);
    }
    let build = quote_spanned!(component.span=> .build());
    Ok(quote!(#dom::component(#path, #dom::component_builder(&#path) #setters #build)))
}

fn setter(attribute: &Attribute) -> Result<TokenStream, Error> {
    if attribute.name.contains(['-', ':']) {
        let message = format!(
            "a prop has the name of a function's argument: `{}`?",
            attribute.name.replace(['-', ':'], "_")
        );
        return Err(Error::new(attribute.span, message));
    }
    let name = match syn::parse_str::<Ident>(&attribute.name) {
        Ok(_) => Ident::new(&attribute.name, attribute.span),
        Err(_) => Ident::new_raw(&attribute.name, attribute.span),
    };
    let value = attribute.expression();
    Ok(quote_spanned!(attribute.span=> .#name(#value)))
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
