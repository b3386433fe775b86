//! A server within a test: requests go straight to its router, on a runtime of the test's own.

use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use tracing_subscriber::filter::LevelFilter;

use crate::server::{Server, log_to_standard_error};

/// A server that runs in the calling thread. Cheap to clone; stays on its thread; `send` blocks.
#[derive(Clone)]
pub struct InProcess(Rc<Inner>);

struct Inner {
    router: Router,
    runtime: Runtime,
}

/// A whole response.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, all chunks together.
    pub body: Bytes,
}

impl InProcess {
    /// Builds the server. What it logs goes to standard error, from warnings on unless `RUST_LOG` says otherwise.
    ///
    /// # Panics
    ///
    /// When the server cannot be built, or there is no runtime to be had.
    #[must_use]
    pub fn new(server: Server) -> Self {
        log_to_standard_error(LevelFilter::WARN);
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a test can have a runtime");
        Self(Rc::new(Inner {
            router: server.router(),
            runtime,
        }))
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Panics
    ///
    /// When the body of the answer breaks off.
    #[must_use]
    pub fn send(&self, request: Request<Vec<u8>>) -> Answer {
        self.0.runtime.block_on(async {
            let answered = self.0.router.clone().oneshot(request.map(Body::from)).await;
            let (parts, body) = answered.unwrap_or_else(|never| match never {}).into_parts();
            let body = body
                .collect()
                .await
                .expect("the answer comes whole")
                .to_bytes();
            Answer {
                status: parts.status,
                headers: parts.headers,
                body,
            }
        })
    }
}

impl Debug for InProcess {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("InProcess").finish_non_exhaustive()
    }
}
