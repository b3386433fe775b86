//! On the server: run the app behind axum.

use limosa_dom::IntoView;
use limosa_router::App;
use std::error::Error;

pub use {inventory, limosa_axum as axum};

/// What the second argument of [`launch!`](crate::launch) comes to: the server with the app's state and layers, or why it cannot start.
pub type Setup = Result<limosa_axum::Server, Box<dyn Error + Send + Sync>>;

/// Serves `app` until the process is told to stop: what [`launch!`](crate::launch) does on the server.
#[doc(hidden)]
pub fn serve(app: fn() -> App, setup: impl FnOnce(limosa_axum::Server) -> Setup) {
    let served = setup(limosa_axum::Server::new(app)).and_then(limosa_axum::Server::serve);
    if let Err(error) = served {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

/// Tells how to start an app that lives in the browser alone, and ends the process with status 1.
pub fn mount<V: IntoView>(_view: impl FnOnce() -> V + 'static) {
    eprintln!("error: this app runs in the browser; start it with `cargo limosa serve <path of its package>`");
    std::process::exit(1);
}
