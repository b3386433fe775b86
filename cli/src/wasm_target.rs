//! Makes sure that the compiler can build for the browser.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::failure::{Failure, OrFail, Outcome};
use crate::terminal;

/// The target of everything that runs in a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target with rustup unless the compiler has it.
///
/// # Errors
/// When it is missing and cannot be added.
pub(crate) fn ensure() -> Outcome<()> {
    if sysroot()?.join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    terminal::line("Adding", &format!("the compiler's target {TARGET}"));
    let added = Command::new("rustup")
        .args(["target", "add", TARGET])
        .stdin(Stdio::null())
        .status();
    match added {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::message(format!(
            "could not add the target: `rustup target add {TARGET}` failed"
        ))),
        Err(_) => Err(Failure::message(format!(
            "the Rust target {TARGET} is missing and there is no rustup to add it: install rustup from \
             https://rustup.rs, or the package of your system that holds this target"
        ))),
    }
}

fn sysroot() -> Outcome<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(&rustc)
        .args(["--print", "sysroot"])
        .stderr(Stdio::inherit())
        .output()
        .or_fail(|| format!("start `{}` (is Rust installed?)", rustc.to_string_lossy()))?;
    if !output.status.success() {
        return Err(Failure::Shown);
    }
    Ok(PathBuf::from(
        String::from_utf8_lossy(&output.stdout).trim(),
    ))
}
