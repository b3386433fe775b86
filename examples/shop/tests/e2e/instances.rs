//! Several processes of one shop share what they seal by configuration alone; what is the server's stays there.

use std::fs;
use std::path::{Path, PathBuf};

use limosa_harness::{Server, Visitor};

use crate::support::{Form, Shop, text_of};

const OLD: &str = "the key of last year which is long enough";
const NEW: &str = "the key of this year which is long enough";

fn shop_with(keys: &str) -> Shop {
    Shop::open_with(&[("LIMOSA_KEY", keys)])
}

fn user(visitor: &Visitor) -> Option<String> {
    text_of(&visitor.get("/account").text(), "strong", "user")
}

#[test]
fn sessions_and_seals_open_on_every_instance_with_the_key() {
    let here = shop_with(OLD);
    let admin = here.visitor();
    let fields = [("user", "admin"), ("password", "admin-password")];
    here.submit(&admin, "/account", "login", &fields);
    assert_eq!(user(&admin).as_deref(), Some("admin"));
    let deletion = Form::of(&admin.get("/products/3").text(), "delete").action;

    for (keys, is_known) in [
        (OLD.to_owned(), true),
        (format!("{NEW},{OLD}"), true),
        (NEW.to_owned(), false),
    ] {
        let there = shop_with(&keys);
        let visitor = admin.at(there.server.origin());
        assert_eq!(user(&visitor).is_some(), is_known, "{keys}");
        let status = visitor.post_form(&deletion, &[]).status;
        assert_eq!(status, if is_known { 303 } else { 403 }, "{keys}");
        let gone = there.visitor().get("/products/3").status == 404;
        assert_eq!(gone, is_known, "{keys}");
    }
}

#[test]
fn a_form_s_outcome_is_told_by_another_instance() {
    let (here, there) = (shop_with(OLD), shop_with(OLD));
    let visitor = here.visitor();
    let answer = here.submit(&visitor, "/products/3", "rename", &[("name", "")]);
    assert_eq!(answer.status, 303);
    let page = visitor.at(there.server.origin()).get("/products/3");
    assert_eq!(page.status, 422);
    assert!(
        page.text().contains("This field is required"),
        "{}",
        page.text()
    );
}

/// Texts of the server's alone: queries of the database, causes, secrets, names of its libraries.
const OF_THE_SERVER: [&str; 9] = [
    "product 13 is unlucky",
    "limosa_submissions",
    "INSERT INTO",
    "SELECT ",
    "argon2",
    "rusqlite",
    "shop::db",
    "LIMOSA_KEY",
    "X-Forwarded-Host",
];

#[test]
fn nothing_of_the_server_is_in_what_browsers_get() {
    let server = fs::read(sites().join("shop")).expect("the built shop");
    let has = |bytes: &[u8], text: &str| {
        let lower = bytes.to_ascii_lowercase();
        let text = text.to_ascii_lowercase();
        lower
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    for text in OF_THE_SERVER {
        assert!(has(&server, text), "the server has `{text}`");
    }
    let files = files_in(&sites().join("assets"));
    let wasm: Vec<_> = files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "wasm"))
        .collect();
    assert_eq!(wasm.len(), 1, "{files:?}");
    for file in files
        .iter()
        .filter(|file| file.extension().is_none_or(|end| end != "br"))
    {
        let bytes = fs::read(file).expect("a file");
        for text in OF_THE_SERVER {
            assert!(!has(&bytes, text), "`{text}` is in {}", file.display());
        }
    }
    let bytes = fs::read(wasm[0]).expect("a file");
    assert!(
        has(&bytes, "This field is required"),
        "what both sides say is there"
    );
}

fn sites() -> PathBuf {
    Server::folder("shop")
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}
