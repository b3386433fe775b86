//! SECURITY.md promises nothing that no test shows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

const UNNAMED_FOLDER: &str = "actions/axum/tests/it/";

/// A test as the document names it.
#[derive(Debug, PartialEq)]
struct Shown<'a> {
    file: &'a str,
    name: &'a str,
}

#[test]
fn every_promise_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let promises = promises(&document);
    assert!(promises.len() > 15, "the table is not found");
    for (promise, shown_by) in promises {
        let tests = tests_of(shown_by);
        assert!(!tests.is_empty(), "no test shows: {promise}");
        for Shown { file, name } in tests {
            let path = match file.contains('/') {
                true => root.join(file),
                false => root.join(UNNAMED_FOLDER).join(file),
            };
            let source = fs::read_to_string(path).unwrap_or_else(|_| panic!("there is no {file}"));
            assert!(is_test(&source, name), "{file} has no test `{name}`");
        }
    }
}

#[test]
fn tests_are_told_from_other_functions() {
    let source = "#[test]\nfn one() {}\n#[cfg(unix)]\n    #[tokio::test]\n    async fn two() {}\nfn helper() {}\nasync fn two_more() {}";
    assert!(is_test(source, "one") && is_test(source, "two"));
    for name in ["helper", "two_more", "on", "three"] {
        assert!(!is_test(source, name), "{name}");
    }
    let tests = tests_of("`a.rs`: `one`, `two`; `b/c.rs`: `three`");
    let expected = [("a.rs", "one"), ("a.rs", "two"), ("b/c.rs", "three")];
    assert_eq!(tests, expected.map(|(file, name)| Shown { file, name }));
}

/// The rows of the table of promises, without its head.
fn promises(document: &str) -> Vec<(&str, &str)> {
    let rows = document.lines().filter_map(|line| {
        let (promise, shown_by) = line.strip_prefix("| ")?.rsplit_once(" | ")?;
        Some((promise, shown_by.strip_suffix(" |")?))
    });
    rows.skip(1).collect()
}

/// What a row names: each file is followed by tests in it.
fn tests_of(shown_by: &str) -> Vec<Shown<'_>> {
    let mut file = "";
    let mut tests = Vec::new();
    for span in shown_by.split('`').skip(1).step_by(2) {
        match span.ends_with(".rs") {
            true => file = span,
            false => tests.push(Shown { file, name: span }),
        }
    }
    tests
}

/// Whether a source has a test of this name.
fn is_test(source: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    lines.iter().enumerate().any(|(place, line)| {
        let is_function = line
            .strip_prefix("async ")
            .unwrap_or(line)
            .starts_with(&head);
        let mut attributes = lines[..place].iter().rev();
        is_function
            && attributes
                .by_ref()
                .take_while(|line| line.starts_with("#["))
                .any(|line| line.contains("test]"))
    })
}
