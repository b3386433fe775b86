//! Multipart bodies as they come: texts in memory, files of some size on disk.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use bytes::Bytes;
use futures::stream::{Stream, StreamExt, poll_fn};
use limosa_actions::{File, FormEntries};
use multer::{Field, Multipart};

use super::form::{check_name, check_text};
use super::limits::Limits;
use super::read::BodyRefusal;
use super::upload::Upload;

/// RFC 2046 section 5.1.1.
pub(super) const LONGEST_BOUNDARY: usize = 70;

/// Bytes that may come without anything of the form in them: what stands before the first part, and the head of each.
const LONGEST_HEAD: usize = 64 * 1024;

/// Decodes a body that comes in chunks; chunks that are not yet needed are not asked for.
pub(super) async fn read<S>(
    chunks: S,
    boundary: String,
    limits: &Limits,
) -> Result<FormEntries, BodyRefusal>
where
    S: Stream<Item = Result<Bytes, BodyRefusal>> + Send + Unpin,
{
    let unread = Arc::new(AtomicUsize::new(0));
    let mut parts = Multipart::new(one_by_one(chunks, Arc::clone(&unread)), boundary);
    let mut reading = Reading {
        entries: FormEntries::new(),
        count: 0,
        memory: limits.memory,
        unread,
    };
    while let Some(part) = parts.next_field().await.map_err(refusal)? {
        reading.part(part, limits).await?;
    }
    Ok(reading.entries)
}

struct Reading {
    entries: FormEntries,
    count: usize,
    /// Bytes that may still be held in memory.
    memory: usize,
    /// Bytes that came since the last of which something was made.
    unread: Arc<AtomicUsize>,
}

impl Reading {
    async fn part(&mut self, mut part: Field<'_>, limits: &Limits) -> Result<(), BodyRefusal> {
        let name = part.name().ok_or(BodyRefusal::Malformed)?.to_owned();
        check_name(&name, self.count, limits)?;
        self.count += 1;
        match part.file_name().map(base_name) {
            Some(file_name) => {
                let content_type = part.content_type().map(ToString::to_string);
                let content_type = content_type.unwrap_or_default();
                let mut upload = Upload::new(self.memory.min(limits.file));
                while let Some(chunk) = self.chunk(&mut part).await? {
                    upload.push(chunk).await?;
                }
                self.memory -= upload.held();
                let file = File::new(file_name, content_type, upload.finish().await?);
                self.entries.push_file(name, file);
            }
            None => {
                let text = self.text(&mut part).await?;
                self.entries.push_text(name, check_text(&text)?);
            }
        }
        Ok(())
    }

    async fn text(&mut self, part: &mut Field<'_>) -> Result<String, BodyRefusal> {
        let mut text = Vec::new();
        while let Some(chunk) = self.chunk(part).await? {
            let left = self.memory.checked_sub(chunk.len());
            self.memory = left.ok_or(BodyRefusal::TooLarge)?;
            text.extend_from_slice(&chunk);
        }
        String::from_utf8(text).map_err(|_| BodyRefusal::Malformed)
    }

    async fn chunk(&self, part: &mut Field<'_>) -> Result<Option<Bytes>, BodyRefusal> {
        self.unread.store(0, Ordering::Relaxed);
        part.chunk().await.map_err(refusal)
    }
}

/// The chunks, one for each time they are asked for: `multer` takes all that is there, however little of it is wanted.
fn one_by_one<S>(
    mut chunks: S,
    unread: Arc<AtomicUsize>,
) -> impl Stream<Item = Result<Bytes, BodyRefusal>> + Send
where
    S: Stream<Item = Result<Bytes, BodyRefusal>> + Send + Unpin,
{
    let mut is_given = false;
    poll_fn(move |context| {
        if mem::take(&mut is_given) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = futures::ready!(chunks.poll_next_unpin(context));
        is_given = true;
        Poll::Ready(next.map(|chunk| {
            let chunk = chunk?;
            let before = unread.fetch_add(chunk.len(), Ordering::Relaxed);
            match before > LONGEST_HEAD {
                true => Err(BodyRefusal::TooLarge),
                false => Ok(chunk),
            }
        }))
    })
}

fn refusal(cause: multer::Error) -> BodyRefusal {
    match cause {
        multer::Error::StreamReadFailed(cause) => cause
            .downcast_ref()
            .copied()
            .unwrap_or(BodyRefusal::Malformed),
        _ => BodyRefusal::Malformed,
    }
}

fn base_name(path: &str) -> String {
    path.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned()
}
