//! Builds of the app: what they start from, and the time they take.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::app::App;

/// What a build has to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Whole,
    AppAlone,
    Literal,
    Logic,
}

impl Step {
    pub(crate) const EACH: [Self; 4] = [Self::Whole, Self::AppAlone, Self::Literal, Self::Logic];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Whole => "clean, with all dependencies",
            Self::AppAlone => "clean, the app alone",
            Self::Literal => "incremental: a text of one component",
            Self::Logic => "incremental: what one component does",
        }
    }
}

/// Seconds.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    pub(crate) wall: f64,
    /// Of all processes together, in the program and in the kernel.
    pub(crate) processor: f64,
}

/// Takes one sample; `turn` tells the changes of one run apart.
pub(crate) fn measure(app: &App, step: Step, turn: usize) -> Time {
    let target = app.folder.join("target");
    match step {
        Step::Whole => {
            cargo(app, &["fetch", "--target", TARGET]);
            if target.exists() {
                fs::remove_dir_all(&target).expect("the target folder can be removed");
            }
        }
        Step::AppAlone => {
            cargo(
                app,
                &["clean", "--package", &app.package(), "--target", TARGET],
            );
        }
        Step::Literal => app.change_literal(turn),
        Step::Logic => app.change_logic(turn),
    }
    cargo(app, &["build", "--offline", "--target", TARGET])
}

const TARGET: &str = "wasm32-unknown-unknown";

/// Runs cargo in the app's folder.
///
/// # Panics
/// If it fails, with what it said.
fn cargo(app: &App, arguments: &[&str]) -> Time {
    let log = app.folder.join("cargo.log");
    // The shell knows the time of the processes below it.
    let output = Command::new("bash")
        .args(["-c", r#"TIMEFORMAT='%R %U %S'; time "$@" 2>"$0""#])
        .arg(&log)
        .arg("cargo")
        .args(arguments)
        .current_dir(&app.folder)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .expect("there is a bash");
    assert!(
        output.status.success(),
        "cargo {arguments:?} failed:\n{}",
        said(&log)
    );
    let times = String::from_utf8_lossy(&output.stderr);
    let times: Vec<f64> = times
        .split_whitespace()
        .filter_map(|time| time.parse().ok())
        .collect();
    match times.as_slice() {
        &[wall, user, system] => Time {
            wall,
            processor: user + system,
        },
        other => panic!("the times of {arguments:?} are {other:?}"),
    }
}

fn said(log: &Path) -> String {
    fs::read_to_string(log).unwrap_or_default()
}
