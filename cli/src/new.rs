//! `cargo limosa new`: an app that builds and passes its tests.

use std::fs;
use std::path::{Path, PathBuf};

use crate::arguments::NewOptions;
use crate::failure::{Failure, OrFail, Outcome};
use crate::terminal;

/// The files of a new app; `{{name}}`, `{{crate}}` and `{{limosa}}` are filled in.
const FILES: [(&str, &str); 7] = [
    // Not named Cargo.toml here, or cargo would take the template for a package.
    ("Cargo.toml", include_str!("../templates/app/Cargo.toml.in")),
    (".gitignore", "/target\n"),
    (
        "public/style.css",
        include_str!("../templates/app/public/style.css"),
    ),
    ("src/main.rs", include_str!("../templates/app/src/main.rs")),
    ("src/lib.rs", include_str!("../templates/app/src/lib.rs")),
    (
        "src/notes.rs",
        include_str!("../templates/app/src/notes.rs"),
    ),
    (
        "tests/app.rs",
        include_str!("../templates/app/tests/app.rs"),
    ),
];

/// Writes the app into a new folder of its name.
///
/// # Errors
/// When the name is no package name, the folder exists, or there is no Limosa at the given path.
pub(crate) fn new(options: &NewOptions) -> Outcome<()> {
    let name = options
        .name
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    check_name(name)?;
    // Names of packages and crates are in small letters; the folder stays as it was asked for.
    let name = &name.to_ascii_lowercase();
    if options.name.exists() {
        return Err(Failure::message(format!(
            "`{}` exists already",
            options.name.display()
        )));
    }
    let limosa = match &options.path {
        Some(path) => dependency_at(path)?,
        None => format!("\"{}\"", published_version()),
    };
    for (path, template) in FILES {
        let content = template
            .replace("{{name}}", name)
            .replace("{{crate}}", &name.replace('-', "_"))
            .replace("{{limosa}}", &limosa);
        write(&options.name.join(path), &content)?;
    }
    terminal::line(
        "Created",
        &format!("{}; next: cargo limosa serve {0}", options.name.display()),
    );
    Ok(())
}

/// Cargo's own rules for names, as far as an app has to know them.
fn check_name(name: &str) -> Outcome<()> {
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let reserved = ["test", "core", "std", "alloc", "proc-macro", "limosa"].contains(&name);
    if starts_well
        && !reserved
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
    {
        return Ok(());
    }
    Err(Failure::message(format!(
        "`{name}` cannot be the name of an app: use letters, digits, `-` and `_`, a letter first, and no name that Rust \
         has taken"
    )))
}

/// The Limosa of a checkout, as cargo names it in a manifest.
fn dependency_at(path: &Path) -> Outcome<String> {
    let folder: PathBuf = path
        .canonicalize()
        .or_fail(|| format!("find `{}`", path.display()))?;
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    if !manifest.contains("name = \"limosa\"") {
        return Err(Failure::message(format!(
            "there is no Limosa at `{}`",
            path.display()
        )));
    }
    Ok(format!("{{ path = {:?} }}", folder.display().to_string()))
}

/// Major and minor version: Limosa and its command line tool are published together.
fn published_version() -> String {
    format!(
        "{}.{}",
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR")
    )
}

fn write(file: &Path, content: &str) -> Outcome<()> {
    file.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(file, content))
        .or_fail(|| format!("write `{}`", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_packages() {
        for name in ["notes", "my-notes", "notes_2"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in [
            "", "2notes", "no tes", "std", "limosa", "../notes", "-notes",
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
