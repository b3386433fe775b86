//! Runs wasm-bindgen, as a library of the version that Limosa is built with.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;

use super::{loader, slim};
use crate::failure::{Failure, OrFail, Outcome};
use crate::package::Package;

/// Where wasm-bindgen finds what a program imports and exports.
const DESCRIPTORS: &str = "__wasm_bindgen_unstable";

/// What wasm-bindgen makes of a program.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The script that loads the program; it imports `modules`.
    pub(crate) script: String,
    /// The program with its descriptors taken out.
    pub(crate) wasm: Vec<u8>,
    /// The crates' JavaScript, by the path under which `script` imports it.
    pub(crate) modules: BTreeMap<String, String>,
    /// Names of what the program imports.
    pub(crate) imports: BTreeSet<String>,
    /// Names of what the program exports.
    pub(crate) exports: Vec<String>,
}

/// How a program is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// An app; names of functions stay, for readable stack traces.
    Development,
    /// An app for users: nothing in it that does not run.
    Release,
    /// A test program: its functions are called by name, its `main` is not.
    Test,
}

/// Makes the script and the final wasm of the program at `wasm`.
///
/// # Errors
/// When wasm-bindgen refuses the program.
pub(crate) fn bind(name: &str, wasm: &Path, purpose: Purpose) -> Outcome<Bound> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_module(name, program(wasm, purpose)?)
        .typescript(false)
        .remove_producers_section(true)
        .demangle(purpose != Purpose::Release);
    if purpose == Purpose::Test {
        bindgen.emit_start(false).export_wasm(true).debug(true);
    }
    let mut output = bindgen
        .web(true)
        .and_then(Bindgen::generate_output)
        .or_fail(|| format!("run wasm-bindgen on {name}"))?;
    if let Some(package) = output.npm_dependencies().keys().next() {
        return Err(Failure::message(format!(
            "a crate of {name} imports `{package}` from npm, which Limosa does not bundle"
        )));
    }
    let mut modules = BTreeMap::new();
    for (crate_name, sources) in output.snippets() {
        for (number, source) in sources.iter().enumerate() {
            modules.insert(
                format!("./snippets/{crate_name}/inline{number}.js"),
                source.clone(),
            );
        }
    }
    for (path, source) in output.local_modules() {
        modules.insert(format!("./snippets/{path}"), source.clone());
    }
    let mut script = output.js().to_owned();
    if purpose == Purpose::Release {
        script = loader::with_small_loader(&script);
        script = loader::without_wrappers(&script);
        script = loader::without_repeats(&script);
        script = loader::shorten_imports(output.wasm_mut(), &script);
        script = loader::shorten_exports(output.wasm_mut(), &script);
        script = loader::without_detours(&script);
        // Crates of which nothing is left have modules too.
        let used = modules.iter().filter(|(path, _)| script.contains(*path));
        let mut scripts: Vec<&str> = used.map(|(_, source)| source.as_str()).collect();
        scripts.push(&script);
        slim::slim(output.wasm_mut(), name, &scripts);
    }
    let exports = output
        .wasm()
        .exports
        .iter()
        .map(|export| export.name.clone())
        .collect();
    let imports = output.wasm().imports.iter();
    Ok(Bound {
        imports: imports.map(|import| import.name.clone()).collect(),
        exports,
        script,
        modules,
        wasm: output.wasm_mut().emit_wasm(),
    })
}

/// Reads a compiled program.
fn program(wasm: &Path, purpose: Purpose) -> Outcome<Module> {
    let bytes = fs::read(wasm).or_fail(|| format!("read `{}`", wasm.display()))?;
    let mut module = ModuleConfig::new()
        .strict_validate(false)
        .generate_dwarf(false)
        .generate_name_section(purpose != Purpose::Release)
        .generate_producers_section(false)
        .parse(&bytes)
        .or_fail(|| format!("read `{}` as wasm", wasm.display()))?;
    if !module
        .customs
        .iter()
        .any(|(_, section)| section.name() == DESCRIPTORS)
    {
        // A program that calls no JavaScript has none of the functions which wasm-bindgen rewrites for reference types,
        // and is refused if its features name them.
        module.customs.remove_raw("target_features");
    }
    Ok(module)
}

/// Compares the wasm-bindgen of the app with the one in this tool: their formats must agree exactly.
///
/// # Errors
/// Naming both versions when they differ. An app that has not been resolved yet is asked again after its build.
pub(crate) fn check_versions(package: &Package) -> Outcome<()> {
    let Ok(lock) = fs::read_to_string(package.workspace.join("Cargo.lock")) else {
        return Ok(());
    };
    let ours = wasm_bindgen_shared::version();
    match locked_version(&lock) {
        Some(theirs) if theirs != ours => Err(Failure::message(format!(
            "{} uses wasm-bindgen {theirs}, but this `cargo limosa` works with {ours}: run `cargo update -p \
             wasm-bindgen --precise {ours}`, or install the limosa-cli that belongs to the app's Limosa",
            package.name
        ))),
        _ => Ok(()),
    }
}

fn locked_version(lock: &str) -> Option<&str> {
    let (_, entry) = lock.split_once("name = \"wasm-bindgen\"\n")?;
    entry.strip_prefix("version = \"")?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_wasm_bindgen_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.95\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock), Some("0.2.95"));
        assert_eq!(
            locked_version("[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\n"),
            None
        );
    }
}
