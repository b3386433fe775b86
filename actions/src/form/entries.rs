//! What a form sends: an ordered list of names with texts or files.

use serde::{Deserialize, Serialize};

use super::file::File;
use crate::wire::PREVIOUS_FIELD;

/// Names that begin so belong to Limosa and never reach a form struct.
pub(super) const RESERVED: &str = "_limosa";

/// The entries of a submitted form, in the order in which the browser sent them.
///
/// Line breaks are `\n` whatever the wire had, so lengths, validation and logs agree with `maxlength`.
/// Names that begin with `_limosa` are kept out; the idempotency key among them is [`FormEntries::key`].
///
/// ```
/// let entries = limosa_actions::FormEntries::from_urlencoded("name=Tea+pot&text=a%0D%0Ab");
/// assert_eq!(entries.text("name"), Some("Tea pot"));
/// assert_eq!(entries.text("text"), Some("a\nb"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(String, String)>", into = "Vec<(String, String)>")]
pub struct FormEntries {
    entries: Vec<(String, EntryValue)>,
    /// Content of the hidden field `_limosa`.
    key: Option<String>,
    /// JSON of how the submission before ended, for an action that asks for it.
    previous: Option<String>,
}

/// The value of one entry.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryValue {
    /// What every control but a file input sends.
    Text(String),
    /// A chosen file.
    File(File),
}

impl FormEntries {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `application/x-www-form-urlencoded` text; what is no valid UTF-8 becomes `\u{FFFD}`.
    #[must_use]
    pub fn from_urlencoded(text: &str) -> Self {
        let mut entries = Self::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            entries.push_text(unescape(name), &unescape(value));
        }
        entries
    }

    /// Writes the texts as `application/x-www-form-urlencoded`; files are left out.
    #[must_use]
    pub fn to_urlencoded(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.entries {
            if let EntryValue::Text(text) = value {
                if !out.is_empty() {
                    out.push('&');
                }
                escape(name, &mut out);
                out.push('=');
                escape(text, &mut out);
            }
        }
        out
    }

    /// Appends a text.
    pub fn push_text(&mut self, name: impl Into<String>, text: &str) {
        let name = name.into();
        if name == RESERVED {
            self.key = Some(text.to_owned());
        } else if name == PREVIOUS_FIELD {
            self.previous = Some(text.to_owned());
        } else if !name.starts_with(RESERVED) {
            self.entries
                .push((name, EntryValue::Text(plain_lines(text))));
        }
    }

    /// Appends a file.
    pub fn push_file(&mut self, name: impl Into<String>, file: File) {
        let name = name.into();
        if !name.starts_with(RESERVED) {
            self.entries.push((name, EntryValue::File(file)));
        }
    }

    /// The idempotency key that came in the hidden field.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref().filter(|key| !key.is_empty())
    }

    /// JSON of the value that the submission before this one ended with.
    #[must_use]
    pub fn previous(&self) -> Option<&str> {
        self.previous.as_deref().filter(|json| !json.is_empty())
    }

    /// The first text of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    /// Every text of this name.
    pub fn texts<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.named(name).filter_map(|value| match value {
            EntryValue::Text(text) => Some(text.as_str()),
            EntryValue::File(_) => None,
        })
    }

    /// Every file of this name that the visitor chose; an empty file input sends one without name and content.
    pub fn files<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a File> {
        self.named(name).filter_map(|value| match value {
            EntryValue::File(file) if !file.is_absent() => Some(file),
            _ => None,
        })
    }

    /// All entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &EntryValue)> {
        self.entries
            .iter()
            .map(|(name, value)| (name.as_str(), value))
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keeps the entries for which `keep` is true.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &EntryValue) -> bool) {
        self.entries.retain(|(name, value)| keep(name, value));
    }

    fn named<'a>(&'a self, wanted: &str) -> impl Iterator<Item = &'a EntryValue> {
        let wanted = wanted.to_owned();
        self.entries
            .iter()
            .filter(move |(name, _)| *name == wanted)
            .map(|(_, value)| value)
    }
}

impl From<Vec<(String, String)>> for FormEntries {
    fn from(pairs: Vec<(String, String)>) -> Self {
        let mut entries = Self::new();
        for (name, text) in pairs {
            entries.push_text(name, &text);
        }
        entries
    }
}

impl From<FormEntries> for Vec<(String, String)> {
    fn from(entries: FormEntries) -> Self {
        let texts = entries.entries.into_iter();
        texts
            .filter_map(|(name, value)| match value {
                EntryValue::Text(text) => Some((name, text)),
                EntryValue::File(_) => None,
            })
            .collect()
    }
}

/// A browser sends line breaks as `\r\n`; `maxlength` counts them as one.
fn plain_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((line, behind)) = rest.split_once('\r') {
        out.extend([line, "\n"]);
        rest = behind.strip_prefix('\n').unwrap_or(behind);
    }
    out.push_str(rest);
    out
}

fn unescape(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced)
        .decode_utf8_lossy()
        .into_owned()
}

fn escape(text: &str, out: &mut String) {
    for (index, part) in text.split(' ').enumerate() {
        if index > 0 {
            out.push('+');
        }
        out.extend(percent_encoding::utf8_percent_encode(
            part,
            percent_encoding::NON_ALPHANUMERIC,
        ));
    }
}
