//! What the examples cost a visitor: scripts and programs of their releases, as brotli sends them. Without `wasm-opt`,
//! which takes a few percent off where it is installed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Examples and the bytes that they may have.
const BUDGETS: [(&str, u64); 5] = [
    ("counter", 15_700),
    ("rows", 24_400),
    ("todomvc", 56_200),
    ("chat-board", 99_000),
    ("shop", 121_000),
];

#[test]
fn no_example_is_over_its_budget() {
    let over = BUDGETS.into_iter().filter_map(|(name, budget)| {
        let size = built(name);
        println!("{name}: {size} of {budget} bytes");
        (size > budget).then(|| format!("{name} has {size} bytes, {budget} are allowed"))
    });
    let over: Vec<String> = over.collect();
    assert!(over.is_empty(), "{}", over.join("\n"));
}

/// Builds an example apart from what other tests use; gives the bytes of its assets.
fn built(name: &str) -> u64 {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sizes");
    let status = Command::new(env!("CARGO_BIN_EXE_cargo-limosa"))
        .args(["build", "--release", "--assets-only"])
        .arg(root.join("examples").join(name))
        .current_dir(root)
        .env("CARGO_TARGET_DIR", &target)
        .status()
        .unwrap();
    assert!(status.success(), "{name} is not built");
    let assets = fs::read_dir(target.join("limosa").join(name).join("assets")).unwrap();
    let compressed = assets
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().extension().is_some_and(|kind| kind == "br"));
    compressed
        .map(|entry| entry.metadata().unwrap().len())
        .sum()
}
