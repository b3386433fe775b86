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
    let mut plan = Plan::of(&current_folder()?)?;
    if !options.package.is_empty() {
        plan.only(&options.package)?;
    }
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

/// The calls of `cargo test`, the last for all packages together.
fn native_commands(plan: &Plan, options: &TestOptions, browser: Option<&Path>) -> Vec<Command> {
    let (mut commands, excluded) = match browser {
        Some(_) => (set_aside(plan), Vec::new()),
        None => without_browser(plan),
    };
    // Cargo takes it for a mistake to exclude everything.
    if excluded.len() < plan.packages.len() {
        let mut all = cargo_test(plan);
        all.args(scope(plan, &excluded));
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
        command.args(scope(plan, &[]));
        command.args(together.iter().flat_map(|name| ["--test", name]));
        commands.push(command);
    }
    commands
}

/// The calls for what needs no browser in packages with tests that do, and the names of these packages.
fn without_browser(plan: &Plan) -> (Vec<Command>, Vec<&str>) {
    let mut commands = Vec::new();
    for package in &plan.needing_browser {
        commands.extend(package.native_calls().into_iter().map(|targets| {
            let mut command = cargo_test(plan);
            command.args(["--package", &package.name]).args(targets);
            command
        }));
    }
    let names = plan.needing_browser.iter();
    (
        commands,
        names.map(|package| package.name.as_str()).collect(),
    )
}

/// The arguments that name the packages to test, but some.
fn scope<'p>(plan: &'p Plan, excluded: &[&'p str]) -> Vec<&'p str> {
    if plan.is_whole {
        let excluded = excluded.iter().flat_map(|name| ["--exclude", name]);
        return ["--workspace"].into_iter().chain(excluded).collect();
    }
    let names = plan.packages.iter().map(String::as_str);
    let named = names.filter(|name| !excluded.contains(name));
    named.flat_map(|name| ["--package", name]).collect()
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
