//! What a page wrote to its console, and what the browser wrote there about the page.

use std::fmt;

use serde_json::Value;

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageSource {
    /// A script, by `console.log` and its like.
    Script,
    /// An error that no script caught.
    Exception,
    /// The browser itself, such as about a failed request.
    Browser,
}

/// One line of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub source: MessageSource,
    /// `log`, `warning`, `error` and so on.
    pub level: String,
    /// Its text; arguments are joined by blanks.
    pub text: String,
    /// The address it is about, where there is one.
    pub url: String,
}

impl Message {
    /// Whether this is the browser's own line about an answer with a status of 400 or more.
    #[must_use]
    pub fn is_status_line(&self) -> bool {
        self.source == MessageSource::Browser
            && self.text.contains("the server responded with a status of ")
    }

    /// Whether this tells the app's developers how something went, which browsers show at the level "verbose" only.
    #[must_use]
    pub fn is_verbose(&self) -> bool {
        self.source == MessageSource::Script && self.level == "debug"
    }

    /// Reads an event of the protocol, if it is one that writes to the console.
    pub(crate) fn of_event(method: &str, event: &Value) -> Option<Self> {
        match method {
            "Runtime.consoleAPICalled" => Some(Self {
                source: MessageSource::Script,
                level: text(&event["type"]),
                text: arguments(&event["args"]),
                url: text(&event["stackTrace"]["callFrames"][0]["url"]),
            }),
            "Runtime.exceptionThrown" => Some(Self {
                source: MessageSource::Exception,
                level: "error".to_owned(),
                text: exception(&event["exceptionDetails"]),
                url: text(&event["exceptionDetails"]["url"]),
            }),
            "Log.entryAdded" => Some(Self {
                source: MessageSource::Browser,
                level: text(&event["entry"]["level"]),
                text: text(&event["entry"]["text"]),
                url: text(&event["entry"]["url"]),
            }),
            _ => None,
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:?} {}: {} ({})",
            self.source, self.level, self.text, self.url
        )
    }
}

/// The text of an error that a script threw, with its stack where there is one.
pub(crate) fn exception(details: &Value) -> String {
    match details["exception"]["description"].as_str() {
        Some(description) => description.to_owned(),
        None => format!(
            "{} {}",
            text(&details["text"]),
            details["exception"]["value"]
        ),
    }
}

fn arguments(arguments: &Value) -> String {
    let written = arguments.as_array().into_iter().flatten().map(|argument| {
        match (&argument["value"], &argument["description"]) {
            (Value::String(value), _) => value.clone(),
            (Value::Null, Value::String(description)) => description.clone(),
            (value, _) => value.to_string(),
        }
    });
    written.collect::<Vec<_>>().join(" ")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
