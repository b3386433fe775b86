//! The attributes of one element: static ones into its HTML, the others as holes and calls on the instance.

use proc_macro2::Ident;
use quote::{quote, quote_spanned};
use syn::Error;

use super::bind::Member;
use super::emit::{Content, Emitter, dom};
use super::recipe::escape_attribute;
use super::tree::{Attribute, Element, Prefix, Value};
use super::{bind, events, form, known};

/// Whether an attribute is wholly in the HTML, or not at all.
pub(crate) fn is_static(element: &Element, attribute: &Attribute) -> bool {
    if matches!(attribute.prefix, Prefix::Slot | Prefix::Let) {
        return true;
    }
    let holds = attribute.static_text().is_some() || attribute.static_bool().is_some();
    let plain = matches!(attribute.prefix, Prefix::None | Prefix::Attr);
    let special = matches!(attribute.name.as_str(), "node_ref" | "inner_html");
    let grouped = attribute.name == "class" || attribute.name == "style";
    plain
        && holds
        && !special
        && (attribute.prefix == Prefix::Attr || grouped || !is_value_elsewhere(element, attribute))
}

/// The value of a textarea or a select is its content, that of a control in a group belongs to the group.
fn is_value_elsewhere(element: &Element, attribute: &Attribute) -> bool {
    attribute.name == "value"
        && (matches!(element.tag.as_str(), "textarea" | "select") || bind::is_member(element))
}

/// Writes all attributes of `element`, whose number is `index`.
pub(crate) fn emit(emitter: &mut Emitter, element: &Element, index: u32) -> Result<Content, Error> {
    let member = bind::member(emitter, element)?.or_else(|| form::member(emitter, element));
    let mut output = Output {
        emitter,
        element,
        index,
        content: Content::Children,
        is_form: form::is_action(element),
        member,
    };
    for attribute in &element.attributes {
        output.attribute(attribute)?;
    }
    output.classes();
    output.styles()?;
    if output.is_form {
        form::close(output.emitter, element);
    }
    Ok(output.content)
}

struct Output<'a> {
    emitter: &'a mut Emitter,
    element: &'a Element,
    index: u32,
    content: Content,
    is_form: bool,
    /// The value of a control of a group or of a box of a form, where it is bound.
    member: Option<Member>,
}

