//! A running shop, its log, and its forms as a client without browser reads them.

use std::path::Path;

use limosa_harness::{Answer, Browser, Page, Request, Server, Visitor};
use serde_json::Value;

/// A shop with a fresh database in memory and the routes for tests.
pub(crate) struct Shop {
    pub(crate) server: Server,
}

/// An entry of `/test/log` without its request number: `query product [3]`.
pub(crate) type Ran = String;

impl Shop {
    pub(crate) fn open() -> Self {
        Self::open_with(&[])
    }

    pub(crate) fn open_with(variables: &[(&str, &str)]) -> Self {
        let variables = [&[("SHOP_TEST", "1")], variables].concat();
        Self {
            server: Server::start("shop", &["--memory"], &variables),
        }
    }

    /// A shop whose database is a file below `folder`.
    pub(crate) fn open_in(folder: &Path) -> Self {
        Self {
            server: Server::start_in(folder, "shop", &[], &[("SHOP_TEST", "1")]),
        }
    }

    /// A visitor without browser.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(self.server.origin())
    }

    /// A page of the browser at `path`, interactive.
    pub(crate) fn ready_page(&self, path: &str) -> Page {
        let page = Browser::launch().page();
        page.open(&self.server.url(path));
        page.wait_until_ready();
        page
    }

    /// A page of the browser at `path` with scripting off.
    pub(crate) fn plain_page(&self, path: &str) -> Page {
        let page = Browser::launch().page().without_script();
        page.open(&self.server.url(path));
        page
    }

    /// A page at `path` whose program does not come until the gate is released.
    pub(crate) fn waiting_page(&self, path: &str) -> (Page, limosa_harness::Gate) {
        let page = Browser::launch().page();
        let gate = page.hold(".wasm");
        page.open(&self.server.url(path));
        (page, gate)
    }

    /// The bodies that ran since the start or the last reset, with the numbers of their requests.
    pub(crate) fn log(&self) -> Vec<(Ran, u64)> {
        let log = self.visitor().get("/test/log").json();
        let entries = log.as_array().expect("an array").iter();
        entries
            .map(|entry| (ran(entry), entry["request"].as_u64().expect("a number")))
            .collect()
    }

    /// What ran after the first `before` entries, sorted.
    pub(crate) fn ran_since(&self, before: usize) -> Vec<Ran> {
        let mut ran: Vec<Ran> = self
            .log()
            .split_off(before)
            .into_iter()
            .map(|(ran, _)| ran)
            .collect();
        ran.sort();
        ran
    }

    /// Sends `form` of a page as a browser without script does, hidden fields included.
    pub(crate) fn submit(
        &self,
        visitor: &Visitor,
        path: &str,
        form: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let form = Form::of(&visitor.get(path).text(), form);
        let hidden = form
            .hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        visitor.post_form(
            &form.action,
            &hidden.chain(fields.iter().copied()).collect::<Vec<_>>(),
        )
    }
}

fn ran(entry: &Value) -> Ran {
    let text = |name: &str| entry[name].as_str().expect("a text").to_owned();
    format!("{} {} {}", text("kind"), text("name"), entry["args"])
}

/// A form as it is written in HTML.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) hidden: Vec<(String, String)>,
}

impl Form {
    /// Reads the form with this `id`.
    pub(crate) fn of(html: &str, id: &str) -> Self {
        let start = tags(html, "form").find(|(tag, _)| attribute(tag, "id").as_deref() == Some(id));
        let (tag, after) = start.unwrap_or_else(|| panic!("no form#{id} in:\n{html}"));
        assert_eq!(attribute(tag, "method").as_deref(), Some("post"), "{tag}");
        let inside = &after[..after.find("</form").expect("a form has an end")];
        let hidden = tags(inside, "input")
            .filter(|(tag, _)| attribute(tag, "type").as_deref() == Some("hidden"))
            .map(|(tag, _)| {
                (
                    attribute(tag, "name").unwrap_or_default(),
                    attribute(tag, "value").unwrap_or_default(),
                )
            });
        Self {
            action: attribute(tag, "action").expect("a form has an action"),
            hidden: hidden.collect(),
        }
    }
}

/// Start tags of this name, each with what follows it.
pub(crate) fn tags<'a>(html: &'a str, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let open = format!("<{name}");
    let starts: Vec<usize> = html.match_indices(&open).map(|(at, _)| at).collect();
    starts.into_iter().filter_map(move |at| {
        let end = at + html[at..].find('>')?;
        let tag = &html[at..=end];
        let is_whole_name = tag[open.len()..].starts_with([' ', '>', '/', '\n']);
        is_whole_name.then_some((tag, &html[end + 1..]))
    })
}

/// The value of an attribute in a start tag.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let written = format!(" {name}=");
    let value = &tag[tag.find(&written)? + written.len()..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '>']).next()?,
    };
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

/// The text of the first element that starts with a tag having this `id`, up to its own end tag, without tags.
pub(crate) fn text_of(html: &str, name: &str, id: &str) -> Option<String> {
    let (_, after) =
        tags(html, name).find(|(tag, _)| attribute(tag, "id").as_deref() == Some(id))?;
    let inside = &after[..after.find(&format!("</{name}"))?];
    let mut text = String::new();
    for piece in inside.split('<').enumerate() {
        text.push_str(match piece {
            (0, piece) => piece,
            (_, piece) => piece.split_once('>').map_or("", |(_, text)| text),
        });
    }
    Some(text.trim().to_owned())
}

/// Asserts that nothing was written to the console but the browser's own lines about statuses and reports of flights.
#[track_caller]
pub(crate) fn assert_quiet_console(page: &Page) {
    let messages: Vec<_> = page
        .console()
        .into_iter()
        .filter(|message| !message.is_status_line() && !message.is_verbose())
        .collect();
    assert!(
        messages.is_empty(),
        "the console is not empty: {messages:?}\n{page:?}"
    );
}

/// Requests that are neither pages nor files: calls of the app.
pub(crate) fn calls(page: &Page) -> Vec<Request> {
    page.requests()
        .into_iter()
        .filter(|request| request.path().starts_with("/_limosa/"))
        .collect()
}

/// Loads of whole pages.
pub(crate) fn documents(page: &Page) -> Vec<Request> {
    page.requests()
        .into_iter()
        .filter(|request| request.kind == "Document")
        .collect()
}
