//! The browser's part: all cores on one page in headless Chromium, round after round.

use std::fs;
use std::path::Path;
use std::process::Command;

use limosa_benches::{all, cores::Limosa};
use limosa_harness::{Browser, StaticSite};
use wasm_bindgen_cli_support::Bindgen;

use crate::folder;
use crate::table::Samples;

/// What npm installs.
pub(crate) const PACKAGES: [&str; 3] = [
    "alien-signals@3.2.1",
    "@preact/signals-core@1.14.5",
    "solid-js@1.9.19",
];

/// Columns, Limosa first.
const CORES: [&str; 4] = ["limosa", "alien-signals", "preact signals", "solid-js"];

/// The tables of all rounds.
#[allow(clippy::print_stderr, reason = "progress")]
pub(crate) fn tables(rounds: usize) -> String {
    let site = folder().join("../target/benches-page");
    build(&site);
    let server = StaticSite::serve_folder(site);
    let browser = Browser::launch();
    let rows = all::<Limosa>();
    let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
    let mut samples = Samples::default();
    for round in 1..=rounds {
        // A page of its own per round, so that no round inherits what the last one has compiled or left.
        let page = browser.page();
        page.open(&server.url("/"));
        page.wait_until_ready();
        for row in &names {
            eprintln!("round {round} of {rounds}, Chromium: {row}");
            for core in CORES {
                let sample = || page.evaluate(&format!("sample({core:?}, {row:?})"));
                // The first warms up; one call each, as the page must answer in time on a busy machine too.
                let _: Option<f64> = sample();
                if let Some(taken) = sample() {
                    samples.add(row, core, taken);
                }
            }
        }
    }
    format!(
        "## In Chromium\n\nThe same rows on one page of headless Chromium: Limosa in WebAssembly (`opt-level = 3`), the others \
         in JavaScript. Milliseconds, in parentheses relative to Limosa. Medians of {rounds} rounds, each on a new page, each \
         sample after one that warms up. Garbage is collected when the engine likes; only Limosa frees at disposal.\n\n{}\n{}",
        samples.table(&names, &CORES),
        samples.faster(&names, &CORES),
    )
}

/// Builds the page: program, script, peers.
fn build(site: &Path) {
    fs::create_dir_all(site).expect("the target folder can be written to");
    run(Command::new("cargo")
        .args([
            "build",
            "--profile",
            "measure",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args([
            "-p",
            "limosa-benches",
            "--features",
            "page",
            "--bin",
            "page",
        ])
        .current_dir(folder().join("..")));
    let program = folder().join("../target/wasm32-unknown-unknown/measure/page.wasm");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(program)
        .out_name("limosa")
        .typescript(false);
    let generated = bindgen.web(true).and_then(|bindgen| bindgen.generate(site));
    generated.expect("wasm-bindgen takes the program");
    run(Command::new("npm")
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ])
        .arg(site)
        .args(PACKAGES));
    for file in ["index.html", "cores.mjs", "rows.mjs"] {
        fs::copy(folder().join("page").join(file), site.join(file)).expect("the page is there");
    }
}

pub(crate) fn run(command: &mut Command) {
    let status = command.status().expect("the program is installed");
    assert!(status.success(), "{command:?} failed");
}
