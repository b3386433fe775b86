//! Runs one test program of wasm-bindgen-test inside Chromium.
//!
//! The runner of wasm-bindgen needs a driver beside the browser; this one opens a page in the browser and lets the
//! page send what it has to say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::page::{Outcomes, Tests};
use super::plan::{Plan, TestProgram};
use super::{announce, page};
use crate::cargo::{self, Build};
use crate::failure::{OrFail, Outcome};
use crate::site::{Purpose, bind};
use crate::terminal;

/// What wasm-bindgen-test puts before the name of each test it exports.
const PREFIX: &str = "__wbgt_";

/// Builds and runs one test program; tells whether all its tests passed.
///
/// # Errors
/// When a tool fails, not when a test does.
pub(super) fn run(
    test: &TestProgram,
    plan: &Plan,
    filter: Option<&str>,
    chromium: &Path,
) -> Outcome<bool> {
    let program = match cargo::build_test(&plan.workspace, &test.package, &test.target)? {
        Build::Program(program) => program,
        Build::Errors(_) => return Ok(false),
    };
    announce(&test.package, &test.target);
    let name = format!("{}-{}", test.package, test.target);
    let bound = bind(&name, &program, Purpose::Test)?;
    let all: Vec<String> = bound
        .exports
        .iter()
        .filter(|export| export.starts_with(PREFIX))
        .cloned()
        .collect();
    let chosen: Vec<String> = all
        .iter()
        .filter(|export| matches(export, filter))
        .cloned()
        .collect();
    if all.is_empty() {
        terminal::note(&format!(
            "{name} has no tests: is `#[wasm_bindgen_test]` used?"
        ));
        return Ok(false);
    }
    if chosen.is_empty() {
        return Ok(true);
    }
    let tests = Tests {
        filtered_out: all.len() - chosen.len(),
        exports: chosen,
        bound,
    };
    in_browser(&tests, &plan.target.join("limosa-test"), chromium)
}

/// The name behind the prefix and the crate, as cargo's filters see it.
fn matches(export: &str, filter: Option<&str>) -> bool {
    let name = export.split_once("::").map_or(export, |(_, name)| name);
    filter.is_none_or(|filter| name.contains(filter))
}

fn in_browser(tests: &Tests, scratch: &Path, chromium: &Path) -> Outcome<bool> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .or_fail(|| "start the server of the tests".to_owned())?
        .block_on(async {
            let (address, outcomes) = page::serve(tests).await?;
            let browser = Browser::open(chromium, scratch, &address)?;
            let passed = wait(outcomes).await;
            drop(browser);
            Ok(passed)
        })
}

/// Prints what the page says until it has ended, or has been silent for too long.
async fn wait(mut outcomes: Outcomes) -> bool {
    let mut errors = Vec::new();
    loop {
        match outcomes.next().await {
            page::News::Output(text) => terminal::output_part(&text),
            page::News::Error(text) => errors.push(text),
            page::News::Ended(passed) => return passed,
            page::News::Silent => {
                errors.iter().for_each(|text| terminal::note(text));
                terminal::note("the tests have said nothing for too long and were ended");
                return false;
            }
        }
    }
}

/// A headless browser with a profile of its own; dropping it ends the browser and removes the profile.
#[derive(Debug)]
struct Browser {
    child: Child,
    profile: PathBuf,
}

impl Browser {
    fn open(chromium: &Path, scratch: &Path, address: &str) -> Outcome<Self> {
        let profile = scratch.join(format!("profile-{}", std::process::id()));
        fs::create_dir_all(&profile).or_fail(|| format!("make `{}`", profile.display()))?;
        let child = Command::new(chromium)
            .args([
                "--headless",
                // Chromium refuses to run as root with its sandbox; the page is our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // Keeps the browser open until it is ended.
                "--remote-debugging-port=0",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .or_fail(|| format!("start `{}`", chromium.display()))?;
        Ok(Self { child, profile })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Both fail only for a browser that has ended; its last files may still be written while they are removed.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_sees_the_name_without_the_crate() {
        assert!(matches("__wbgt__browser::list::rows_move", None));
        assert!(matches(
            "__wbgt__browser::list::rows_move",
            Some("list::rows")
        ));
        assert!(!matches(
            "__wbgt__browser::list::rows_move",
            Some("browser")
        ));
    }
}
