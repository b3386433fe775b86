//! Reads a body within its limits, or discards enough of it that the client sees why it was refused.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures::ready;
use futures::stream::{Stream, StreamExt};
use http::header::{CONTENT_LENGTH, EXPECT};
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::limits::Limits;

const DISCARDED_BYTES: usize = 1024 * 1024;
const DISCARDING_TIME: Duration = Duration::from_secs(1);

/// Why a body was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyRefusal {
    /// More bytes, fields or levels than the limits allow.
    TooLarge,
    /// The body took longer than the limits allow.
    TooSlow,
    /// The connection broke, or the bytes are not what the content type says.
    Malformed,
    /// A content type that no form and no call of Limosa has.
    UnknownType,
    /// The server could not keep it, because its disk is full or broken.
    NoRoom,
}

impl BodyRefusal {
    /// The status with which the request is answered.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::UnknownType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoRoom => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Display for BodyRefusal {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooLarge => "the body is too large",
            Self::TooSlow => "the body is too slow",
            Self::Malformed => "the body is not what it says",
            Self::UnknownType => "the body is of an unknown type",
            Self::NoRoom => "the body could not be kept",
        })
    }
}

impl Error for BodyRefusal {}

/// The whole body, in memory.
///
/// # Errors
///
/// When it is larger or slower than `limits` allow, or breaks off. What is left has then been discarded as far as
/// [`discard`] goes.
pub async fn read(
    headers: &HeaderMap,
    mut body: Body,
    limits: &Limits,
) -> Result<Bytes, BodyRefusal> {
    let most = limits.body.min(limits.memory);
    let announced = announced_length(headers).and_then(|length| usize::try_from(length).ok());
    let capacity = announced.unwrap_or(0).min(most);
    let chunks = Chunks::of(headers, &mut body, most);
    let collected = in_time(limits, collect(chunks, capacity)).await;
    or_discard(headers, body, collected).await
}

/// What is made of a body, if that takes no longer than allowed.
pub(super) async fn in_time<T>(
    limits: &Limits,
    making: impl Future<Output = Result<T, BodyRefusal>>,
) -> Result<T, BodyRefusal> {
    let made = timeout(limits.time, making).await;
    made.unwrap_or(Err(BodyRefusal::TooSlow))
}

/// What was made of a body; after a refusal the rest of it is discarded, but not waited for where it was too slow.
pub(super) async fn or_discard<T>(
    headers: &HeaderMap,
    body: Body,
    made: Result<T, BodyRefusal>,
) -> Result<T, BodyRefusal> {
    if matches!(made, Err(refusal) if refusal != BodyRefusal::TooSlow) {
        discard(headers, body).await;
    }
    made
}

/// The chunks of a body that may have so many bytes.
pub(super) struct Chunks<'a> {
    body: &'a mut Body,
    left: usize,
    is_announced_larger: bool,
}

impl<'a> Chunks<'a> {
    pub(super) fn of(headers: &HeaderMap, body: &'a mut Body, most: usize) -> Self {
        Self {
            body,
            left: most,
            is_announced_larger: announced_length(headers)
                .is_some_and(|length| length > most as u64),
        }
    }
}

impl Stream for Chunks<'_> {
    type Item = Result<Bytes, BodyRefusal>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_announced_larger {
            return Poll::Ready(Some(Err(BodyRefusal::TooLarge)));
        }
        loop {
            let Some(frame) = ready!(Pin::new(&mut *self.body).poll_frame(context)) else {
                return Poll::Ready(None);
            };
            let Ok(frame) = frame else {
                return Poll::Ready(Some(Err(BodyRefusal::Malformed)));
            };
            // Trailers are nothing to us.
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let left = self.left.checked_sub(data.len());
            self.left = left.unwrap_or(0);
            let data = left.map(|_| data).ok_or(BodyRefusal::TooLarge);
            return Poll::Ready(Some(data));
        }
    }
}

/// Reads and forgets up to 1 MiB or for up to 1 s, so that a client that is still sending gets to see an early answer.
pub async fn discard(headers: &HeaderMap, mut body: Body) {
    // Such a client waits for a go-ahead; asking for the body would give it.
    if headers.contains_key(EXPECT) {
        return;
    }
    let discarding = async {
        let mut left = DISCARDED_BYTES;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            left = match left.checked_sub(length) {
                Some(left) => left,
                None => break,
            };
        }
    };
    // Running out of time is one of the two ways in which this ends.
    drop(timeout(DISCARDING_TIME, discarding).await);
}

async fn collect(mut chunks: Chunks<'_>, capacity: usize) -> Result<Bytes, BodyRefusal> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(data) = chunks.next().await {
        let data = data?;
        // Nearly every form arrives as one frame, which then needs no copy.
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            if all.is_empty() {
                all.reserve(capacity);
                all.extend_from_slice(&first);
            }
            all.extend_from_slice(&data);
        }
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use futures::{StreamExt, executor, stream};
    use http::HeaderValue;

    use super::*;

    fn chunks(count: usize) -> Body {
        let parts = stream::iter(std::iter::repeat_n(
            Bytes::from_static(&[b'a'; 1000]),
            count,
        ));
        Body::from_stream(parts.map(Ok::<_, std::io::Error>))
    }

    #[tokio::test]
    async fn a_body_within_the_limit_is_read_whole() {
        let limits = Limits::default().body(3_000);
        let bytes = read(&HeaderMap::new(), chunks(3), &limits).await.unwrap();
        assert_eq!(bytes.len(), 3_000);
        assert_eq!(
            read(&HeaderMap::new(), Body::empty(), &limits)
                .await
                .unwrap()
                .len(),
            0
        );
    }

    #[tokio::test]
    async fn a_body_beyond_the_limit_is_refused_with_or_without_a_length() {
        let limits = Limits::default().body(2_999);
        assert_eq!(
            read(&HeaderMap::new(), chunks(3), &limits).await,
            Err(BodyRefusal::TooLarge)
        );
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("3000"));
        assert_eq!(
            read(&headers, chunks(3), &limits).await,
            Err(BodyRefusal::TooLarge)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn slow_and_endless_bodies_end() {
        let endless = || Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        let limits = Limits::default();
        assert_eq!(
            read(&HeaderMap::new(), endless(), &limits).await,
            Err(BodyRefusal::TooSlow)
        );
        discard(&HeaderMap::new(), endless()).await;
    }

    #[test]
    fn waiting_clients_are_not_asked_for_the_body() {
        let mut headers = HeaderMap::new();
        headers.insert(EXPECT, HeaderValue::from_static("100-continue"));
        let asked = Body::from_stream(stream::poll_fn(
            |_| -> Poll<Option<Result<Bytes, std::io::Error>>> { panic!("the body was asked for") },
        ));
        executor::block_on(discard(&headers, asked));
    }
}
