//! The board without a socket and without a browser.

use std::{cell::Cell, path::Path};

use chat_board::{NewMessage, post};
use limosa::{
    server::Server,
    testing::{Client, assert_equivalent},
};
use tempfile::TempDir;

/// A visitor of a board of their own, which goes with its folder.
fn visitor() -> (Client, TempDir) {
    let folder = tempfile::tempdir().expect("a folder for the database");
    (visitor_in(folder.path()), folder)
}

fn visitor_in(folder: &Path) -> Client {
    let server = Server::new(chat_board::app);
    let server = chat_board::server(server, &folder.join("board.db"));
    Client::new(server.expect("a new database"))
}

#[test]
fn a_message_is_there_after_it_was_posted_and_the_same_post_again_changes_nothing() {
    let (mut visitor, _folder) = visitor();
    let page = visitor.get("/");
    assert_eq!(page.count("#messages > li"), 0);
    assert_eq!(page.text("#status").as_deref(), Some("Everything is sent"));
    let form = page.form("#post").set("author", "Ada").set("text", "Hello");
    for _ in 0..2 {
        let page = visitor.submit(form.clone());
        assert_eq!((page.status(), page.url()), (200, "/"));
        assert_eq!(page.texts("#messages .text"), ["Hello"]);
        assert_eq!(page.texts("#messages .author"), ["Ada"]);
    }
    let page = visitor.get("/");
    let form = page.form("#post").set("author", "Ada").set("text", "Hello");
    let page = visitor.submit(form);
    assert_eq!(page.texts("#messages .text"), ["Hello", "Hello"]);
}

#[test]
fn a_refused_message_is_still_in_the_form() {
    let (mut visitor, _folder) = visitor();
    let form = visitor.get("/").form("#post");
    let page = visitor.submit(form.set("author", "Ada").set("text", &"x".repeat(501)));
    assert_eq!(page.status(), 422);
    assert!(
        page.text("[data-error=text]")
            .is_some_and(|why| !why.is_empty())
    );
    let form = page.form("#post");
    assert_eq!(form.value("author"), Some("Ada"));
    assert_eq!(form.value("text"), Some("x".repeat(501).as_str()));
    assert_eq!(page.count("#messages > li"), 0);
}

#[test]
fn a_message_ends_the_same_however_it_is_sent() {
    let folder = tempfile::tempdir().expect("a folder for the databases");
    let boards = Cell::new(0);
    let stranger = || {
        boards.set(boards.get() + 1);
        visitor_in(&folder.path().join(boards.get().to_string()))
    };
    for (text, status) in [("Nanoseconds & <b>wires</b>", 200), ("", 422)] {
        let ending = assert_equivalent(
            stranger,
            "/",
            |page| page.form("#post").set("author", "Grace").set("text", text),
            |_| {
                post(NewMessage {
                    author: "Grace".to_owned(),
                    text: text.to_owned(),
                    mark: String::new(),
                })
            },
        );
        assert_eq!((ending.status, ending.url.as_str()), (status, "/"));
        assert_eq!(ending.messages.len(), usize::from(status == 422));
        assert_eq!(ending.words.contains("wires"), status == 200, "{ending:?}");
    }
}
