//! A form as a page has it, filled in by a test.

use limosa_actions::wire::action_url;
use limosa_actions::{Action, AsAction};

use super::html::{Content, Node};
use super::select::{attribute, inside};

/// A form with its fields, ready to be sent by [`super::Client::submit`] or [`super::Client::send`]. Owned.
#[derive(Debug, Clone)]
pub struct Form {
    pub(super) action: String,
    pub(super) page: String,
    pub(super) is_post: bool,
    pub(super) is_multipart: bool,
    pub(super) fields: Vec<(String, Value)>,
    buttons: Vec<Button>,
}

/// The value of a field.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    File {
        name: String,
        content_type: String,
        bytes: Vec<u8>,
    },
}

#[derive(Debug, Clone)]
struct Button {
    name: String,
    value: String,
    action: Option<String>,
}

impl Form {
    /// A form without fields that posts to an action: what a call from code is without its code.
    #[must_use]
    pub fn to<Kind>(action: &impl AsAction<Kind>, page: &str) -> Self {
        let bound = action.bound_json();
        Self {
            action: action_url(id_of(action), page, bound.as_deref()),
            page: page.to_owned(),
            is_post: true,
            is_multipart: false,
            fields: Vec::new(),
            buttons: Vec::new(),
        }
    }

    pub(super) fn of(nodes: &[Node], place: usize, page: &str) -> Self {
        let get = |name| attribute(&nodes[place], name).unwrap_or_default();
        let action = get("action");
        let mut form = Self {
            action: if action.is_empty() {
                page.to_owned()
            } else {
                action.to_owned()
            },
            page: page.to_owned(),
            is_post: get("method").eq_ignore_ascii_case("post"),
            is_multipart: get("enctype").eq_ignore_ascii_case("multipart/form-data"),
            fields: Vec::new(),
            buttons: Vec::new(),
        };
        let within = inside(nodes, place);
        for (place, node) in within.iter().enumerate() {
            form.read(node, inside(within, place));
        }
        form
    }

    /// Fills in a field, as if the visitor had; adds it if the page does not have it.
    #[must_use]
    pub fn set(self, name: &str, value: &str) -> Self {
        self.put(name, Value::Text(value.to_owned()))
    }

    /// Attaches a file.
    #[must_use]
    pub fn attach(self, name: &str, file_name: &str, content_type: &str, bytes: &[u8]) -> Self {
        let (file_name, content_type) = (file_name.to_owned(), content_type.to_owned());
        self.put(
            name,
            Value::File {
                name: file_name,
                content_type,
                bytes: bytes.to_vec(),
            },
        )
    }

    /// Takes a field away, as unticking a checkbox does.
    #[must_use]
    pub fn remove(mut self, name: &str) -> Self {
        self.fields.retain(|(given, _)| given != name);
        self
    }

    /// Sends by the button of this name: with its name and value, to its own action if it has one.
    ///
    /// # Panics
    ///
    /// When the form has no such button.
    #[must_use]
    pub fn by(mut self, button: &str) -> Self {
        let found = self
            .buttons
            .iter()
            .find(|given| given.name == button)
            .cloned();
        let Some(Button {
            name,
            value,
            action,
        }) = found
        else {
            panic!(
                "no button `{button}` in the form with the action {}",
                self.action
            );
        };
        if let Some(action) = action {
            self.action = action;
        }
        self.put(&name, Value::Text(value))
    }

    /// The text that a field has.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(given, _)| given == name)
            .and_then(|(_, value)| match value {
                Value::Text(text) => Some(text.as_str()),
                Value::File { .. } => None,
            })
    }

    /// Where the form is sent.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    fn put(mut self, name: &str, value: Value) -> Self {
        match self.fields.iter_mut().find(|(given, _)| given == name) {
            Some((_, old)) => *old = value,
            None => self.fields.push((name.to_owned(), value)),
        }
        self
    }

    fn read(&mut self, node: &Node, within: &[Node]) {
        let Content::Element { name: element, .. } = &node.content else {
            return;
        };
        let get = |name| attribute(node, name);
        let name = get("name").unwrap_or_default().to_owned();
        let value = get("value").unwrap_or_default().to_owned();
        let kind = get("type").unwrap_or_default().to_ascii_lowercase();
        let is_button = element == "button" || element == "input" && kind == "submit";
        if is_button {
            let action = get("formaction").map(str::to_owned);
            return self.buttons.push(Button {
                name,
                value,
                action,
            });
        }
        if name.is_empty() || get("disabled").is_some() {
            return;
        }
        let is_ticked = get("checked").is_some();
        let value = match (element.as_str(), kind.as_str()) {
            ("input", "checkbox" | "radio") if !is_ticked => None,
            ("input", "checkbox" | "radio") => Some(get("value").unwrap_or("on").to_owned()),
            ("input", "file" | "button" | "reset" | "image") => None,
            ("input", _) => Some(value),
            ("textarea", _) => Some(
                text(within)
                    .strip_prefix('\n')
                    .map_or_else(|| text(within), str::to_owned),
            ),
            ("select", _) => chosen(within),
            _ => None,
        };
        self.fields
            .extend(value.map(|value| (name, Value::Text(value))));
    }
}

fn id_of<Kind, A: AsAction<Kind>>(_: &A) -> &'static str {
    A::Action::ID
}

fn text(nodes: &[Node]) -> String {
    let texts = nodes.iter().filter_map(|node| match &node.content {
        Content::Text(text) => Some(text.as_str()),
        Content::Element { .. } => None,
    });
    texts.collect()
}

fn chosen(within: &[Node]) -> Option<String> {
    let is_option =
        |node: &Node| matches!(&node.content, Content::Element { name, .. } if name == "option");
    let options = || (0..within.len()).filter(|&place| is_option(&within[place]));
    let place = options()
        .find(|&place| attribute(&within[place], "selected").is_some())
        .or_else(|| options().next())?;
    let value = attribute(&within[place], "value").map(str::to_owned);
    Some(value.unwrap_or_else(|| text(inside(within, place)).trim().to_owned()))
}
