//! Forms whose action is an expression of Rust, their fields and further targets: what `actions` fills in.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Error;
use syn::spanned::Spanned;

use super::bind::{self, Member};
use super::emit::{Content, Emitter, dom, instance};
use super::tree::{Attribute, Element, Node, Prefix, Value};

/// Whether this is a form with an action of Rust.
pub(crate) fn is_action(element: &Element) -> bool {
    element.tag == "form"
        && element
            .attributes
            .iter()
            .any(|attribute| expression_of(attribute, "action").is_some())
}

/// Whether `name=` of this element may be a field of a form struct.
pub(crate) fn is_field(tag: &str) -> bool {
    matches!(tag, "input" | "select" | "textarea")
}

/// Writes the action, checks the fields below against it, and gives the scope for the form's children.
pub(crate) fn open(
    emitter: &mut Emitter,
    element: &Element,
    attribute: &Attribute,
    index: u32,
) -> Ident {
    let value = attribute.expression();
    let action = emitter.bind(&value);
    check_fields(emitter, element, &action);
    let actions = actions();
    let filled = emitter.bind(&quote_spanned!(attribute.span=> #actions::form_action(#action)));
    let scope = emitter.name();
    let instance = instance();
    emitter.recipe.hole();
    emitter
        .statements
        .push(quote!(let #scope = #instance.form_action(#index, #filled);));
    scope
}

/// The controls below that are named by a text, which no compiler can hold against the struct that is read.
pub(crate) fn unchecked_names<'a>(nodes: &'a [Node], found: &mut Vec<&'a Attribute>) {
    for node in nodes {
        match node {
            Node::Element(element) => {
                if is_field(&element.tag) && !is_button(element) {
                    let is_name = |other: &&Attribute| {
                        other.prefix == Prefix::None
                            && other.name == "name"
                            && other.static_text().is_some()
                    };
                    found.extend(element.attributes.iter().filter(is_name));
                }
                unchecked_names(&element.children, found);
            }
            Node::Component(component) => unchecked_names(&component.children, found),
            Node::Fragment(nodes) => unchecked_names(nodes, found),
            Node::Text { .. } | Node::Block { .. } => {}
        }
    }
}

/// Submit buttons may have any name.
fn is_button(element: &Element) -> bool {
    let kind = element.attributes.iter().find(|other| other.name == "type");
    let kind = kind.and_then(Attribute::static_text).unwrap_or_default();
    matches!(kind.as_str(), "submit" | "image" | "button" | "reset")
}

/// What every form with an action is written with: its method, and the encoding if it sends files.
pub(crate) fn close(emitter: &mut Emitter, element: &Element) {
    emitter.recipe.push(" method=\"post\"");
    let has_encoding = element
        .attributes
        .iter()
        .any(|attribute| attribute.name == "enctype");
    if !has_encoding && any(&element.children, &is_file) {
        emitter.recipe.push(" enctype=\"multipart/form-data\"");
    }
}

/// A form with an action posts, whatever it says.
pub(crate) fn check_method(attribute: &Attribute) -> Result<(), Error> {
    match attribute.static_text() {
        Some(method) if method.eq_ignore_ascii_case("post") => Ok(()),
        _ => Err(Error::new(
            attribute.span,
            "a form with an action always posts: leave `method` out",
        )),
    }
}

/// `formaction=` of a button.
pub(crate) fn target(emitter: &mut Emitter, attribute: &Attribute, index: u32) {
    let (dom, actions, value) = (dom(), actions(), attribute.expression());
    let action = emitter.bind(&quote_spanned!(attribute.span=> #actions::form_action(#value)));
    emitter.recipe.hole();
    emitter.call(&quote!(url(#index, #dom::name!("formaction"), #action.url)));
}

/// `name=` of an input: all that the field's struct says about it. A textarea has its value as text and a select among its
/// options, which is given back.
pub(crate) fn field(
    emitter: &mut Emitter,
    element: &Element,
    attribute: &Attribute,
    index: u32,
    member: Option<&Member>,
) -> Option<Content> {
    let (actions, value) = (actions(), attribute.expression());
    let field = match own_value(element, member) {
        Some(own) => quote_spanned!(attribute.span=> #actions::box_field(#value, #own)),
        None => quote_spanned!(attribute.span=> #actions::field(#value)),
    };
    let field = emitter.bind(&field);
    emitter.recipe.hole();
    let method = match element.tag.as_str() {
        "textarea" => "text_field",
        "select" => "select_field",
        _ => {
            emitter.call(&quote!(field(#index, #field)));
            return None;
        }
    };
    let (value, instance) = (emitter.name(), instance());
    let method = Ident::new(method, attribute.span);
    emitter
        .statements
        .push(quote!(let #value = #instance.#method(#index, #field);));
    Some(match element.tag.as_str() {
        "select" => Content::Select(value),
        _ => Content::Value {
            method: "plain_text",
            value,
        },
    })
}

/// Reads the value of a box or radio button of a form: what was chosen is held against it, and it is its attribute too.
pub(crate) fn member(emitter: &mut Emitter, element: &Element) -> Option<Member> {
    let is_field = bind::plain(element, "name").is_some_and(|name| !is_literal(name));
    let value = bind::plain(element, "value").filter(|value| !is_literal(value))?;
    if !is_field || !bind::is_box(element) {
        return None;
    }
    let (dom, span, value) = (dom(), value.span, value.expression());
    let (binding, shown) = (emitter.name(), emitter.name());
    let read = quote_spanned!(span=> #dom::own_value(#dom::IntoAttribute::into_attribute(#value)));
    emitter.asks();
    emitter
        .bindings
        .push(quote!(let (#binding, #shown) = #read;));
    Some(Member { binding, shown })
}

/// What a box or radio button stands for.
fn own_value(element: &Element, member: Option<&Member>) -> Option<TokenStream> {
    if !bind::is_box(element) || bind::is_member(element) {
        return None;
    }
    let value = bind::plain(element, "value");
    let text = value.map_or_else(|| Some("on".to_owned()), Attribute::static_text);
    text.map(|text| quote!(#text)).or_else(|| {
        let Member { binding, .. } = member?;
        Some(quote!(&#binding))
    })
}

fn is_literal(attribute: &Attribute) -> bool {
    !matches!(attribute.value, Value::Expression(_))
}

/// Each field below must belong to the form struct of every action the form can reach.
fn check_fields(emitter: &mut Emitter, element: &Element, action: &Ident) {
    let actions = actions();
    let mut fields = Vec::new();
    let mut targets = Vec::new();
    collect(&element.children, &mut fields, &mut targets);
    for field in fields {
        let span = field.span();
        emitter
            .bindings
            .push(quote_spanned!(span=> #actions::check_field(&#action, &#field);));
        for target in &targets {
            emitter
                .bindings
                .push(quote_spanned!(span=> let _ = || #actions::check_field(&#target, &#field);));
        }
    }
}

fn collect(nodes: &[Node], fields: &mut Vec<TokenStream>, targets: &mut Vec<TokenStream>) {
    for node in nodes {
        match node {
            Node::Element(element) => {
                let named = |name: &'static str| {
                    element
                        .attributes
                        .iter()
                        .filter_map(move |other| expression_of(other, name))
                };
                if is_field(&element.tag) {
                    fields.extend(named("name").filter(is_path).cloned());
                }
                targets.extend(named("formaction").cloned());
                collect(&element.children, fields, targets);
            }
            Node::Component(component) => collect(&component.children, fields, targets),
            Node::Fragment(nodes) => collect(nodes, fields, targets),
            Node::Text { .. } | Node::Block { .. } => {}
        }
    }
}

fn is_path(tokens: &&TokenStream) -> bool {
    syn::parse2::<syn::Path>((*tokens).clone()).is_ok()
}

fn expression_of<'a>(attribute: &'a Attribute, name: &str) -> Option<&'a TokenStream> {
    match &attribute.value {
        Value::Expression(tokens) if attribute.prefix == Prefix::None && attribute.name == name => {
            Some(tokens)
        }
        _ => None,
    }
}

fn is_file(element: &Element) -> bool {
    let file = |attribute: &Attribute| {
        attribute.name == "type" && attribute.static_text().as_deref() == Some("file")
    };
    element.tag == "input" && element.attributes.iter().any(file)
}

fn any(nodes: &[Node], found: &dyn Fn(&Element) -> bool) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => found(element) || any(&element.children, found),
        Node::Component(component) => any(&component.children, found),
        Node::Fragment(nodes) => any(nodes, found),
        Node::Text { .. } | Node::Block { .. } => false,
    })
}

fn actions() -> TokenStream {
    quote!(::limosa::__private::actions)
}
