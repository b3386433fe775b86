//! In the browser: take over the page that the server sent, or fill an empty one.

use limosa_dom::IntoView;
use limosa_dom::browser::{find, mount_to as mount_in, set_ready};

/// A third of the code of the standard library's allocator, and faster.
#[cfg(feature = "allocator")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What `launch!` expands to on this side.
pub(crate) mod hidden {
    use limosa_dom::browser::{hydrate_body, set_ready};
    use limosa_router::App;

    /// Hydrates the page with `app`.
    pub fn hydrate(app: impl FnOnce() -> App + 'static) {
        limosa_router::browser::start();
        limosa_actions::browser::start();
        hydrate_body(app).forget();
        limosa_actions::browser::ready();
        set_ready();
    }
}

/// Shows `view` at the end of `<body>`, for apps that live in the browser alone.
///
/// The page is an `index.html` beside the app's `Cargo.toml`; `cargo limosa serve` and `build` put the
/// module script into it. `<html>` gets the attribute `data-ready` once the view is there. On every other
/// target it says how to start the app and ends the process with status 1.
pub fn mount<V: IntoView>(view: impl FnOnce() -> V + 'static) {
    mount_to("body", view);
}

/// As [`mount`], at the end of the first element of the page that `selector` fits.
///
/// # Panics
/// If none fits.
#[track_caller]
pub fn mount_to<V: IntoView>(selector: &str, view: impl FnOnce() -> V + 'static) {
    let Some(parent) = find(selector) else {
        panic!("no element of the page fits the selector that `mount_to` was given");
    };
    mount_in(&parent, view).forget();
    set_ready();
}
