//! The native part: one process per core, row and round, round after round.

use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use limosa_benches::{Core, Row, all, cores};

use crate::browser::run;
use crate::folder;
use crate::table::Samples;

/// The longest that one process may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Milliseconds beyond which one round is enough.
const LONG: f64 = 1_000.0;

fn now() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

/// Columns, Limosa first.
const CORES: [&str; 8] = [
    cores::Limosa::NAME,
    cores::Alien::NAME,
    cores::Sycamore::NAME,
    cores::Leptos::NAME,
    cores::Dioxus::NAME,
    cores::ReactiveGraph::NAME,
    cores::Scheduled::NAME,
    "hand",
];

fn rows_of(core: &str) -> Vec<Row> {
    match core {
        cores::Alien::NAME => all::<cores::Alien>(),
        cores::Sycamore::NAME => all::<cores::Sycamore>(),
        cores::Leptos::NAME => all::<cores::Leptos>(),
        cores::Dioxus::NAME => all::<cores::Dioxus>(),
        cores::ReactiveGraph::NAME => all::<cores::ReactiveGraph>(),
        cores::Scheduled::NAME => {
            let rows = all::<cores::Scheduled>().into_iter();
            rows.filter(|row| row.is_fixed).collect()
        }
        "hand" => {
            let rows = all::<cores::Limosa>().into_iter();
            let by_hand = |row: Row| {
                Some(Row {
                    sample: row.by_hand?,
                    ..row
                })
            };
            rows.filter_map(by_hand).collect()
        }
        _ => all::<cores::Limosa>(),
    }
}

/// Takes one sample after one that warms up.
#[allow(clippy::print_stdout, reason = "a program that answers on its output")]
pub(crate) fn cell(core: &str, name: &str) {
    let rows = rows_of(core);
    let row = *rows
        .iter()
        .find(|row| row.name == name)
        .expect("a row of that name");
    let measured = std::thread::Builder::new()
        // Some cores recurse as deep as the graph.
        .stack_size(1 << 30)
        .spawn(move || {
            let first = (row.sample)(now);
            if first > 1e3 {
                first
            } else {
                (row.sample)(now)
            }
        });
    let taken = measured.expect("a thread").join().expect("a right result");
    println!("{taken}");
}

/// Milliseconds of one process; nothing if it fails or takes too long.
fn sample(core: &str, row: &str) -> Option<f64> {
    let program = std::env::current_exe().expect("a program has a path");
    let mut child = Command::new(program)
        .args(["cell", core, row])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("this very program starts");
    let end = Instant::now() + PATIENCE;
    while child
        .try_wait()
        .expect("a child can be waited for")
        .is_none()
    {
        if Instant::now() > end {
            child.kill().expect("a child can be ended");
            child.wait().expect("a child can be waited for");
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let mut text = String::new();
    child.stdout.take()?.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// The tables of all rounds.
#[allow(clippy::print_stderr, reason = "progress")]
pub(crate) fn tables(rounds: usize) -> String {
    let all_rows = all::<cores::Limosa>();
    let names: Vec<&str> = all_rows.iter().map(|row| row.name).collect();
    let mut samples = Samples::default();
    let mut given_up = Vec::new();
    for round in 1..=rounds {
        for row in &names {
            eprintln!("round {round} of {rounds}: {row}");
            for core in CORES {
                let has_row = rows_of(core).iter().any(|own| own.name == *row);
                if !has_row || given_up.contains(&(core, *row)) {
                    continue;
                }
                let taken = sample(core, row);
                if let Some(taken) = taken {
                    samples.add(row, core, taken);
                }
                if taken.is_none_or(|taken| taken > LONG) {
                    given_up.push((core, *row));
                }
            }
        }
    }
    let fixed: Vec<&str> = all_rows
        .iter()
        .filter(|row| row.is_fixed)
        .map(|row| row.name)
        .collect();
    format!(
        "## Native\n\nMilliseconds, in parentheses relative to Limosa (above 1: slower than Limosa). Medians of {rounds} \
         interleaved rounds, one process per core, row and round, each after a warm-up; sums and run counts are checked in \
         every sample. What takes more than a second is measured in one round only. `-`: the row needs owners, is not one that a fixed order does right, fails its check, or takes more \
         than {} seconds.\n\n{}\n{}\n{}",
        PATIENCE.as_secs(),
        samples.table(&names, &CORES),
        samples.faster(&names, &CORES),
        samples.relative(&fixed, CORES[0], cores::Scheduled::NAME),
    )
}

/// Heap per node, from a program that counts.
pub(crate) fn memory() -> String {
    run(Command::new("cargo")
        .args(["build", "--profile", "measure", "-p", "limosa-benches"])
        .args(["--features", "report", "--bin", "memory"])
        .current_dir(folder().join("..")));
    let program = folder().join("../target/measure/memory");
    let mut text = String::from(
        "## Memory\n\nHeap bytes per node, with its edges (live blocks in parentheses), of 100,000 each.\n\n\
         | core | signal | memo of one signal, read | effect on one memo | left of all three after disposal |\n\
         |---|---:|---:|---:|---:|\n",
    );
    for core in &CORES[..6] {
        let output = Command::new(&program).arg(core).output();
        let output = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let cells = output.unwrap_or_default();
        let cells = cells.lines().filter_map(|line| {
            let mut parts = line.split('\t').skip(1);
            Some(format!("{} ({})", parts.next()?, parts.next()?))
        });
        text += &format!("| {core} | {} |\n", cells.collect::<Vec<_>>().join(" | "));
    }
    text
}
