//! `cargo limosa test`: the tests of a workspace on this machine and in a browser.

mod browser_run;
mod chromium;
mod page;
mod plan;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use self::plan::Plan;
use crate::arguments::TestOptions;
use crate::build::{Built, Settings, build_site};
use crate::failure::{Failure, OrFail, Outcome};
use crate::{cargo, terminal, wasm_target};

/// Runs all tests of the workspace around the current folder.
///
/// # Errors
/// When a tool is missing, something does not compile, or a test fails; what failed is named at the end.
pub(crate) fn test(options: &TestOptions) -> Outcome<()> {
    let plan = Plan::of(&current_folder()?)?;
    let mut failed = Vec::new();
    let browser = if options.native {
        None
    } else {
        Some(prepare(&plan, options, &mut failed)?)
    };
    for mut command in native_commands(&plan, options, browser.as_deref()) {
        if !succeeds(&mut command)? {
            failed.push("the native tests".to_owned());
        }
    }
    failed.dedup();
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::message(format!(
        "not everything passed: {}",
        failed.join("; ")
    )))
}

/// Everything that native tests with a browser need, and the tests that run inside of it; gives the browser.
fn prepare(plan: &Plan, options: &TestOptions, failed: &mut Vec<String>) -> Outcome<PathBuf> {
    let chromium = chromium::find_or_install()?;
    wasm_target::ensure()?;
    for app in &plan.apps {
        if let Built::Errors(_) = build_site(app, Settings::of(false))? {
            failed.push(format!("the build of {}", app.name));
        }
    }
    for test in &plan.wasm_tests {
        if !browser_run::run(test, plan, options.filter.as_deref(), &chromium)? {
            failed.push(format!("{} in the browser", test.package));
        }
    }
    Ok(chromium)
}

/// The calls of `cargo test`, the last for the workspace as a whole.
fn native_commands(plan: &Plan, options: &TestOptions, browser: Option<&Path>) -> Vec<Command> {
    let mut all = cargo_test(plan);
    all.arg("--workspace");
    let mut commands = match browser {
        Some(_) => set_aside(plan),
        None => without_browser(plan, &mut all),
    };
    // Cargo takes it for a mistake to exclude everything.
    if browser.is_some() || plan.needing_browser.len() < plan.packages {
        commands.push(all);
    }
    for command in &mut commands {
        command.args(options.filter.as_deref());
        if let Some(browser) = browser {
            command
                .env("LIMOSA_CHROMIUM", browser)
                .env("LIMOSA_SITES", plan.target.join("limosa"));
        }
    }
    commands
}

/// The calls for the test programs that a call for all leaves out. By name for the whole workspace, which compiles
/// nothing anew: a call for a package may choose other features of its dependencies.
fn set_aside(plan: &Plan) -> Vec<Command> {
    let names: BTreeSet<&str> = plan
        .set_aside
        .iter()
        .map(|test| test.target.as_str())
        .collect();
    let of_wasm = |name: &str| plan.wasm_tests.iter().any(|test| test.target == name);
    let (apart, together): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| of_wasm(name));
    let apart = plan
        .set_aside
        .iter()
        .filter(|test| apart.contains(&test.target.as_str()));
    let mut commands: Vec<Command> = apart
        .map(|test| {
            let mut command = cargo_test(plan);
            command.args(["--package", &test.package, "--test", &test.target]);
            command
        })
        .collect();
    if !together.is_empty() {
        let mut command = cargo_test(plan);
        command.arg("--workspace");
        command.args(together.iter().flat_map(|name| ["--test", name]));
        commands.push(command);
    }
    commands
}

/// Takes the packages with tests that need a browser out of `all`; gives the calls for the rest of their tests.
fn without_browser(plan: &Plan, all: &mut Command) -> Vec<Command> {
    let mut commands = Vec::new();
    for package in &plan.needing_browser {
        all.args(["--exclude", &package.name]);
        commands.extend(package.native_calls().into_iter().map(|targets| {
            let mut command = cargo_test(plan);
            command.args(["--package", &package.name]).args(targets);
            command
        }));
    }
    commands
}

fn cargo_test(plan: &Plan) -> Command {
    let mut command = cargo::command();
    command
        .current_dir(&plan.workspace)
        .args(["test", "--no-fail-fast"]);
    command
}

fn succeeds(command: &mut Command) -> Outcome<bool> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .or_fail(|| "start cargo".to_owned())?;
    Ok(status.success())
}

fn current_folder() -> Outcome<PathBuf> {
    std::env::current_dir().or_fail(|| "find the current folder".to_owned())
}

/// Says which tests come next.
fn announce(package: &str, target: &str) {
    terminal::line("Running", &format!("{package} ({target}) in Chromium"));
}
