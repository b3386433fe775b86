//! The rules of the house that the compiler does not check: who may know whom, where the side is asked for, and shape.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file, in lines.
const LONGEST: usize = 500;

/// Every crate with the crates of Limosa that it may depend on: one chain, and what hangs on it.
const EDGES: [(&str, &[&str]); 9] = [
    ("reactive", &[]),
    ("dom", &["limosa-reactive"]),
    ("router", &["limosa-reactive", "limosa-dom"]),
    (
        "actions",
        &["limosa-reactive", "limosa-dom", "limosa-router"],
    ),
    (
        "actions/axum",
        &[
            "limosa-reactive",
            "limosa-dom",
            "limosa-router",
            "limosa-actions",
        ],
    ),
    ("actions/sqlite", &["limosa-axum"]),
    ("macros", &[]),
    ("cli", &[]),
    (
        ".",
        &[
            "limosa-reactive",
            "limosa-dom",
            "limosa-router",
            "limosa-actions",
            "limosa-axum",
            "limosa-macros",
        ],
    ),
];

/// The files that may ask for which side they are compiled, beside `src/side/mod.rs` of each crate.
const SIDE_SWITCHES: [&str; 2] = ["src/lib.rs", "src/side.rs"];

#[test]
fn no_crate_depends_on_one_that_it_must_not_know() {
    let problems = EDGES.iter().flat_map(|(folder, allowed)| {
        let manifest = read(&root().join(folder).join("Cargo.toml"));
        let unknown = dependencies(&manifest)
            .into_iter()
            .filter(|name| !allowed.contains(&name.as_str()));
        unknown
            .map(|name| format!("{folder} must not depend on {name}"))
            .collect::<Vec<_>>()
    });
    assert_none(problems);
}

#[test]
fn the_side_is_asked_for_in_one_file_per_crate() {
    let asking = rust_files()
        .into_iter()
        .filter(|file| file.contains("/src/") || file.starts_with("src/"))
        .filter(|file| {
            // What macros write is compiled in the app.
            !file.starts_with("macros/")
                && !file.ends_with("src/side/mod.rs")
                && !SIDE_SWITCHES.contains(&file.as_str())
        });
    assert_none(asking.filter(|file| read(&root().join(file)).contains("target_arch")).map(|file| {
        format!("{file} asks for the side; only side/mod.rs may, and apps have `server_only!` and `launch!`")
    }));
}

#[test]
fn no_file_is_too_long() {
    let lengths = rust_files()
        .into_iter()
        .map(|file| (read(&root().join(&file)).lines().count(), file));
    assert_none(
        lengths
            .filter(|(length, _)| *length > LONGEST)
            .map(|(length, file)| format!("{file} has {length} lines")),
    );
}

#[test]
fn every_source_file_opens_with_its_purpose() {
    let sources = rust_files()
        .into_iter()
        .filter(|file| file.contains("src/"));
    assert_none(
        sources
            .filter(|file| !read(&root().join(file)).starts_with("//! "))
            .map(|file| format!("{file} does not begin with a `//!` line")),
    );
}

#[test]
fn every_member_takes_the_lints_of_the_workspace() {
    let manifests = files()
        .into_iter()
        .filter(|file| file.ends_with("Cargo.toml"))
        .filter(|file| !is_template(file));
    assert_none(
        manifests
            .filter(|file| !read(&root().join(file)).contains("[lints]\nworkspace = true"))
            .map(|file| format!("{file} lacks `[lints] workspace = true`")),
    );
}

#[test]
fn a_crate_names_everything_that_it_exports() {
    let roots = rust_files()
        .into_iter()
        .filter(|file| file.ends_with("lib.rs"));
    let globs = roots.flat_map(|file| {
        let text = read(&root().join(&file));
        let lines = text
            .lines()
            .filter(|line| line.trim_start().starts_with("pub use") && line.contains("::*"));
        lines
            .map(|line| format!("{file}: {}", line.trim()))
            .collect::<Vec<_>>()
    });
    assert_none(globs);
}

#[test]
fn no_path_of_a_machine_is_in_the_repository() {
    // Put together here, so that this file does not contain what it looks for.
    let paths = [
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["/tm", "p/"],
    ]
    .map(|parts| parts.concat());
    let texts = files()
        .into_iter()
        .filter_map(|file| Some((fs::read_to_string(root().join(&file)).ok()?, file)));
    assert_none(texts.flat_map(|(text, file)| {
        let found = paths.iter().filter(|path| text.contains(path.as_str()));
        found
            .map(|path| format!("{file} contains {path}"))
            .collect::<Vec<_>>()
    }));
}

