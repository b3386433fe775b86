//! Notices that the sources of an app have changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cargo_metadata::{CargoOpt, MetadataCommand};
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use crate::cargo;
use crate::failure::{OrFail, Outcome};
use crate::package::Package;
use crate::terminal;

/// Editors write several files at once; a build begins when nothing has changed for this long.
const QUIET: Duration = Duration::from_millis(60);

/// Watches the sources until it is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    changes: UnboundedReceiver<PathBuf>,
    /// Stops to report when it is dropped.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch the app and the packages on this machine that it depends on.
    ///
    /// # Errors
    /// When the system refuses to watch.
    pub(super) fn start(package: &Package) -> Outcome<Self> {
        let (sender, changes) = unbounded_channel();
        let target = package.target.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            if !is_change(event.kind) {
                return;
            }
            if let Some(path) = event
                .paths
                .into_iter()
                .find(|path| is_source(path, &target))
            {
                // The receiver is gone when the program ends.
                let _ = sender.send(path);
            }
        })
        .or_fail(|| "watch the sources".to_owned())?;
        for (folder, mode) in folders(package) {
            if let Err(error) = watcher.watch(&folder, mode) {
                terminal::note(&format!(
                    "changes in `{}` will not be noticed: {error}",
                    folder.display()
                ));
            }
        }
        Ok(Self {
            changes,
            _watcher: watcher,
        })
    }

    /// Waits for a change and for the quiet after it; gives a file that changed.
    pub(super) async fn changed(&mut self) -> PathBuf {
        let Some(first) = self.changes.recv().await else {
            return std::future::pending().await;
        };
        let mut changed = vec![first];
        while let Ok(Some(path)) = timeout(QUIET, self.changes.recv()).await {
            changed.push(path);
        }
        to_name(changed)
    }
}

/// The file to name of those that changed: editors write to another one first, which is gone when they are done.
fn to_name(mut changed: Vec<PathBuf>) -> PathBuf {
    let there = changed.iter().position(|path| path.is_file());
    changed.swap_remove(there.unwrap_or_default())
}

fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Create(_)
        | EventKind::Remove(_) => true,
        EventKind::Modify(what) => !matches!(what, ModifyKind::Metadata(_)),
        _ => false,
    }
}

/// Not what builds write, nor what editors write beside the file that is edited.
fn is_source(path: &Path, target: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let passing = name.starts_with(['.', '#'])
        || name.ends_with(['~', '#'])
        || name.ends_with(".swp")
        || name == "4913";
    !passing && name != "Cargo.lock" && !path.starts_with(target)
}

/// What to watch of each package: its folder without what is below, and all below it that is no other package.
fn folders(app: &Package) -> Vec<(PathBuf, RecursiveMode)> {
    let mut folders = Vec::new();
    for package in packages(app) {
        for entry in fs::read_dir(&package).into_iter().flatten().flatten() {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if path.is_dir()
                && !hidden
                && path != app.target
                && !path.join("Cargo.toml").exists()
                && !is_target(&path)
            {
                folders.push((path, RecursiveMode::Recursive));
            }
        }
        folders.push((package, RecursiveMode::NonRecursive));
    }
    folders
}

/// Cargo marks its target folders; this one may be of another build.
fn is_target(folder: &Path) -> bool {
    folder.join("CACHEDIR.TAG").exists()
}

/// The folders of the app's package and of the packages on this machine that it needs.
fn packages(app: &Package) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::from([app.folder.clone()]);
    let mut command = MetadataCommand::new();
    command
        .cargo_path(cargo::program())
        .manifest_path(app.folder.join("Cargo.toml"))
        .features(CargoOpt::SomeFeatures(Vec::new()))
        .other_options(["--offline".to_owned()]);
    let Ok(metadata) = command.exec() else {
        return folders;
    };
    let Some(resolve) = &metadata.resolve else {
        return folders;
    };
    let mut wanted: Vec<_> = metadata
        .packages
        .iter()
        .filter(|package| package.name == app.name)
        .map(|p| &p.id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if !seen.insert(id) {
            continue;
        }
        let package = &metadata[id];
        if package.source.is_none() {
            folders.extend(
                package
                    .manifest_path
                    .parent()
                    .map(|folder| folder.as_std_path().to_owned()),
            );
        }
        let node = resolve.nodes.iter().find(|node| node.id == *id);
        wanted.extend(
            node.into_iter()
                .flat_map(|node| &node.dependencies)
                .filter(|id| metadata[*id].source.is_none()),
        );
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_builds_and_editors_write_is_no_change() {
        let target = Path::new("/app/target");
        assert!(is_source(Path::new("/app/src/main.rs"), target));
        assert!(!is_source(Path::new("/app/target/debug/app"), target));
        assert!(!is_source(Path::new("/app/src/.main.rs.swp"), target));
        assert!(!is_source(Path::new("/app/src/main.rs~"), target));
        assert!(!is_source(Path::new("/app/src/#main.rs#"), target));
        assert!(!is_source(Path::new("/app/Cargo.lock"), target));
    }

    #[test]
    fn the_file_that_is_named_is_one_that_is_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (passing, real) = (folder.join("src/sedA1b2C3"), folder.join("src/main.rs"));
        let changed = vec![passing.clone(), real.clone(), passing.clone()];
        assert_eq!(to_name(changed), real);
        assert_eq!(to_name(vec![passing.clone()]), passing, "it was removed");
    }
}
