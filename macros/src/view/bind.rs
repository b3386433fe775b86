//! `bind:value`, `bind:checked` and `bind:group`.

use proc_macro2::Ident;
use quote::{quote, quote_spanned};
use syn::Error;

use super::emit::{Content, Emitter, dom};
use super::tree::{Attribute, Element, Prefix};

/// A control of a group: the names that hold its binding and its value.
pub(crate) struct Member {
    pub(super) binding: Ident,
    pub(crate) shown: Ident,
}

/// Whether the element belongs to a group.
pub(crate) fn is_member(element: &Element) -> bool {
    element.attributes.iter().any(is_group)
}

fn is_group(attribute: &Attribute) -> bool {
    attribute.prefix == Prefix::Bind && attribute.name == "group"
}

pub(super) fn plain<'a>(element: &'a Element, name: &str) -> Option<&'a Attribute> {
    let is_this = |other: &&Attribute| other.prefix == Prefix::None && other.name == name;
    element.attributes.iter().find(is_this)
}

/// Whether it is a radio button or a checkbox.
pub(super) fn is_box(element: &Element) -> bool {
    let kind = plain(element, "type").and_then(Attribute::static_text);
    matches!(kind.as_deref(), Some("radio" | "checkbox"))
}

/// Reads the value of a control in a group: the group needs it as well as the attribute.
pub(crate) fn member(emitter: &mut Emitter, element: &Element) -> Result<Option<Member>, Error> {
    let Some(group) = element.attributes.iter().find(|other| is_group(other)) else {
        return Ok(None);
    };
    if !is_box(element) {
        let message = "`bind:group` is for radio buttons and checkboxes: `type=\"radio\"` or `type=\"checkbox\"` is missing";
        return Err(Error::new(group.span, message));
    }
    let Some(value) = plain(element, "value") else {
        let message =
            "a control in a group needs a `value=`: it is what the signal holds when it is chosen";
        return Err(Error::new(group.span, message));
    };
    let (dom, signal, value) = (dom(), group.expression(), value.expression());
    let (binding, shown) = (emitter.name(), emitter.name());
    let bound = quote_spanned! {group.span=>
        #dom::bound_member(#signal, #dom::IntoAttribute::into_attribute(#value))
    };
    emitter.asks();
    emitter
        .bindings
        .push(quote!(let (#binding, #shown) = #bound;));
    Ok(Some(Member { binding, shown }))
}

/// Writes one binding; gives what it says of the element's content.
pub(crate) fn emit(
    emitter: &mut Emitter,
    element: &Element,
    attribute: &Attribute,
    index: u32,
    member: Option<&Member>,
) -> Result<Option<Content>, Error> {
    let (dom, value, span) = (dom(), attribute.expression(), attribute.span);
    match (element.tag.as_str(), attribute.name.as_str()) {
        ("input", "group") => {
            if let Some(Member { binding, .. }) = member {
                emitter.recipe.hole();
                emitter.call(&quote!(bind_flag(#index, #binding)));
            }
        }
        ("input", "checked") => {
            let binding = emitter.bind(&quote_spanned!(span=> #dom::bound_flag(#value)));
            emitter.recipe.hole();
            emitter.call(&quote!(bind_flag(#index, #binding)));
        }
        ("input", "value") if is_box(element) => {
            let message = "the value of a checkbox or a radio button does not change: `bind:checked` or `bind:group` was meant";
            return Err(Error::new(span, message));
        }
        ("input", "value") => {
            let binding = emitter.bind(&quote_spanned!(span=> #dom::bound_value(#value)));
            emitter.recipe.hole();
            emitter.call(&quote!(bind_value(#index, #binding)));
        }
        ("textarea", "value") => {
            let value = emitter.bind(&quote_spanned!(span=> #dom::bound_value(#value)));
            return Ok(Some(Content::Value {
                method: "bind_text",
                value,
            }));
        }
        ("select", "value") => {
            let value = emitter.bind(&quote_spanned!(span=> #dom::bound_selection(#value)));
            return Ok(Some(Content::Select(value)));
        }
        (tag, name) => return Err(Error::new(span, refusal(tag, name))),
    }
    Ok(None)
}

fn refusal(tag: &str, name: &str) -> String {
    if matches!(name, "value" | "checked" | "group") {
        format!(
            "`bind:{name}` has no meaning on `<{tag}>`: inputs take `value`, `checked` and `group`, \
             `<textarea>` and `<select>` take `value`"
        )
    } else {
        format!("`bind:{name}` is not known: `bind:value`, `bind:checked` and `bind:group` are")
    }
}
