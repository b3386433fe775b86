//! A page as the client got it.

use http::{HeaderMap, StatusCode};
use limosa_router::packed::{Texts, read_packed};

use super::form::Form;
use super::html::{Content, Node, parse};
use super::select::{attribute, inside, select};

/// The document on which a browser without script would end, redirects followed. Owned.
///
/// Selectors are a name, `#id`, `.class`, `[attribute]` or `[attribute=value]`, together (`form#rename`) or after one
/// another (`ul#reviews li`).
#[derive(Debug, Clone)]
pub struct Page {
    status: StatusCode,
    headers: HeaderMap,
    url: String,
    html: String,
    nodes: Vec<Node>,
}

impl Page {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, url: String, html: String) -> Self {
        let nodes = parse(&html);
        Self {
            status,
            headers,
            url,
            html,
            nodes,
        }
    }

    /// The status of the document.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Path and search of the document.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A header of the document, if it is there and text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The source.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> String {
        self.text("title").unwrap_or_default()
    }

    /// The text of the first element that the selector names, white space at its ends removed.
    #[must_use]
    pub fn text(&self, selector: &str) -> Option<String> {
        self.texts(selector).into_iter().next()
    }

    /// The texts of all elements that the selector names.
    #[must_use]
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let places = select(&self.nodes, selector).into_iter();
        places
            .map(|place| text_of(inside(&self.nodes, place)))
            .collect()
    }

    /// How many elements the selector names.
    #[must_use]
    pub fn count(&self, selector: &str) -> usize {
        select(&self.nodes, selector).len()
    }

    /// An attribute of the first element that the selector names.
    #[must_use]
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let place = *select(&self.nodes, selector).first()?;
        attribute(&self.nodes[place], name).map(str::to_owned)
    }

    /// The first form that the selector names, filled in as the page has it.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn form(&self, selector: &str) -> Form {
        match select(&self.nodes, selector).first() {
            Some(&place) => Form::of(&self.nodes, place, &self.url),
            None => panic!("no `{selector}` on {}:\n{}", self.url, self.html),
        }
    }

    /// The words that a visitor reads in the body, in the order of the document; not those inside the elements that `without`
    /// names, nor what is typed into fields.
    pub(super) fn words(&self, without: &[&str]) -> String {
        let fallback = "[data-lf]";
        let unread = ["script", "style", "template", "noscript", "textarea", fallback];
        let left_out = unread.iter().chain(without);
        let left_out: Vec<_> = left_out
            .flat_map(|selector| select(&self.nodes, selector))
            .map(|place| place..=place + inside(&self.nodes, place).len())
            .collect();
        let body = select(&self.nodes, "body").first().copied();
        let first = body.map_or(self.nodes.len(), |body| body + 1);
        let texts = (first..self.nodes.len()).filter_map(|place| {
            let is_read = !left_out.iter().any(|range| range.contains(&place));
            match &self.nodes[place].content {
                Content::Text(text) if is_read => Some(text.as_str()),
                _ => None,
            }
        });
        let words = texts.flat_map(str::split_whitespace).collect::<Vec<_>>();
        words.join(" ")
    }

    /// Each element that the selector names: the value of an attribute, and its text.
    pub(super) fn named_texts(&self, selector: &str, attribute_name: &str) -> Vec<(String, String)> {
        let places = select(&self.nodes, selector).into_iter();
        let named = places.map(|place| {
            let name = attribute(&self.nodes[place], attribute_name);
            let text = text_of(inside(&self.nodes, place));
            (name.unwrap_or_default().to_owned(), text)
        });
        named.collect()
    }

    /// What the data blocks hold for the browser, as JSON: one frame per query, and what is said of a form.
    #[must_use]
    pub fn data(&self) -> Vec<serde_json::Value> {
        let body = select(&self.nodes, "body").first().copied();
        let texts = body.map_or(Vec::new(), |body| texts_of(inside(&self.nodes, body)));
        let mut texts = Texts::new(&texts);
        let blocks = self.texts("script[data-limosa]");
        let mut frame = |line: &str| {
            if line.starts_with('{') {
                return serde_json::from_str(line).ok();
            }
            let frame = read_packed(line, &mut texts)?;
            serde_json::from_str(&frame.to_line()).ok()
        };
        let lines = blocks.iter().flat_map(|block| block.lines());
        lines.filter_map(&mut frame).collect()
    }
}

fn texts_of(nodes: &[Node]) -> Vec<String> {
    let texts = nodes.iter().filter_map(|node| match &node.content {
        Content::Text(text) => Some(text.clone()),
        Content::Element { .. } => None,
    });
    texts.collect()
}

fn text_of(nodes: &[Node]) -> String {
    let texts = nodes.iter().filter_map(|node| match &node.content {
        Content::Text(text) => Some(text.as_str()),
        Content::Element { .. } => None,
    });
    texts.collect::<String>().trim().to_owned()
}
