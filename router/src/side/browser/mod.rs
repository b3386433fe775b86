//! The browser: the query cache, navigation, and the page's own JavaScript.

mod body;

pub use body::{CallFuture, PreloadFuture, PreloadTask, QueryBody, Starter};
