//! A running board behind a bad connection, and what a visitor sees of it.

use limosa_harness::{Browser, Page, Server};
use tempfile::TempDir;

use crate::proxy::Proxy;

/// A board with a database of its own, and the connection to it.
pub(crate) struct Board {
    pub(crate) proxy: Proxy,
    server: Option<Server>,
    folder: TempDir,
}

/// The texts that are shown, in their order.
pub(crate) const SHOWN: &str =
    "[...document.querySelectorAll('#messages > li .text')].map((text) => text.textContent)";

impl Board {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let server = start(&folder);
        Self {
            proxy: Proxy::before(server.origin()),
            server: Some(server),
            folder,
        }
    }

    /// Kills the server and starts another with the same database.
    pub(crate) fn restart(&mut self) {
        self.server = None;
        let server = start(&self.folder);
        self.proxy.reach(server.origin());
        self.server = Some(server);
    }

    /// Where the server is, behind the proxy.
    pub(crate) fn origin(&self) -> String {
        let server = self.server.as_ref().expect("a running server");
        server.origin().to_owned()
    }

    /// A page of the browser with the board, interactive, whose visitor has said their name.
    pub(crate) fn page(&self) -> Page {
        let page = Browser::launch().page();
        page.open(&self.proxy.url("/"));
        page.wait_until_ready();
        page.type_into("#post [name=author]", "Ada");
        page
    }

    /// What is stored, in its order, as somebody else sees it, without script and on a good connection.
    pub(crate) fn stored(&self) -> Vec<String> {
        let page = Browser::launch().page().without_script();
        page.open(&self.origin());
        page.texts("#messages > li .text")
    }
}

fn start(folder: &TempDir) -> Server {
    Server::start_in(folder.path(), "chat-board", &[], &[])
}

/// Sends a message as a visitor does: types it and presses Enter.
pub(crate) fn send(page: &Page, text: &str) {
    page.type_into("#post [name=text]", text);
    page.press("Enter");
}

/// Waits until nothing is on its way, and what is stored has come back.
pub(crate) fn wait_until_sent(page: &Page, status: &str) {
    page.wait_for_text("#status", status);
    page.wait_until_gone("#messages > li.pending");
}

/// Looks at every change of the page from now on: what was written is always there, once.
pub(crate) fn watch(page: &Page) {
    page.run(
        "window.wrong = []; window.seen = new Set();
        new MutationObserver(() => {
            const texts = [...document.querySelectorAll('#messages .text, #unsent .text')].map((text) => text.textContent);
            for (const text of texts) seen.add(text);
            if (texts.length !== seen.size) wrong.push(texts);
        }).observe(document.querySelector('main'), { childList: true, subtree: true })",
    );
}

/// What was wrong at any time since [`watch`], and how many messages there were.
#[track_caller]
pub(crate) fn assert_nothing_flickered(page: &Page, messages: usize) {
    let wrong: Vec<Vec<String>> = page.evaluate("wrong");
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(page.evaluate::<usize>("seen.size"), messages);
}
