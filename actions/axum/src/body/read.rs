//! Reads a body within its limits, or discards enough of it that the client sees why it was refused.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, EXPECT};
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;

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
        }
    }
}

/// The whole body.
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
    let announced = announced_length(headers);
    if announced.is_some_and(|length| length > limits.body as u64) {
        discard(headers, body).await;
        return Err(BodyRefusal::TooLarge);
    }
    let capacity = announced
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or(0);
    let outcome =
        tokio::time::timeout(limits.time, collect(&mut body, limits.body, capacity)).await;
    let refusal = match outcome {
        Ok(Ok(bytes)) => return Ok(bytes),
        Ok(Err(refusal)) => refusal,
        Err(_) => BodyRefusal::TooSlow,
    };
    if refusal == BodyRefusal::TooLarge {
        discard(headers, body).await;
    }
    Err(refusal)
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
    drop(tokio::time::timeout(DISCARDING_TIME, discarding).await);
}

async fn collect(body: &mut Body, most: usize, capacity: usize) -> Result<Bytes, BodyRefusal> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyRefusal::Malformed)?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > most {
            return Err(BodyRefusal::TooLarge);
        }
        // Nearly every form arrives as one frame, which then needs no copy.
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            if all.is_empty() {
                all.reserve(capacity.min(most));
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
            |_| -> std::task::Poll<Option<Result<Bytes, std::io::Error>>> {
                panic!("the body was asked for")
            },
        ));
        executor::block_on(discard(&headers, asked));
    }
}
