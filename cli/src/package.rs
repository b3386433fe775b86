//! Which package a path means, and what the tool has to know about it.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package as Manifest};

use crate::cargo;
use crate::failure::{Failure, OrFail, Outcome};

/// An app: a package with a program.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// Name in the manifest.
    pub(crate) name: String,
    /// The folder of the manifest.
    pub(crate) folder: PathBuf,
    /// The program that is both the server and, for wasm32, the browser's side.
    pub(crate) binary: String,
    /// The folder with `Cargo.lock`.
    pub(crate) workspace: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
}

impl Package {
    /// The package whose folder (or manifest) is at `path`.
    ///
    /// # Errors
    /// When there is no package, no program in it, or several and none is the default.
    pub(crate) fn find(path: &Path) -> Outcome<Self> {
        let manifest = manifest_at(path)?;
        let metadata = metadata_of(&manifest)?;
        let package = metadata
            .packages
            .iter()
            .find(|package| package.manifest_path.as_std_path() == manifest)
            .ok_or_else(|| is_workspace(path, &metadata))?;
        Self::from_manifest(package, &metadata)
    }

    /// Reads what is needed from the manifest of a package.
    pub(crate) fn from_manifest(package: &Manifest, metadata: &Metadata) -> Outcome<Self> {
        let manifest = package.manifest_path.as_std_path();
        Ok(Self {
            name: package.name.to_string(),
            folder: manifest.parent().unwrap_or(Path::new("/")).to_owned(),
            binary: binary_of(package)?,
            workspace: metadata.workspace_root.clone().into_std_path_buf(),
            target: metadata.target_directory.clone().into_std_path_buf(),
        })
    }

    /// Whether the app runs in the browser only: it brings its own page.
    pub(crate) fn is_browser_only(&self) -> bool {
        self.page().is_file()
    }

    /// The page of a browser-only app.
    pub(crate) fn page(&self) -> PathBuf {
        self.folder.join("index.html")
    }

    /// The folder that the built app is put into.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("limosa").join(&self.name)
    }
}

/// What cargo knows of the workspace around a manifest, without its dependencies.
///
/// # Errors
/// With cargo's own words when the manifest is wrong.
fn metadata_of(manifest: &Path) -> Outcome<Metadata> {
    let mut command = MetadataCommand::new();
    command
        .cargo_path(cargo::program())
        .manifest_path(manifest)
        .no_deps();
    command.exec().map_err(|error| cargo_said(error, manifest))
}

/// Why cargo could not describe a workspace, in its own words where it has any.
pub(crate) fn cargo_said(error: cargo_metadata::Error, place: &Path) -> Failure {
    match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            let text = stderr.trim();
            Failure::message(text.strip_prefix("error: ").unwrap_or(text))
        }
        other => Failure::message(format!(
            "could not ask cargo about `{}`: {other}",
            place.display()
        )),
    }
}

fn manifest_at(path: &Path) -> Outcome<PathBuf> {
    if !path.exists() {
        return Err(Failure::message(format!(
            "`{}` does not exist",
            path.display()
        )));
    }
    let manifest = if path.is_dir() {
        path.join("Cargo.toml")
    } else {
        path.to_owned()
    };
    if manifest.file_name().is_none_or(|name| name != "Cargo.toml") || !manifest.is_file() {
        return Err(Failure::message(format!(
            "`{}` is no package: it has no Cargo.toml",
            path.display()
        )));
    }
    manifest
        .canonicalize()
        .or_fail(|| format!("read `{}`", manifest.display()))
}

fn binary_of(package: &Manifest) -> Outcome<String> {
    let names: Vec<&str> = package
        .targets
        .iter()
        .filter(|target| target.is_bin())
        .map(|target| target.name.as_str())
        .collect();
    let chosen = match names.as_slice() {
        [] => {
            return Err(Failure::message(format!(
                "package `{}` has no binary: an app has a `src/main.rs`",
                package.name
            )));
        }
        [only] => Some(*only),
        several => several
            .iter()
            .copied()
            .find(|name| package.default_run.as_deref() == Some(*name))
            .or_else(|| {
                several
                    .iter()
                    .copied()
                    .find(|name| *name == package.name.as_str())
            }),
    };
    chosen.map(str::to_owned).ok_or_else(|| {
        Failure::message(format!(
            "package `{}` has several binaries ({}): name one in `default-run`",
            package.name,
            names.join(", ")
        ))
    })
}

fn is_workspace(path: &Path, metadata: &Metadata) -> Failure {
    let apps: Vec<String> = metadata
        .packages
        .iter()
        .filter(|package| package.targets.iter().any(cargo_metadata::Target::is_bin))
        .filter_map(|package| package.manifest_path.parent())
        .map(|folder| {
            format!(
                "`{}`",
                folder
                    .strip_prefix(&metadata.workspace_root)
                    .unwrap_or(folder)
            )
        })
        .collect();
    Failure::message(format!(
        "`{}` is a workspace, not a package; packages with a binary in it: {}",
        path.display(),
        if apps.is_empty() {
            "none".to_owned()
        } else {
            apps.join(", ")
        }
    ))
}
