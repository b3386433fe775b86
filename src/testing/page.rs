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
