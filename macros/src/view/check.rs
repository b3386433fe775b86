//! Refuses what HTML does not know or would not keep, each at its token with what to do instead.

use proc_macro2::Span;
use syn::Error;

use super::known::{self, Namespace};
use super::tree::{Attribute, Element, Node, Prefix};
use super::{events, form, nesting};

/// Checks all nodes; the errors found are joined into one.
pub(crate) fn check(nodes: &[Node]) -> Result<(), Error> {
    let mut checker = Checker {
        ancestors: Vec::new(),
        errors: Vec::new(),
    };
    checker.nodes(nodes, false);
    let mut errors = checker.errors.into_iter();
    let Some(mut first) = errors.next() else {
        return Ok(());
    };
    errors.for_each(|error| first.combine(error));
    Err(first)
}

struct Checker<'a> {
    /// The elements around, outermost first; a component in between empties it.
    ancestors: Vec<&'a str>,
    errors: Vec<Error>,
}

impl<'a> Checker<'a> {
    fn error(&mut self, span: Span, message: String) {
        self.errors.push(Error::new(span, message));
    }

    fn nodes(&mut self, nodes: &'a [Node], of_component: bool) {
        for node in nodes {
            let slot = node.attributes().iter().find(|other| other.is_slot());
            if let Some(slot) = slot.filter(|_| !of_component) {
                let message = "`slot:` says which prop of a component a child is: it stands directly between its tags";
                self.error(slot.span, message.to_owned());
            }
            match node {
                Node::Element(element) => self.element(element),
                Node::Component(component) => {
                    for (index, attribute) in component.attributes.iter().enumerate() {
                        self.duplicate(attribute, &component.attributes[..index]);
                    }
                    let around = std::mem::take(&mut self.ancestors);
                    self.nodes(&component.children, true);
                    self.ancestors = around;
                }
                Node::Fragment(children) => self.nodes(children, false),
                Node::Text { text, span } => self.text(text, *span),
                Node::Block { .. } => {}
            }
        }
    }

    fn element(&mut self, element: &'a Element) {
        if known::namespace(&element.tag).is_none() {
            let suggestion = suggest(known::nearest_tag(&element.tag), "<", ">");
            let components =
                "; a component starts with a capital letter, a custom element has a dash";
            self.error(
                element.span,
                format!("unknown tag `<{}>`{suggestion}{components}", element.tag),
            );
        }
        self.nesting(&element.tag, element.span);
        self.attributes(element);
        self.names(element);
        self.ancestors.push(&element.tag);
        self.nodes(&element.children, false);
        self.ancestors.pop();
    }

    fn names(&mut self, element: &'a Element) {
        let mut unchecked = Vec::new();
        if form::is_action(element) {
            form::unchecked_names(&element.children, &mut unchecked);
        }
        for attribute in unchecked {
            let message = "a control of a form with an action is named by a field that the action reads, as in \
                           `name=Rename::NAME`; `attr:name=…` writes any name";
            self.error(attribute.span, message.to_owned());
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        let Some(parent) = self.ancestors.last() else {
            return;
        };
        if nesting::holds_elements_only(parent) && !text.trim().is_empty() {
            let message = format!(
                "text cannot stand directly in `<{parent}>`: an HTML parser would move it out"
            );
            self.error(span, message);
        }
    }

    fn nesting(&mut self, tag: &str, span: Span) {
        if let Some(message) = nesting::misplaced(tag, &self.ancestors) {
            self.error(span, message);
        }
    }

    fn attributes(&mut self, element: &'a Element) {
        for (index, attribute) in element.attributes.iter().enumerate() {
            self.duplicate(attribute, &element.attributes[..index]);
            match attribute.prefix {
                Prefix::None => self.plain(element, attribute),
                Prefix::On => self.event(attribute),
                Prefix::Let if !element.attributes.iter().any(Attribute::is_slot) => self.error(
                    attribute.span,
                    "`let:` names what a component gives its children".to_owned(),
                ),
                _ => {}
            }
        }
    }

    fn duplicate(&mut self, attribute: &Attribute, before: &[Attribute]) {
        let same = |other: &&Attribute| {
            other.prefix == attribute.prefix
                && other.name == attribute.name
                && other.options == attribute.options
        };
        let repeatable = matches!(attribute.prefix, Prefix::Spread | Prefix::Use);
        if !repeatable && before.iter().any(|other| same(&other)) {
            self.error(
                attribute.span,
                format!("`{}` is already there", attribute.written_name()),
            );
        }
    }

    fn plain(&mut self, element: &Element, attribute: &Attribute) {
        let name = attribute.name.as_str();
        if name.starts_with("on") && events::find_event(&name[2..].to_ascii_lowercase()).is_some() {
            let event = name[2..].to_ascii_lowercase();
            return self.error(
                attribute.span,
                format!("events are written `on:{event}=move |event| …`, not `{name}`"),
            );
        }
        if name == "key" {
            let message = "elements have no `key`: the rows of a list have one, `<For each=… key=|item| item.id let:item>`";
            return self.error(attribute.span, message.to_owned());
        }
        if matches!(name, "node_ref" | "inner_html") || known::is_attribute(name) {
            return;
        }
        let html = known::namespace(&element.tag) == Some(Namespace::Html)
            && !known::is_custom(&element.tag);
        if html && element.tag != "svg" && element.tag != "math" {
            let suggestion = suggest(known::nearest_attribute(name), "", "");
            let escape = format!("; `attr:{name}=…` writes any name, `data-{name}` is yours");
            self.error(
                attribute.span,
                format!("unknown attribute `{name}`{suggestion}{escape}"),
            );
        }
    }

    fn event(&mut self, attribute: &Attribute) {
        let name = attribute.name.as_str();
        if !name.contains('-') && events::find_event(name).is_none() {
            let suggestion = suggest(events::nearest_event(name), "on:", "");
            let custom = "; an event of your own has a dash in its name";
            self.error(
                attribute.span,
                format!("unknown event `{name}`{suggestion}{custom}"),
            );
        }
        let has = |wanted: &str| attribute.options.iter().any(|option| option == wanted);
        if has("passive") && has("prevent") {
            let message = "a `passive` handler cannot `prevent` what the browser does";
            self.error(attribute.span, message.to_owned());
        }
        for option in &attribute.options {
            if !matches!(
                option.as_str(),
                "capture" | "once" | "passive" | "prevent" | "stop" | "undelegated"
            ) {
                let message = format!(
                    "unknown option `{option}`: `capture`, `once`, `passive`, `prevent`, `stop` and `undelegated` are known"
                );
                self.error(attribute.span, message);
            }
        }
    }
}

fn suggest(nearest: Option<&str>, before: &str, after: &str) -> String {
    nearest.map_or_else(String::new, |word| {
        format!(": did you mean `{before}{word}{after}`?")
    })
}
