//! The content of one file as it comes: in memory while it is small, then in a temporary file.

use std::fs::File;
use std::io::{self, Write};
use std::mem;

use bytes::Bytes;
use limosa_actions::FileContent;
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use super::read::BodyRefusal;

/// How much is written at a time.
const PORTION: usize = 256 * 1024;

/// A file that is coming. Dropped before its end it leaves nothing behind.
pub(super) struct Upload {
    held: Vec<u8>,
    /// How much may be in memory of a file that is not on disk.
    most: usize,
    spilled: Option<Spilled>,
}

struct Spilled {
    file: File,
    hash: Sha256,
    length: u64,
}

impl Upload {
    pub(super) fn new(most: usize) -> Self {
        Self {
            held: Vec::new(),
            most,
            spilled: None,
        }
    }

    pub(super) async fn push(&mut self, chunk: Bytes) -> Result<(), BodyRefusal> {
        self.held.extend_from_slice(&chunk);
        let most = match self.spilled {
            Some(_) => PORTION,
            None => self.most,
        };
        if self.held.len() > most {
            self.write().await?;
        }
        Ok(())
    }

    /// Bytes of it that stay in memory.
    pub(super) fn held(&self) -> usize {
        match self.spilled {
            Some(_) => 0,
            None => self.held.len(),
        }
    }

    pub(super) async fn finish(mut self) -> Result<FileContent, BodyRefusal> {
        if self.spilled.is_some() {
            self.write().await?;
        }
        let Some(Spilled { file, hash, length }) = self.spilled else {
            return Ok(FileContent::in_memory(self.held));
        };
        Ok(FileContent::on_disk(file, length, hash.finalize().into()))
    }

    /// Writes what is held, on a thread that may wait for a disk. Whoever drops this meanwhile has the file closed by that thread.
    async fn write(&mut self) -> Result<(), BodyRefusal> {
        let (spilled, portion) = (self.spilled.take(), mem::take(&mut self.held));
        let writing = spawn_blocking(move || Spilled::append(spilled, &portion));
        let written = writing.await.map_err(io::Error::other).flatten();
        self.spilled = Some(written.map_err(|cause| failed(&cause))?);
        Ok(())
    }
}

impl Spilled {
    fn append(spilled: Option<Self>, portion: &[u8]) -> io::Result<Self> {
        let mut spilled = match spilled {
            Some(spilled) => spilled,
            None => Self {
                // It has no name: nobody else can open it, and nothing of it stays when the process is killed.
                file: tempfile::tempfile()?,
                hash: Sha256::new(),
                length: 0,
            },
        };
        spilled.file.write_all(portion)?;
        spilled.hash.update(portion);
        spilled.length += portion.len() as u64;
        Ok(spilled)
    }
}

fn failed(cause: &io::Error) -> BodyRefusal {
    tracing::error!("an upload could not be written to a temporary file: {cause}");
    BodyRefusal::NoRoom
}
