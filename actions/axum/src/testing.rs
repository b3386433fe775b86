//! A server within a test: requests go straight to its router, on a runtime of the test's own.

use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::Request as AxumRequest;
use axum::response::Response;
use axum::routing::post;
use axum::{Extension, Router};
use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tower::ServiceExt;
use tracing_subscriber::filter::LevelFilter;

use crate::calls::direct;
use crate::server::{Server, ServerState, log_to_standard_error};

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
        let router = server.routes(Router::new().route(DIRECT, post(work)));
        Self(Rc::new(Inner {
            router: router.router(),
            runtime,
        }))
    }

    /// Awaits a future as server code of a page does, within a request that has these headers: calls of actions and queries
    /// run there directly. Gives the headers that were set too.
    ///
    /// # Panics
    ///
    /// When the future panics.
    pub fn call<T: Send + 'static>(
        &self,
        headers: HeaderMap,
        page: &str,
        call: impl Future<Output = T> + Send + 'static,
    ) -> (T, HeaderMap) {
        let (sender, mut ended) = oneshot::channel();
        // The receiver waits below for as long as this runs.
        let future = async move { drop(sender.send(call.await)) };
        let mut request = Request::new(Vec::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = DIRECT.parse().expect("a path");
        *request.headers_mut() = headers;
        let future: BoxFuture<'static, ()> = Box::pin(future);
        let page = page.to_owned();
        let work = Work(Arc::new(Mutex::new(Some((page, future)))));
        request.extensions_mut().insert(work);
        let answer = self.send(request);
        let value = ended.try_recv().expect("the call has come to its end");
        (value, answer.headers)
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

/// Where the server of a test takes calls that come over no wire.
const DIRECT: &str = "/_limosa/direct";

/// A page, and what is to be run as if on it.
#[derive(Clone)]
struct Work(Arc<Mutex<Option<OnPage>>>);

type OnPage = (String, BoxFuture<'static, ()>);

async fn work(
    Extension(state): Extension<ServerState>,
    Extension(work): Extension<Work>,
    request: AxumRequest,
) -> Response {
    let taken = work.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    let (page, future) = taken.expect("a piece of work is done once");
    direct(&state, request, page, future).await
}

impl Debug for InProcess {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("InProcess").finish_non_exhaustive()
    }
}
