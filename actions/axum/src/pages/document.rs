//! The document around a rendered app: head, data, and the script that starts the browser's side.

use std::sync::Arc;

use limosa_dom::server::Shell;
use limosa_router::server::{Outcome, PageTexts};
use limosa_router::wire::DATA_ATTRIBUTE;

use crate::site::Site;

/// The end of every document.
pub(super) const END: &str = "</body></html>";

/// Unless the app says another.
const VIEWPORT: &str = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";

/// What the server puts around the app.
pub(super) struct Frame<'a> {
    pub(super) site: &'a Site,
    pub(super) nonce: &'a str,
    /// Content of the data block of a submission without script.
    pub(super) flash: Option<String>,
    /// URL of the event stream in development.
    pub(super) development: Option<&'a str>,
}

impl Frame<'_> {
    /// The document up to the end of the shell, its data and the start script.
    pub(super) fn open(&self, shell: &Shell, data: &[Arc<Outcome>], is_whole: bool) -> String {
        let Shell {
            head,
            has_viewport,
            html_attributes,
            body_attributes,
            body,
            ..
        } = shell;
        // The data refers to the texts of the body, and is rarely longer.
        let most = 2 * body.len() + head.len() + self.site.head.len() + 1024;
        let mut html = String::with_capacity(most);
        html.push_str("<!DOCTYPE html><html");
        if !self.site.build.is_empty() {
            for part in [" data-limosa-build=\"", &self.site.build, "\""] {
                html.push_str(part);
            }
        }
        let viewport = if *has_viewport { "" } else { VIEWPORT };
        for part in [html_attributes, "><head><meta charset=\"utf-8\">", viewport] {
            html.push_str(part);
        }
        html.push_str(head);
        html.push_str(&self.site.head);
        for part in ["</head><body", body_attributes, ">", body] {
            html.push_str(part);
        }
        // What is late may have been moved to its place, among other texts, when the data is read.
        let shown = if is_whole { shell.texts() } else { Vec::new() };
        push_data(&mut html, data, PageTexts::of(shown));
        if let Some(flash) = &self.flash {
            push_block(&mut html, flash);
        }
        self.push_scripts(&mut html);
        html
    }

    fn push_scripts(&self, html: &mut String) {
        if let Some(start) = &self.site.start {
            // Asynchronous: else it would wait for the end of a page that is still streaming.
            for part in [
                "<script nonce=\"",
                self.nonce,
                "\" async src=\"",
                &start.path,
                "\"></script>",
            ] {
                html.push_str(part);
            }
        }
        if let Some(development) = self.development {
            let source = development.replace('&', "&amp;").replace('"', "&quot;");
            push_script(html, self.nonce, &format!(" async src=\"{source}.js\""), "");
        }
    }
}

/// Appends the answers of queries, for the browser's cache.
pub(super) fn push_data(html: &mut String, data: &[Arc<Outcome>], mut texts: PageTexts<'_>) {
    if data.is_empty() {
        return;
    }
    push_block_start(html);
    for outcome in data {
        outcome.push_line(html, &mut texts);
    }
    html.push_str("</script>");
}

/// Answers that came after all views: the browser's side may have started and is told.
pub(super) fn late_data(data: &[Arc<Outcome>], nonce: &str) -> String {
    let mut html = String::new();
    push_data(&mut html, data, PageTexts::none());
    push_script(&mut html, nonce, "", "window.$limosa&&$limosa()");
    html
}

fn push_block_start(html: &mut String) {
    for part in ["<script type=\"application/json\" ", DATA_ATTRIBUTE, ">"] {
        html.push_str(part);
    }
}

fn push_block(html: &mut String, content: &str) {
    push_block_start(html);
    html.push_str(content);
    html.push_str("</script>");
}

fn push_script(html: &mut String, nonce: &str, attributes: &str, text: &str) {
    for part in [
        "<script nonce=\"",
        nonce,
        "\"",
        attributes,
        ">",
        text,
        "</script>",
    ] {
        html.push_str(part);
    }
}
