//! Runs cargo for an app and finds what it built.

use std::ffi::OsString;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::{Message, diagnostic::DiagnosticLevel};

use crate::failure::{Failure, OrFail, Outcome};
use crate::package::Package;
use crate::{terminal, wasm_target};

/// For which side a program is built, and how well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The server: this machine.
    Native,
    /// The browser: wasm32.
    Browser,
}

/// What a build gave: the program, or the compiler's errors in plain text.
#[derive(Debug)]
pub(crate) enum Build {
    /// The file that was linked.
    Program(PathBuf),
    /// All errors, rendered without colours; they have been printed.
    Errors(String),
}

/// The cargo that runs this tool, so that both are of the same toolchain.
pub(crate) fn program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// A cargo command that sees none of the variables which `cargo run` sets for this tool.
pub(crate) fn command() -> Command {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_NAME",
            "CARGO_PRIMARY_PACKAGE",
        ]
        .iter()
        .any(|prefix| text.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Builds the program of an app for one side.
///
/// # Errors
/// When cargo cannot be started or fails without a compiler error; cargo has then printed why.
pub(crate) fn build(package: &Package, side: Side, release: bool) -> Outcome<Build> {
    let mut command = command();
    command.current_dir(&package.folder).args([
        "rustc",
        "--package",
        &package.name,
        "--bin",
        &package.binary,
    ]);
    if release {
        command.arg("--release");
    }
    match side {
        Side::Browser => command
            .args(["--target", wasm_target::TARGET])
            .args(browser_profile(release))
            .args(
                release
                    .then(|| short_paths(&package.workspace))
                    .into_iter()
                    .flatten(),
            ),
        Side::Native => command.args(server_profile(release)),
    };
    let linker: &[&str] = match side {
        Side::Browser if release && package.is_browser_only() => {
            &["--", "-C", RELEASE_STACK, "-C", SMALL_INLINING]
        }
        Side::Browser if release => &["--", "-C", RELEASE_STACK],
        _ => &[],
    };
    run(command, linker, &package.binary)
}

/// Builds a test program for the browser.
///
/// # Errors
/// As for [`build`].
pub(crate) fn build_test(workspace: &Path, package: &str, test: &str) -> Outcome<Build> {
    let mut command = command();
    command
        .current_dir(workspace)
        .args(["test", "--no-run", "--package", package, "--test", test])
        .args(["--target", wasm_target::TARGET])
        .args(browser_profile(false));
    run(command, &[], test)
}

/// The stack of a module, which is part of the memory it starts with: half a megabyte, as frames of a release are small.
const RELEASE_STACK: &str = "link-arg=-zstack-size=524288";

/// Settings for a server that is deployed: pages are written by many small functions of several crates.
fn server_profile(release: bool) -> Vec<String> {
    let settings: &[&str] = if release {
        &[
            "profile.release.lto='thin'",
            "profile.release.codegen-units=1",
        ]
    } else {
        &[]
    };
    configured(settings)
}

fn configured(settings: &[&str]) -> Vec<String> {
    let arguments = settings.iter();
    let arguments = arguments.flat_map(|setting| ["--config".to_owned(), (*setting).to_owned()]);
    arguments.collect()
}

/// Calls that are written out where they stand although the program grows a little: what is left compresses better. Measured:
/// 3 % less of the counter, 2 % of rows; an app of pages and queries gets larger.
const SMALL_INLINING: &str = "llvm-args=-inline-threshold=25";

/// Settings for wasm that no manifest has to repeat.
fn browser_profile(release: bool) -> Vec<String> {
    let settings: &[&str] = if release {
        // `strip = true` would take the section from which wasm-bindgen reads the target's features.
        &[
            "profile.release.opt-level='z'",
            "profile.release.lto='fat'",
            "profile.release.codegen-units=1",
            "profile.release.panic='abort'",
            "profile.release.debug=false",
            "profile.release.strip='debuginfo'",
        ]
    } else {
        // With these cargo takes the macros that the server's build has compiled, instead of compiling them again.
        &[
            "profile.dev.strip='none'",
            "profile.dev.build-override.debug=false",
        ]
    };
    configured(settings)
}

/// Lets a release name the places of panics without the folders of the machine that built it, which are nobody's business and cost
/// bytes. As every list in cargo's configuration it is added to what the user has set; `RUSTFLAGS` take its place.
fn short_paths(workspace: &Path) -> [String; 2] {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = std::env::home_dir().unwrap_or_default();
    let cargo_home = cargo_home.unwrap_or_else(|| home.join(".cargo"));
    let registries = std::fs::read_dir(cargo_home.join("registry/src"));
    let registries = registries.into_iter().flatten().flatten();
    // The last one that fits is taken.
    let folders = [home, cargo_home.join("git/checkouts")]
        .into_iter()
        .chain(registries.map(|folder| folder.path()))
        .chain([workspace.to_owned()]);
    let flags: Vec<String> = folders
        .filter(|folder| folder.parent().is_some())
        .map(|folder| format!("--remap-path-prefix={}=", folder.display()))
        .collect();
    let flags = serde_json::to_string(&flags).unwrap_or_else(|_| "[]".to_owned());
    [
        "--config".to_owned(),
        format!("target.{}.rustflags={flags}", wasm_target::TARGET),
    ]
}

/// Runs cargo, with `last` behind all other arguments.
fn run(mut command: Command, last: &[&str], name: &str) -> Outcome<Build> {
    let format = if terminal::is_terminal() {
        "json-diagnostic-rendered-ansi"
    } else {
        "json"
    };
    command
        .arg(format!("--message-format={format}"))
        .args(last)
        .stdout(Stdio::piped())
        .stdin(Stdio::null());
    let mut child = command
        .spawn()
        .or_fail(|| format!("start `{}`", program().to_string_lossy()))?;
    let output = child
        .stdout
        .take()
        .expect("the output was asked to be piped");
    let mut built = None;
    let mut errors = String::new();
    for message in Message::parse_stream(BufReader::new(output)) {
        match message.or_fail(|| "read what cargo says".to_owned())? {
            Message::CompilerMessage(message) => {
                let rendered = message.message.rendered.unwrap_or_default();
                terminal::diagnostic(&rendered);
                if matches!(
                    message.message.level,
                    DiagnosticLevel::Error | DiagnosticLevel::Ice
                ) {
                    errors.push_str(&without_colours(&rendered));
                }
            }
            Message::CompilerArtifact(artifact)
                if artifact.target.name == name && artifact.executable.is_some() =>
            {
                built = artifact
                    .executable
                    .map(cargo_metadata::camino::Utf8PathBuf::into_std_path_buf);
            }
            _ => {}
        }
    }
    let status = child.wait().or_fail(|| "wait for cargo".to_owned())?;
    match built {
        Some(program) if status.success() => Ok(Build::Program(program)),
        _ if !errors.is_empty() => Ok(Build::Errors(errors)),
        _ if !status.success() => Err(Failure::Shown),
        _ => Err(Failure::message(format!("cargo built no program `{name}`"))),
    }
}

/// Takes the colours out of a text for a terminal: everything from an escape to the letter that ends it.
pub(crate) fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\x1b' {
            characters.find(|end| end.is_ascii_alphabetic());
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out_and_nothing_else() {
        assert_eq!(
            without_colours("\x1b[1m\x1b[38;5;9merror\x1b[0m: a [b]"),
            "error: a [b]"
        );
        assert_eq!(without_colours("plain"), "plain");
    }
}