#[test]
fn every_name_in_the_documents_exists() {
    let documents: [(_, &[&str]); 2] = [
        ("ARCHITECTURE.md", &["src/"]),
        ("SECURITY.md", &["src/", "tests/"]),
    ];
    let problems = documents.map(|(document, folders)| {
        let words = words_of_files_in(folders);
        let text = read(&root().join(document));
        let unknown = code_spans(&text)
            .into_iter()
            .filter(|span| !exists(span, &words))
            .map(|span| format!("{document} names `{span}`, which does not exist"));
        unknown.collect::<Vec<_>>()
    });
    assert_none(problems.concat());
}

#[test]
fn names_are_told_from_other_code() {
    let words = BTreeSet::from(["Owner", "spawn_scoped", "dispose"].map(str::to_owned));
    for span in [
        "Owner",
        "Owner::dispose",
        "spawn_scoped",
        "spawn_scoped()",
        "dom/src/lib.rs",
        "limosa-dom",
        "</head>",
    ] {
        assert!(exists(span, &words), "{span}");
    }
    for span in [
        "Ownership",
        "Owner::disposed",
        "spawn_unscoped()",
        "dom/src/nothing.rs",
        "limosa-nothing",
    ] {
        assert!(!exists(span, &words), "{span}");
    }
}

/// Whether a piece of code in a text is no name of ours, or one that there is.
fn exists(span: &str, words: &BTreeSet<String>) -> bool {
    if span.contains(char::is_whitespace) {
        return true;
    }
    if let Some(path) = as_path(span) {
        // Several crates have files of the same name, such as `side/browser.rs`.
        let below = format!("/{path}");
        return root().join(path).exists() || files().iter().any(|file| file.ends_with(&below));
    }
    if span.starts_with("limosa-") {
        return members().contains(span);
    }
    names(span).iter().all(|name| words.contains(*name))
}

/// A path in this repository: it has a folder in it and says what kind of file it is, or ends with a slash.
fn as_path(span: &str) -> Option<&str> {
    let relative = !span.starts_with(['/', '.', '<'])
        && span.contains('/')
        && !span.contains(['{', '*', '?', '<', ':']);
    let built = span.starts_with("target/");
    (relative && !built && (span.ends_with('/') || span.rsplit('/').next()?.contains('.')))
        .then_some(span)
}

/// The Rust names in a span such as `Owner::dispose` or `spawn_scoped()`: types, and words with an underscore.
fn names(span: &str) -> Vec<&str> {
    let path = span.trim_end_matches("()").trim_end_matches('!');
    let is_name = |part: &str| {
        part.chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    let parts: Vec<&str> = path.split("::").collect();
    let is_type = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_uppercase())
            && part.chars().any(|l| l.is_ascii_lowercase())
    };
    let ours = parts
        .iter()
        .any(|part| is_type(part) || (part.contains('_') && part.to_lowercase() == **part));
    if parts.iter().all(|part| !part.is_empty() && is_name(part)) && ours {
        parts
    } else {
        Vec::new()
    }
}

/// All words in all Rust files that are in folders of these names.
fn words_of_files_in(folders: &[&str]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let is_there = |file: &&String| folders.iter().any(|folder| file.contains(folder));
    for file in rust_files().iter().filter(is_there) {
        let text = read(&root().join(file));
        let split = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
        words.extend(split.map(str::to_owned));
    }
    words
}

/// What stands between single backticks, outside of blocks.
fn code_spans(text: &str) -> Vec<&str> {
    let outside = text.split("```").step_by(2);
    outside
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .collect()
}

/// The names of the packages of this workspace.
fn members() -> BTreeSet<String> {
    let manifests = files()
        .into_iter()
        .filter(|file| file.ends_with("Cargo.toml") && !is_template(file));
    manifests
        .filter_map(|file| {
            let manifest = read(&root().join(file));
            let name = manifest
                .lines()
                .find_map(|line| line.strip_prefix("name = "))?;
            Some(name.trim_matches('"').to_owned())
        })
        .collect()
}

/// The crates of Limosa in the tables of dependencies that apps compile too.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut counts = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            counts = line == "[dependencies]"
                || line.starts_with("[target.") && line.ends_with(".dependencies]");
        } else if counts && line.starts_with("limosa") {
            found.extend(line.split(['.', ' ', '=']).next().map(str::to_owned));
        }
    }
    found
}

/// Manifests that `cargo limosa new` fills in are no members.
fn is_template(file: &str) -> bool {
    file.starts_with("cli/templates/")
}

fn rust_files() -> Vec<String> {
    files()
        .into_iter()
        .filter(|file| file.ends_with(".rs"))
        .collect()
}

/// All files of the repository, as paths with forward slashes from its root.
fn files() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != ".git" && !path.join("CACHEDIR.TAG").exists() && name != "target" {
                    folders.push(path);
                }
            } else if name != ".git" {
                files.push(
                    path.strip_prefix(root())
                        .unwrap()
                        .to_string_lossy()
                        .replace('\\', "/"),
                );
            }
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[track_caller]
fn assert_none(problems: impl IntoIterator<Item = String>) {
    let problems: Vec<String> = problems.into_iter().collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