impl Output<'_> {
    fn attribute(&mut self, attribute: &Attribute) -> Result<(), Error> {
        let (dom, index, name, span) = (dom(), self.index, attribute.name.as_str(), attribute.span);
        let value = attribute.expression();
        match attribute.prefix {
            Prefix::None => self.plain(attribute)?,
            Prefix::Attr => self.written(attribute, method("", name))?,
            Prefix::Class | Prefix::Style | Prefix::Let | Prefix::Slot => {}
            Prefix::On => self.event(attribute),
            Prefix::Prop => {
                let value = self.emitter.bind_unasked(
                    &quote_spanned!(span=> #dom::IntoAttribute::into_attribute(#value)),
                );
                self.emitter
                    .call(&quote!(property(#index, #dom::name!(#name), #value)));
            }
            Prefix::Bind => {
                if let Some(content) = bind::emit(
                    self.emitter,
                    self.element,
                    attribute,
                    index,
                    self.member.as_ref(),
                )? {
                    self.content = content;
                }
            }
            Prefix::Use => {
                let path = &attribute.path;
                let directive = match &attribute.value {
                    Value::Absent => quote_spanned!(span=> #dom::directive(#path)),
                    _ => quote_spanned!(span=> #dom::directive_with(#path, #value)),
                };
                let directive = self.emitter.bind_unasked(&directive);
                self.emitter.call(&quote!(directive(#index, #directive)));
            }
            Prefix::Spread => {
                let value = self
                    .emitter
                    .bind(&quote_spanned!(span=> #dom::Attributes::from(#value)));
                self.emitter.recipe.hole();
                self.emitter.call(&quote!(spread(#index, #value)));
            }
        }
        Ok(())
    }

    fn plain(&mut self, attribute: &Attribute) -> Result<(), Error> {
        let (dom, index, span) = (dom(), self.index, attribute.span);
        let (tag, literal) = (
            self.element.tag.as_str(),
            !matches!(attribute.value, Value::Expression(_)),
        );
        let value = attribute.expression();
        match attribute.name.as_str() {
            "node_ref" => {
                let value = self
                    .emitter
                    .bind_unasked(&quote_spanned!(span=> #dom::node_ref(#value)));
                self.emitter.call(&quote!(node_ref(#index, #value)));
            }
            "inner_html" => {
                let value = self
                    .emitter
                    .bind(&quote_spanned!(span=> #dom::IntoAttribute::into_attribute(#value)));
                self.content = Content::Value {
                    method: "inner_html",
                    value,
                };
            }
            "value" if self.member.is_some() => self.member_value(),
            "value" if tag == "select" => {
                let value = quote_spanned!(span=> #dom::selection(#dom::IntoAttribute::into_attribute(#value)));
                self.content = Content::Select(self.emitter.bind(&value));
            }
            "value" if tag == "textarea" => {
                let value = self.emitter.bind_value(
                    &quote_spanned!(span=> #dom::IntoAttribute::into_attribute(#value)),
                );
                self.content = Content::Value {
                    method: "plain_text",
                    value,
                };
            }
            "action" if self.is_form => {
                self.content =
                    Content::Form(form::open(self.emitter, self.element, attribute, index))
            }
            "method" if self.is_form => form::check_method(attribute)?,
            "formaction" if !literal => form::target(self.emitter, attribute, index),
            "name" if !literal && form::is_field(tag) => {
                let content = form::field(
                    self.emitter,
                    self.element,
                    attribute,
                    index,
                    self.member.as_ref(),
                );
                let is_bound = self.has(Prefix::Bind);
                if let Some(content) = content.filter(|_| !is_bound) {
                    self.content = content;
                }
            }
            "class" if self.has(Prefix::Class) => {}
            "style" if self.has(Prefix::Style) => {}
            name => self.written(attribute, method(tag, name))?,
        }
        Ok(())
    }

    /// The value of a control of a group, or of a box of a form, which has been read already.
    fn member_value(&mut self) {
        let (dom, index) = (dom(), self.index);
        if let Some(Member { shown, .. }) = &self.member {
            self.emitter.recipe.hole();
            self.emitter
                .call(&quote!(attribute(#index, #dom::name!("value"), #shown)));
        }
    }

    /// An attribute that is written as it stands, statically or by `method`.
    fn written(&mut self, attribute: &Attribute, method: &str) -> Result<(), Error> {
        let name = attribute.name.as_str();
        if let Some(text) = attribute.static_text() {
            if known::is_url(name)
                && text
                    .trim_start()
                    .to_ascii_lowercase()
                    .starts_with("javascript:")
            {
                return Err(Error::new(
                    attribute.span,
                    "`javascript:` addresses are refused: use `on:click`",
                ));
            }
            self.emitter
                .recipe
                .push(&format!(" {name}=\"{}\"", escape_attribute(&text)));
            return Ok(());
        }
        match (attribute.static_bool(), is_enumerated(name)) {
            (Some(value), true) => self.emitter.recipe.push(&format!(" {name}=\"{value}\"")),
            (Some(true), false) => self.emitter.recipe.push(&format!(" {name}")),
            (Some(false), false) => {}
            (None, _) => self.dynamic(attribute, method),
        }
        Ok(())
    }

    fn dynamic(&mut self, attribute: &Attribute, method: &str) {
        let (dom, index, name) = (dom(), self.index, attribute.name.as_str());
        let (method, value) = (Ident::new(method, attribute.span), attribute.expression());
        let value = self.emitter.bind_value(
            &quote_spanned!(attribute.span=> #dom::IntoAttribute::into_attribute(#value)),
        );
        self.emitter.recipe.hole();
        self.emitter
            .call(&quote!(#method(#index, #dom::name!(#name), #value)));
    }

    fn event(&mut self, attribute: &Attribute) {
        let (dom, index, name, span) = (dom(), self.index, attribute.name.as_str(), attribute.span);
        let event = events::find_event(name);
        let interface = Ident::new(event.map_or("CustomEvent", |event| event.interface), span);
        let direct = |option: &String| !matches!(option.as_str(), "prevent" | "stop");
        let plain = !attribute.options.iter().any(direct);
        let flag = |option: &str, bit: u32| {
            if attribute.options.iter().any(|known| known == option) {
                bit
            } else {
                0
            }
        };
        let delegated = u32::from(plain && event.is_some_and(|event| event.delegated));
        let flags = delegated | flag("capture", 2) | flag("once", 4) | flag("passive", 8);
        let mut value = attribute.expression();
        for option in ["prevent", "stop"] {
            if attribute.options.iter().any(|known| known == option) {
                let wrapper = Ident::new(option, span);
                value =
                    quote_spanned!(span=> #dom::#wrapper::<#dom::web_sys::#interface, _>(#value));
            }
        }
        let handler = quote_spanned!(span=> #dom::handler::<#dom::web_sys::#interface, _>(#value));
        let handler = self.emitter.bind_unasked(&handler);
        self.emitter
            .call(&quote!(event(#index, #dom::name!(#name), #flags, #handler)));
    }

    fn has(&self, prefix: Prefix) -> bool {
        self.element
            .attributes
            .iter()
            .any(|other| other.prefix == prefix)
    }

    /// The attribute `class` with all `class:name`s.
    fn classes(&mut self) {
        let (dom, index) = (dom(), self.index);
        let whole = self
            .element
            .attributes
            .iter()
            .find(|other| other.prefix == Prefix::None && other.name == "class");
        let toggles: Vec<_> = self
            .element
            .attributes
            .iter()
            .filter(|other| other.prefix == Prefix::Class)
            .collect();
        if toggles.is_empty() {
            return;
        }
        let static_text = whole.and_then(Attribute::static_text);
        self.open("class", static_text.as_deref().map(escape_attribute));
        if let Some(whole) = whole.filter(|_| static_text.is_none()) {
            self.dynamic(whole, "class_value");
        }
        for toggle in toggles {
            let (name, value) = (toggle.name.as_str(), toggle.expression());
            let value = self
                .emitter
                .bind_value(&quote_spanned!(toggle.span=> #dom::IntoToggle::into_toggle(#value)));
            self.emitter.recipe.hole();
            self.emitter
                .call(&quote!(class(#index, #dom::name!(#name), #value)));
        }
        self.emitter.recipe.push_server("\"");
    }

    /// The attribute `style` with all `style:name`s.
    fn styles(&mut self) -> Result<(), Error> {
        let (dom, index) = (dom(), self.index);
        let whole = self
            .element
            .attributes
            .iter()
            .find(|other| other.prefix == Prefix::None && other.name == "style");
        let parts: Vec<_> = self
            .element
            .attributes
            .iter()
            .filter(|other| other.prefix == Prefix::Style)
            .collect();
        if parts.is_empty() {
            return Ok(());
        }
        let static_text = whole.and_then(Attribute::static_text);
        let ended = |text: String| {
            if text.trim_end().ends_with(';') {
                text
            } else {
                text + ";"
            }
        };
        self.open(
            "style",
            static_text
                .as_deref()
                .map(|text| ended(escape_attribute(text))),
        );
        if let Some(whole) = whole.filter(|_| static_text.is_none()) {
            let message = "a `style=` that is no literal and `style:name=` cannot stand together";
            return Err(Error::new(whole.span, message));
        }
        for part in parts {
            let (name, value) = (part.name.as_str(), part.expression());
            let value = self.emitter.bind_value(
                &quote_spanned!(part.span=> #dom::IntoAttribute::into_attribute(#value)),
            );
            self.emitter.recipe.hole();
            self.emitter
                .call(&quote!(style(#index, #dom::name!(#name), #value)));
        }
        self.emitter.recipe.push_server("\"");
        Ok(())
    }

    /// Opens a grouped attribute: the browser has its static part only, the server goes on writing.
    fn open(&mut self, name: &str, static_part: Option<String>) {
        self.emitter.recipe.push_server(&format!(
            " {name}=\"{}",
            static_part.as_deref().unwrap_or_default()
        ));
        if let Some(static_part) = static_part {
            self.emitter
                .recipe
                .push_browser(&format!(" {name}=\"{static_part}\""));
        }
    }
}

/// The call that writes an attribute: some are live properties in the browser, some hold addresses.
fn method(tag: &str, name: &str) -> &'static str {
    match (tag, name) {
        ("input", "value")
        | ("input", "checked")
        | ("option", "selected")
        | ("audio" | "video", "muted") => "live",
        _ if known::is_url(name) => "url",
        _ => "attribute",
    }
}

/// Attributes whose `true` and `false` are words.
fn is_enumerated(name: &str) -> bool {
    name.starts_with("aria-")
        || matches!(
            name,
            "contenteditable" | "draggable" | "spellcheck" | "writingsuggestions"
        )
}
