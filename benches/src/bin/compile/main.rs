//! Measures what it takes to compile an app of 200 components with Limosa and with Leptos, and writes the section "Compile
//! time" of `benches/RESULTS.md`:
//!
//! `cargo run -p limosa-benches --bin compile -- [rounds] [rounds with all dependencies]`
//!
//! The apps are written to `target/compile/`; they need the wasm target, and the network once, for Leptos.

mod app;
mod build;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use limosa_benches::results;

use crate::app::{App, LIBRARIES};
use crate::build::{Step, Time, measure};

/// Rounds unless the command says otherwise.
const ROUNDS: usize = 3;

/// Times by step and library.
type Samples = BTreeMap<(Step, &'static str), Vec<Time>>;

fn main() {
    let mut rounds = std::env::args().skip(1).map(|number| number.parse().ok());
    let [rounds, whole] = [(); 2].map(|()| rounds.next().flatten().unwrap_or(ROUNDS));
    let apps = LIBRARIES.each_ref().map(App::generate);
    let mut samples = Samples::new();
    for round in 0..rounds.max(whole) {
        for step in Step::EACH {
            let limit = if step == Step::Whole { whole } else { rounds };
            if round < limit {
                take(&apps, step, round, &mut samples);
            }
        }
        results::put("Compile time", &section(&apps, &samples));
    }
}

/// Libraries take turns, so that what else the machine does meets both.
fn take(apps: &[App; 2], step: Step, round: usize, samples: &mut Samples) {
    for app in apps {
        let time = measure(app, step, round);
        let name = app.library.name;
        eprintln!(
            "{name}, {}: {:.1} s, processor {:.1} s",
            step.name(),
            time.wall,
            time.processor
        );
        samples.entry((step, name)).or_default().push(time);
    }
}

fn section(apps: &[App; 2], samples: &Samples) -> String {
    let (components, lines) = app::size();
    let taken = |step| {
        samples
            .get(&(step, apps[0].library.name))
            .map_or(0, Vec::len)
    };
    let (rounds, whole) = (taken(Step::AppAlone), taken(Step::Whole));
    let mut text = format!(
        "Written by `cargo run -p limosa-benches --bin compile -- {rounds} {whole}`: an app of {components} components and {lines} \
         lines (`benches/compile/group.rs.txt`, the same for both), built for wasm32 in the dev profile with {} and {}, `{}`. Seconds, \
         medians of {rounds} rounds that take turns ({whole} with all dependencies). Processor time, of all processes together, \
         is what counts on a machine that does other things too.\n\n\
         | build | {name} processor | {peer} processor | ratio | {name} wall | {peer} wall | ratio |\n|---|---:|---:|---:|---:|---:|---:|\n",
        version("rustc"),
        leptos(&apps[1]),
        "cargo build --target wasm32-unknown-unknown",
        name = apps[0].library.name,
        peer = apps[1].library.name,
    );
    for step in Step::EACH {
        let median = |app: &App, of: fn(&Time) -> f64| {
            let taken = samples.get(&(step, app.library.name))?;
            let mut times: Vec<f64> = taken.iter().map(of).collect();
            times.sort_by(f64::total_cmp);
            times.get(times.len() / 2).copied()
        };
        let columns = [|time: &Time| time.processor, |time: &Time| time.wall].map(|of| {
            match (median(&apps[0], of), median(&apps[1], of)) {
                (Some(own), Some(other)) => format!("{own:.2} | {other:.2} | {:.2}", own / other),
                _ => String::from("- | - | -"),
            }
        });
        writeln!(text, "| {} | {} |", step.name(), columns.join(" | "))
            .expect("a string takes everything");
    }
    text
}

fn version(program: &str) -> String {
    let output = Command::new(program).arg("--version").output();
    output.map_or_else(
        |_| format!("an unknown {program}"),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

/// The version of Leptos that was built.
fn leptos(app: &App) -> String {
    let lock = fs::read_to_string(app.folder.join("Cargo.lock")).unwrap_or_default();
    let version = lock
        .split_once("name = \"leptos\"\nversion = \"")
        .and_then(|(_, rest)| rest.split_once('"'));
    format!(
        "`leptos` {}",
        version.map_or("of an unknown version", |(version, _)| version)
    )
}
