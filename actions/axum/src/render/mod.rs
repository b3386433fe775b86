//! Where views live: futures pinned to one thread, on the worker that took the request or on a pool.

mod pinned;
mod tasks;

pub(crate) use pinned::{
    LocalStream, RenderPool, Rendered, RenderedBody, run, with_app, worker_thread,
};
