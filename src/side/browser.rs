//! In the browser: take over the page that the server sent, or fill an empty one.

use limosa_dom::{IntoView, hydrate_body, mount_to_body};
use limosa_router::App;

/// Hydrates the page with `app`: what [`launch!`](crate::launch) does in the browser.
#[doc(hidden)]
pub fn hydrate(app: impl FnOnce() -> App + 'static) {
    limosa_actions::browser::start();
    limosa_router::browser::start();
    hydrate_body(move || app().into_view());
    limosa_dom::browser::set_ready();
}

/// Shows `view` at the end of `<body>`, for apps that live in the browser alone.
///
/// The page is an `index.html` beside the app's `Cargo.toml`; `cargo limosa serve` and `build` put the
/// module script into it. `<html>` gets the attribute `data-ready` once the view is there. On every other
/// target it prints how to start the app and ends the process with status 1.
pub fn mount<V: IntoView>(view: impl FnOnce() -> V + 'static) {
    mount_to_body(move || view().into_view()).forget();
    limosa_dom::browser::set_ready();
}
