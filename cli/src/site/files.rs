//! The files of a site folder: written only when they change, the ones of earlier builds removed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{OrFail, Outcome};

/// A site folder while it is written.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    /// Paths below the folder that belong to this build.
    current: BTreeSet<PathBuf>,
}

impl Files {
    /// Opens the folder, which is made if it does not exist.
    pub(super) fn open(folder: PathBuf) -> Outcome<Self> {
        fs::create_dir_all(&folder).or_fail(|| format!("make `{}`", folder.display()))?;
        Ok(Self {
            folder,
            current: BTreeSet::new(),
        })
    }

    /// Writes one file. A reader sees the old content or the new one, never a part.
    pub(super) fn put(&mut self, path: impl AsRef<Path>, content: &[u8]) -> Outcome<()> {
        let path = path.as_ref();
        let file = self.folder.join(path);
        self.current.insert(path.into());
        if fs::read(&file).is_ok_and(|old| old == content) {
            return Ok(());
        }
        self.replace(&file, |temporary| fs::write(temporary, content))
    }

    /// Copies one file from elsewhere, with its permissions; a running program of that name is not disturbed.
    pub(super) fn copy(&mut self, from: &Path, path: impl AsRef<Path>) -> Outcome<()> {
        let path = path.as_ref();
        self.current.insert(path.into());
        self.replace(&self.folder.join(path), |temporary| {
            fs::copy(from, temporary).map(drop)
        })
    }

    /// Copies all files below `from`, if it exists, to below `path`.
    pub(super) fn copy_folder(&mut self, from: &Path, path: &str) -> Outcome<()> {
        for file in files_below(from)? {
            self.copy(&from.join(&file), Path::new(path).join(&file))?;
        }
        Ok(())
    }

    /// The files written so far, below the folder.
    pub(super) fn written(&self) -> Vec<PathBuf> {
        self.current.iter().cloned().collect()
    }

    /// The content of a file that has been written.
    pub(super) fn read(&self, path: &Path) -> Outcome<Vec<u8>> {
        let file = self.folder.join(path);
        fs::read(&file).or_fail(|| format!("read `{}`", file.display()))
    }

    /// Removes what earlier builds left.
    pub(super) fn remove_others(self) -> Outcome<()> {
        for path in files_below(&self.folder)? {
            if !self.current.contains(&path) {
                let file = self.folder.join(&path);
                fs::remove_file(&file).or_fail(|| format!("remove `{}`", file.display()))?;
            }
        }
        Ok(())
    }

    fn replace(
        &self,
        file: &Path,
        write: impl FnOnce(&Path) -> std::io::Result<()>,
    ) -> Outcome<()> {
        let temporary = self.folder.join(".new");
        file.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| write(&temporary))
            .and_then(|()| fs::rename(&temporary, file))
            .or_fail(|| format!("write `{}`", file.display()))
    }
}

/// All files below a folder, as paths below it; none when there is no such folder.
fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&next).or_fail(|| format!("read `{}`", next.display()))? {
            let path = entry
                .or_fail(|| format!("read `{}`", next.display()))?
                .path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(below) = path.strip_prefix(folder) {
                files.push(below.to_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}
