//! Just enough of an HTML parser to look into what the server itself wrote.

/// An element or a text, in document order, with how deep it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) depth: usize,
    pub(super) content: Content,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Element {
        name: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
}

const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Reads a document into its nodes; elements are closed where their end tags are, as in everything `view!` writes.
pub(super) fn parse(html: &str) -> Vec<Node> {
    let mut parser = Parser {
        rest: html,
        open: Vec::new(),
        nodes: Vec::new(),
    };
    parser.run();
    parser.nodes
}

/// Replaces character references by what they stand for.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(';').unwrap_or(0);
        match reference(rest.get(1..end).unwrap_or_default()) {
            Some(character) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    open: Vec<String>,
    nodes: Vec<Node>,
}

impl<'a> Parser<'a> {
    fn run(&mut self) {
        while !self.rest.is_empty() {
            let text = self.until("<");
            self.push_text(&unescape(text));
            if let Some(rest) = self.rest.strip_prefix("<!--") {
                self.rest = rest;
                self.until("-->");
                self.skip("-->");
            } else if self.rest.starts_with("<!") {
                self.until(">");
                self.skip(">");
            } else if self.rest.starts_with("</") {
                self.end_tag();
            } else if !self.rest.is_empty() {
                self.start_tag();
            }
        }
    }

    fn push(&mut self, content: Content) {
        self.nodes.push(Node {
            depth: self.open.len(),
            content,
        });
    }

    fn push_text(&mut self, text: &str) {
        if !text.is_empty() {
            self.push(Content::Text(text.to_owned()));
        }
    }

    fn end_tag(&mut self) {
        self.skip("</");
        let name = self.until(">").trim().to_ascii_lowercase();
        self.skip(">");
        if let Some(place) = self.open.iter().rposition(|open| *open == name) {
            self.open.truncate(place);
        }
    }

    fn start_tag(&mut self) {
        self.skip("<");
        let name = self
            .take_while(|character| {
                !character.is_whitespace() && character != '>' && character != '/'
            })
            .to_ascii_lowercase();
        if name.is_empty() {
            return self.push_text("<");
        }
        let attributes = self.attributes();
        self.skip(">");
        self.push(Content::Element {
            name: name.clone(),
            attributes,
        });
        if VOID.contains(&name.as_str()) {
            return;
        }
        let is_raw = matches!(name.as_str(), "script" | "style");
        let end = format!("</{name}");
        self.open.push(name);
        if is_raw {
            let text = self.until(&end).to_owned();
            self.push_text(&text);
        }
    }

    fn attributes(&mut self) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        loop {
            self.take_while(|character| character.is_whitespace() || character == '/');
            let name = self.take_while(|character| {
                !character.is_whitespace() && !matches!(character, '=' | '>' | '/')
            });
            if name.is_empty() {
                return attributes;
            }
            let value = if self.rest.starts_with('=') {
                self.value()
            } else {
                String::new()
            };
            attributes.push((name.to_ascii_lowercase(), unescape(&value)));
        }
    }

    fn value(&mut self) -> String {
        self.skip("=");
        for quote in ["\"", "'"] {
            if self.rest.starts_with(quote) {
                self.skip(quote);
                let value = self.until(quote).to_owned();
                self.skip(quote);
                return value;
            }
        }
        self.take_while(|character| !character.is_whitespace() && character != '>')
    }

    fn until(&mut self, end: &str) -> &'a str {
        let length = self.rest.find(end).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let length = self
            .rest
            .find(|character| !keep(character))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken.to_owned()
    }

    fn skip(&mut self, text: &str) {
        self.rest = self.rest.strip_prefix(text).unwrap_or(self.rest);
    }
}
