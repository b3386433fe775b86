//! Makes wasm smaller and faster with binaryen's `wasm-opt`, if there is one.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, OrFail, Outcome};
use crate::terminal::{self, Step};

/// What rustc's wasm uses today; without the list an older `wasm-opt` refuses the program.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The optimised program, or the same one when there is no `wasm-opt`; `scratch` is a folder for its files.
///
/// # Errors
/// When `wasm-opt` is there and fails.
pub(super) fn optimise(wasm: Vec<u8>, scratch: &Path) -> Outcome<Vec<u8>> {
    if Command::new("wasm-opt")
        .arg("--version")
        .output()
        .is_err_and(|error| error.kind() == ErrorKind::NotFound)
    {
        terminal::note(
            "no wasm-opt on the PATH: the wasm stays as the compiler wrote it (`npm install --global binaryen` has \
             a recent one)",
        );
        return Ok(wasm);
    }
    let step = Step::start("Optimising", &terminal::size(wasm.len()));
    let (input, output) = (scratch.join("input.wasm"), scratch.join("output.wasm"));
    fs::write(&input, &wasm).or_fail(|| format!("write `{}`", input.display()))?;
    let run = Command::new("wasm-opt")
        .args(FEATURES)
        .arg("-O3")
        .arg(&input)
        .arg("--output")
        .arg(&output)
        .output()
        .or_fail(|| "start wasm-opt".to_owned())?;
    if !run.status.success() {
        return Err(Failure::message(format!(
            "wasm-opt failed: {}",
            String::from_utf8_lossy(&run.stderr).trim()
        )));
    }
    let optimised = fs::read(&output).or_fail(|| format!("read `{}`", output.display()))?;
    step.done(&format!(
        "{} to {}",
        terminal::size(wasm.len()),
        terminal::size(optimised.len())
    ));
    Ok(optimised)
}
