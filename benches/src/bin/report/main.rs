//! Measures the reactive core beside its peers, natively and in Chromium, and writes `benches/RESULTS.md`:
//!
//! `cargo run --profile measure -p limosa-benches --features report --bin report -- [rounds]`
//!
//! Needs Node's npm for the cores of the browser, Chromium and the wasm target. As `report cell <core> <row>` it takes one
//! sample and prints its milliseconds; every sample is taken in a process of its own.

mod browser;
mod native;
mod table;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Rounds unless the command says otherwise.
const ROUNDS: usize = 7;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, core, row] = arguments.as_slice()
        && command == "cell"
    {
        return native::cell(core, row);
    }
    let rounds = arguments.first().and_then(|number| number.parse().ok());
    let rounds = rounds.unwrap_or(ROUNDS);
    let head = format!(
        "# Results\n\nWritten by `cargo run --profile measure -p limosa-benches --features report --bin report -- {rounds}` \
         on {}.\n\n{}\n",
        machine(),
        versions()
    );
    let mut parts = vec![head, native::tables(rounds), native::memory()];
    write(&parts);
    parts.push(browser::tables(rounds));
    write(&parts);
}

/// Writes what there is; the notes that were written by hand below the tables stay.
fn write(parts: &[String]) {
    let path = folder().join("RESULTS.md");
    let old = fs::read_to_string(&path).unwrap_or_default();
    let notes = old.find(NOTES).map_or("", |start| &old[start..]);
    let text = format!("{}\n{notes}", parts.join("\n"));
    fs::write(&path, text).expect("the folder of the benches can be written to");
}

/// Where notes begin.
const NOTES: &str = "## Reading the tables";

/// The folder of this package.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(
        |_| String::from("unknown"),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("an unknown processor", |rest| {
        rest.trim_start_matches(['\t', ' ', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown").to_owned();
    format!("{cores} cores of {model} (load {load} at the start)")
}

/// Compiler and peers.
fn versions() -> String {
    let lock = fs::read_to_string(folder().join("../Cargo.lock")).unwrap_or_default();
    let version = |name: &str| {
        let start = lock.find(&format!("name = \"{name}\"\n"))?;
        let line = lock[start..].lines().nth(1)?;
        Some(format!(
            "`{name}` {}",
            line.trim_start_matches("version = ").trim_matches('"')
        ))
    };
    let crates = [
        "alien-signals",
        "sycamore-reactive",
        "leptos_reactive",
        "dioxus-signals",
        "reactive_graph",
        "slotmap",
    ];
    let crates: Vec<String> = crates.into_iter().filter_map(version).collect();
    format!(
        "{}; `opt-level = 3`, thin LTO, one codegen unit, system allocator. {}. From npm: {}. Node {}.",
        output("rustc", &["--version"]),
        crates.join(", "),
        browser::PACKAGES.join(", "),
        output("node", &["--version"]),
    )
}
