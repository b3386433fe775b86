//! The content of a file on the server: in memory, or on disk when it is large.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// Content of an uploaded file. Cloning is cheap: clones share it, and what lies on disk goes with the last one.
#[derive(Debug, Clone)]
pub struct FileContent(Content);

#[derive(Debug, Clone)]
enum Content {
    Memory(Arc<[u8]>),
    Disk {
        file: Arc<File>,
        length: u64,
        digest: [u8; 32],
    },
}

impl FileContent {
    /// Content in memory.
    #[must_use]
    pub fn in_memory(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self(Content::Memory(bytes.into()))
    }

    /// Content in a file that has no name, so that the system takes it back however the process ends; `digest` is its SHA-256.
    #[must_use]
    pub fn on_disk(file: File, length: u64, digest: [u8; 32]) -> Self {
        Self(Content::Disk {
            file: Arc::new(file),
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

    /// Whether it lies on disk, because it is large.
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        matches!(self.0, Content::Disk { .. })
    }

    /// Reads it from its beginning, however many do so at a time: for contents that are too large to be in memory whole.
    ///
    /// Blocks on the disk if the content lies there.
    ///
    /// ```
    /// use std::io::Read;
    /// use limosa_actions::FileContent;
    ///
    /// let content = FileContent::in_memory(*b"not that large");
    /// let mut text = String::new();
    /// content.reader().take(3).read_to_string(&mut text)?;
    /// assert_eq!(text, "not");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn reader(&self) -> FileReader<'_> {
        FileReader {
            content: self,
            position: 0,
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
    /// A content on disk is read whole: large ones are read or copied by [`FileContent::reader`].
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.0 {
            Content::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::Disk { .. } => {
                let mut bytes = Vec::new();
                self.reader().read_to_end(&mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
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

/// Reads one content on the server; made by [`FileContent::reader`]. Readers of one content do not move each other.
#[derive(Debug)]
pub struct FileReader<'content> {
    content: &'content FileContent,
    position: u64,
}

impl Read for FileReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &self.content.0 {
            Content::Memory(bytes) => {
                let from =
                    usize::try_from(self.position).map_or(bytes.len(), |at| at.min(bytes.len()));
                (&bytes[from..]).read(buffer)?
            }
            Content::Disk { file, .. } => read_at(file, buffer, self.position)?,
        };
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for FileReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(by) => self.content.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}
