//! The content of a file on the server: in memory, or on disk when it is large.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// Content of an uploaded file. Cloning is cheap: clones share it, and the last one removes a file on disk.
#[derive(Debug, Clone)]
pub struct FileContent(Content);

#[derive(Debug, Clone)]
enum Content {
    Memory(Arc<[u8]>),
    Disk {
        file: Arc<Temporary>,
        length: u64,
        digest: [u8; 32],
    },
}

#[derive(Debug)]
struct Temporary(PathBuf);

impl FileContent {
    /// Content in memory.
    #[must_use]
    pub fn in_memory(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self(Content::Memory(bytes.into()))
    }

    /// Content in a file on disk, which goes with the last clone; `digest` is its SHA-256.
    #[must_use]
    pub fn on_disk(path: PathBuf, length: u64, digest: [u8; 32]) -> Self {
        let file = Arc::new(Temporary(path));
        Self(Content::Disk {
            file,
            length,
            digest,
        })
    }

    /// Length in bytes.
    #[must_use]
    #[allow(
        clippy::len_without_is_empty,
        reason = "`File::is_empty` is the public way"
    )]
    pub fn len(&self) -> u64 {
        match &self.0 {
            Content::Memory(bytes) => bytes.len() as u64,
            Content::Disk { length, .. } => *length,
        }
    }

    /// Where it lies on disk; `None` if it is in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Content::Memory(_) => None,
            Content::Disk { file, .. } => Some(&file.0),
        }
    }

    /// SHA-256 of the bytes: two uploads of one content are the same submission. Reads no disk.
    pub(super) fn digest(&self) -> [u8; 32] {
        match &self.0 {
            Content::Memory(bytes) => Sha256::digest(bytes).into(),
            Content::Disk { digest, .. } => *digest,
        }
    }

    /// The bytes. Blocks on the disk if the content lies there.
    ///
    /// A content on disk is read whole: for large ones copy or read what lies at [`FileContent::path`].
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.0 {
            Content::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::Disk { file, .. } => std::fs::read(&file.0).map(Cow::Owned),
        }
    }
}

impl PartialEq for FileContent {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::Memory(own), Content::Memory(others)) => own == others,
            _ => self.len() == other.len() && self.digest() == other.digest(),
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(cause) = std::fs::remove_file(&self.0) {
            tracing::warn!("a temporary file of an upload stays behind: {cause}");
        }
    }
}
