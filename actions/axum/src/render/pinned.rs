//! The one function that takes a request to a thread on which views may live.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::future::poll_fn;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures::stream::{LocalBoxStream, Stream, StreamExt};
use http::{HeaderMap, StatusCode};
use limosa_router::App;
use send_wrapper::SendWrapper;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::task::LocalPoolHandle;

use super::tasks::{Tasks, prepare_thread};
use crate::server::ServerState;

/// Chunks of a body that are made on one thread.
pub(crate) type LocalStream = LocalBoxStream<'static, Bytes>;

/// A response whose body may still be in the making.
pub(crate) struct Rendered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RenderedBody,
}

/// The body of a [`Rendered`].
pub(crate) enum RenderedBody {
    Whole(Bytes),
    Chunks(LocalStream),
}

/// Threads for renders that begin outside of the server's own workers; started when the first one does.
#[derive(Default)]
pub(crate) struct RenderPool(OnceLock<LocalPoolHandle>);

thread_local! {
    static IS_WORKER: Cell<bool> = const { Cell::new(false) };
    static IS_PREPARED: Cell<bool> = const { Cell::new(false) };
    static APPS: RefCell<Vec<(u64, App)>> = const { RefCell::new(Vec::new()) };
}

/// Says that this thread's runtime never moves a task to another thread, so that renders may run where requests arrive.
pub(crate) fn worker_thread() {
    IS_WORKER.set(true);
}

/// Renders on the thread at hand if it is a worker, else on the pool. Dropping the future or the body drops the render.
pub(crate) async fn run<F, Fut>(state: &ServerState, make: F) -> Response
where
    F: FnOnce(App) -> Fut + Send + 'static,
    Fut: Future<Output = Rendered> + 'static,
{
    if IS_WORKER.get() {
        let render = here(app(state), make);
        SendWrapper::new(render).await.map(|body| match body {
            MadeBody::Whole(bytes) => Body::from(bytes),
            MadeBody::Chunks(chunks) => Body::from_stream(chunks),
        })
    } else {
        on_pool(state, make).await
    }
}

/// Calls a function with the app of a render thread; `None` after a panic in it.
pub(crate) async fn with_app<T: Send + 'static>(
    state: &ServerState,
    call: impl FnOnce(&App) -> T + Send + 'static,
) -> Option<T> {
    if IS_WORKER.get() {
        return catch_unwind(AssertUnwindSafe(|| call(&app(state)))).ok();
    }
    let pinned = state.clone();
    let task = state
        .pool
        .handle()
        .spawn_pinned(move || async move { call(&app(&pinned)) });
    task.await.ok()
}

enum MadeBody {
    Whole(Bytes),
    Chunks(SendWrapper<Chunks>),
}

async fn here<F, Fut>(app: App, make: F) -> Response<MadeBody>
where
    F: FnOnce(App) -> Fut + 'static,
    Fut: Future<Output = Rendered> + 'static,
{
    let mut tasks = Tasks::default();
    let mut main = Box::pin(async move { make(app).await });
    let poll = |context: &mut Context<'_>| {
        let step = || tasks.poll_with(context, |context| main.as_mut().poll(context));
        match catch_unwind(AssertUnwindSafe(step)) {
            Ok(Poll::Ready(rendered)) => Poll::Ready(Some(rendered)),
            Ok(Poll::Pending) => Poll::Pending,
            Err(_) => Poll::Ready(None),
        }
    };
    let rendered = poll_fn(poll).await;
    drop(main);
    let Some(Rendered {
        status,
        headers,
        body,
    }) = rendered
    else {
        tracing::error!("a page panicked while it was rendered");
        return crate::pages::something_went_wrong().map(MadeBody::Whole);
    };
    let body = match body {
        RenderedBody::Whole(bytes) => MadeBody::Whole(bytes),
        RenderedBody::Chunks(stream) => MadeBody::Chunks(SendWrapper::new(Chunks {
            stream: Some(stream),
            tasks,
        })),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The rest of a body, with what it spawned.
struct Chunks {
    /// None after a panic. Before the tasks, so that it is dropped first.
    stream: Option<LocalStream>,
    tasks: Tasks,
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        let this = &mut *self;
        let Some(stream) = &mut this.stream else {
            return Poll::Ready(None);
        };
        let step = || {
            this.tasks
                .poll_with(context, |context| stream.poll_next_unpin(context))
        };
        match catch_unwind(AssertUnwindSafe(step)) {
            Ok(polled) => polled.map(|chunk| chunk.map(Ok)),
            Err(_) => {
                tracing::error!("a page panicked while its rest was rendered");
                this.stream = None;
                // An error cuts the connection: the browser must not take what it has for the whole.
                Poll::Ready(Some(Err(io::Error::other(
                    "the rest could not be rendered",
                ))))
            }
        }
    }
}

async fn on_pool<F, Fut>(state: &ServerState, make: F) -> Response
where
    F: FnOnce(App) -> Fut + Send + 'static,
    Fut: Future<Output = Rendered> + 'static,
{
    let (head, arrived_head) = oneshot::channel();
    let (sender, mut chunks) = mpsc::channel(1);
    let pinned = state.clone();
    let task = state.pool.handle().spawn_pinned(move || async move {
        let (parts, body) = here(app(&pinned), make).await.into_parts();
        match body {
            MadeBody::Whole(bytes) => drop(head.send(Response::from_parts(parts, Some(bytes)))),
            MadeBody::Chunks(stream) => {
                drop(head.send(Response::from_parts(parts, None)));
                forward(stream, sender).await;
            }
        }
    });
    let task = AbortOnDrop(task);
    let Ok(response) = arrived_head.await else {
        return crate::pages::something_went_wrong().map(Body::from);
    };
    response.map(|whole| match whole {
        Some(bytes) => Body::from(bytes),
        None => Body::from_stream(futures::stream::poll_fn(move |context| {
            let _held = &task;
            chunks.poll_recv(context)
        })),
    })
}

async fn forward(mut chunks: SendWrapper<Chunks>, sender: mpsc::Sender<io::Result<Bytes>>) {
    while let Some(chunk) = chunks.next().await {
        if sender.send(chunk).await.is_err() {
            return;
        }
    }
}

struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl RenderPool {
    fn handle(&self) -> &LocalPoolHandle {
        self.0.get_or_init(|| {
            LocalPoolHandle::new(std::thread::available_parallelism().map_or(1, usize::from))
        })
    }
}

impl Debug for RenderPool {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RenderPool").finish_non_exhaustive()
    }
}

/// The app of this thread: built once per server and thread.
fn app(state: &ServerState) -> App {
    if !IS_PREPARED.replace(true) {
        prepare_thread();
    }
    let known = APPS.with_borrow(|apps| {
        apps.iter()
            .find(|(id, _)| *id == state.id)
            .map(|(_, app)| app.clone())
    });
    known.unwrap_or_else(|| {
        let app = (state.app)();
        APPS.with_borrow_mut(|apps| apps.push((state.id, app.clone())));
        app
    })
}
