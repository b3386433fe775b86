//! Every mistake that can be foreseen gives one message and exit code 1, never a panic.

use std::fs;
use std::net::TcpListener;

use crate::fixture::{Fixture, run};

const MAIN: &str = "fn main() {}\n";

#[test]
fn a_path_that_does_not_exist() {
    Fixture::folder("nowhere")
        .run(&["build", "shop"])
        .assert_refused("`shop` does not exist");
}

#[test]
fn a_folder_that_is_no_package() {
    let fixture = Fixture::folder("no_package");
    fixture.write("shop/readme.txt", "");
    fixture
        .run(&["build", "shop"])
        .assert_refused("`shop` is no package: it has no Cargo.toml");
    fixture
        .run(&["serve", "shop"])
        .assert_refused("`shop` is no package: it has no Cargo.toml");
}

#[test]
fn a_package_without_a_binary() {
    let fixture = Fixture::package("only_library", &[("src/lib.rs", "")]);
    fixture
        .run(&["build"])
        .assert_refused("package `only_library` has no binary: an app has a `src/main.rs`");
}

#[test]
fn a_package_with_several_binaries() {
    let fixture = Fixture::package(
        "several",
        &[("src/bin/one.rs", MAIN), ("src/bin/two.rs", MAIN)],
    );
    fixture.run(&["build"]).assert_refused(
        "package `several` has several binaries (one, two): name one in `default-run`",
    );
}

#[test]
fn a_public_url_for_an_app_with_a_server() {
    let fixture = Fixture::package("served", &[("src/main.rs", MAIN)]);
    fixture
        .run(&["build", "--public-url", "/app/"])
        .assert_refused(
            "`--public-url` is for apps that live in the browser alone; served has a server, which knows its address",
        );
}

#[test]
fn a_workspace_instead_of_a_package() {
    let fixture = Fixture::folder("workspace");
    fixture.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"shop\"]\n",
    );
    fixture.write(
        "shop/Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    fixture.write("shop/src/main.rs", MAIN);
    fixture
        .run(&["build", "."])
        .assert_refused("`.` is a workspace, not a package; packages with a binary in it: `shop`");
}

#[test]
fn a_manifest_that_is_wrong() {
    let fixture = Fixture::folder("wrong_manifest");
    fixture.write("Cargo.toml", "[package\n");
    let run = fixture.run(&["build"]);
    assert!(
        run.stderr.starts_with("error: ") && run.stderr.contains("Cargo.toml:1"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_compile_error_is_shown_as_the_compiler_words_it() {
    let fixture = Fixture::package(
        "wrong_code",
        &[("src/main.rs", "fn main() { let _: u32 = \"x\"; }\n")],
    );
    let run = fixture.run(&["build"]);
    assert!(
        run.stderr.contains("error[E0308]: mismatched types"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("src/main.rs:1:"), "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_taken_port_is_found_before_anything_is_built() {
    let fixture = Fixture::package("taken_port", &[("src/main.rs", MAIN)]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    fixture
        .run(&["serve", ".", "--port", &port.to_string()])
        .assert_refused(&format!(
            "port {port} is taken: end what listens on it, or choose another with `--port`"
        ));
    assert!(!fixture.path("target").exists());
}

#[test]
fn a_server_that_ends_instead_of_listening() {
    let fixture = Fixture::package("ends_at_once", &[("src/main.rs", MAIN)]);
    let run = fixture.run(&["serve", ".", "--port", "0"]);
    let last = run.stderr.lines().last().unwrap_or_default();
    assert_eq!(
        last,
        "error: the server ended before it listened (exit status: 0)"
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn another_wasm_bindgen_than_the_one_inside() {
    let fixture = Fixture::package("old_bindgen", &[("src/main.rs", MAIN)]);
    fixture.write(
        "Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.95\"\n",
    );
    let run = fixture.run(&["build"]);
    assert!(
        run.stderr
            .starts_with("error: old_bindgen uses wasm-bindgen 0.2.95, but"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .contains("cargo update -p wasm-bindgen --precise 0.2."),
        "{}",
        run.stderr
    );
    assert_eq!((run.code, run.stderr.lines().count()), (Some(1), 1));
}

#[test]
fn a_page_without_a_place_for_the_program() {
    let fixture = Fixture::package(
        "no_place",
        &[("src/main.rs", MAIN), ("index.html", "<p>x</p>")],
    );
    let run = fixture.run(&["build"]);
    let last = run.stderr.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("error: index.html has neither `</head>` nor `<!-- limosa -->`"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_browser_that_is_not_where_it_was_said_to_be() {
    let fixture = Fixture::package("no_browser", &[("src/main.rs", MAIN)]);
    let run = run(fixture
        .command(&["test"])
        .env("LIMOSA_CHROMIUM", fixture.path("chromium")));
    let place = fixture.path("chromium");
    run.assert_refused(&format!(
        "LIMOSA_CHROMIUM is `{}`, which does not exist",
        place.display()
    ));
}

#[cfg(unix)]
#[test]
fn a_missing_target_without_rustup() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::package("no_target", &[("src/main.rs", MAIN)]);
    // A compiler that knows no targets, and a PATH on which there is nothing.
    fixture.write("rustc", "#!/bin/sh\necho /nonexistent\n");
    fs::set_permissions(fixture.path("rustc"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = run(fixture
        .command(&["build"])
        .env("CARGO", env!("CARGO"))
        .env("RUSTC", fixture.path("rustc"))
        .env("PATH", fixture.path("nothing")));
    assert!(
        run.stderr.contains("there is no rustup to add it"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_folder_without_tests() {
    // Below the target folder of this workspace there would be a manifest above.
    let fixture = Fixture::folder("broken_workspace");
    fixture.write("Cargo.toml", "[workspace]\nmembers = [\"missing\"]\n");
    let run = fixture.run(&["test", "--native"]);
    assert!(
        run.stderr.starts_with("error: ") && run.stderr.contains("missing"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_new_app_where_something_is_already_or_without_a_limosa() {
    let fixture = Fixture::package("taken_name", &[("src/main.rs", MAIN)]);
    fixture
        .run(&["new", "src"])
        .assert_refused("`src` exists already");
    fixture
        .run(&["new", "notes", "--path", "src"])
        .assert_refused("there is no Limosa at `src`");
    assert!(!fixture.path("notes").exists());
}
