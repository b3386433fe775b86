//! Starting in the browser: mounting views, hydrating the page, and what happens once before either.

use std::cell::Cell;
use std::panic::PanicHookInfo;

use limosa_reactive::{Owner, batch, host};
use wasm_bindgen::{JsCast, JsValue};

use super::builder::{Builder, Place};
use super::extent::Extent;
use super::region::{self, Region};
use super::{events, glue, hydration, ops};
use crate::view::{IntoView, View};

/// A view on the page. Dropped, it is taken off and everything it made is disposed; [`forget`](Self::forget) keeps it.
#[must_use = "a view is taken off the page when this is dropped"]
pub struct Mounted {
    owner: Owner,
    extent: Extent,
    held: Region,
}

impl std::fmt::Debug for Mounted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Mounted")
    }
}

impl Mounted {
    /// Keeps the view on the page for good.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        batch(|| {
            self.extent.remove();
            self.owner.dispose();
            self.held = Region::new();
        });
        paint();
    }
}

/// The first element of the page that a CSS selector fits.
#[must_use]
pub fn find(selector: &str) -> Option<web_sys::Element> {
    let found = glue::find(selector);
    (!found.is_null()).then(|| found.unchecked_into())
}

/// Shows a view at the end of an element.
pub fn mount_to<V: IntoView>(
    parent: &web_sys::Element,
    view: impl FnOnce() -> V + 'static,
) -> Mounted {
    mount(parent, View::lazy(move || view().into_view()), false)
}

/// Shows a view at the end of the page.
pub fn mount_to_body<V: IntoView>(view: impl FnOnce() -> V + 'static) -> Mounted {
    mount(
        &glue::find("body"),
        View::lazy(move || view().into_view()),
        false,
    )
}

/// Takes over what the server has written into the page: no node is replaced, what was typed stays.
pub fn hydrate_body<V: IntoView>(view: impl FnOnce() -> V + 'static) -> Mounted {
    mount(
        &glue::find("body"),
        View::lazy(move || view().into_view()),
        true,
    )
}

/// As [`hydrate_body`], for what the server has written into one element.
pub fn hydrate_in<V: IntoView>(
    parent: &web_sys::Element,
    view: impl FnOnce() -> V + 'static,
) -> Mounted {
    mount(parent, View::lazy(move || view().into_view()), true)
}

/// How many nodes of the page and how many handlers are held: for tests that look for what is left behind.
#[must_use]
pub fn held() -> (u32, usize) {
    (ops::taken(), events::kept())
}

/// Sets `data-ready` on the document: the page is interactive.
pub fn set_ready() {
    ops::set_ready();
    ops::flush();
}

fn mount(parent: &JsValue, view: View, hydrate: bool) -> Mounted {
    start();
    let owner = Owner::new_root();
    let mut extent = Extent::Empty;
    if hydrate {
        hydration::start(parent);
    }
    let held = batch(|| {
        Region::collect(|| {
            let root = region::allocate(1);
            glue::adopt(root, parent);
            let place = if hydrate {
                Place::Hydrate
            } else {
                Place::Append(root)
            };
            owner.with(|| view.build(&mut Builder::new(place, Some(&mut extent))));
        })
    });
    paint();
    Mounted {
        owner,
        extent,
        held,
    }
}

thread_local! {
    static STARTED: Cell<bool> = const { Cell::new(false) };
    static PAINTED_ALSO: Cell<Option<fn()>> = const { Cell::new(None) };
}

fn start() {
    if STARTED.replace(true) {
        return;
    }
    std::panic::set_hook(Box::new(report));
    events::connect();
    host::set_painter(paint);
}

/// Carries out all writes so far.
fn paint() {
    ops::flush();
    if let Some(also) = PAINTED_ALSO.get() {
        also();
    }
}

/// Lets the head be painted too; apps without components for it do not carry its code.
pub(super) fn paint_also(paint: fn()) {
    PAINTED_ALSO.set(Some(paint));
}

/// A panic: told once with its place, then nothing is called any more and the page stays as it is.
fn report(panic: &PanicHookInfo<'_>) {
    let mut message = String::from("panicked");
    if let Some(place) = panic.location() {
        message.push_str(" at ");
        message.push_str(place.file());
        message.push(':');
        super::push_integer(&mut message, false, u64::from(place.line()));
    }
    message.push_str(": ");
    let payload = panic.payload();
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    message.push_str(text.unwrap_or("no message"));
    glue::stop(&message);
    host::stop();
}
