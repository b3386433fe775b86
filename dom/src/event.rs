//! `on:name:prevent` and `on:name:stop`.

use web_sys::Event;

/// A handler that first tells the browser not to do what it would.
#[doc(hidden)]
pub fn prevent<E: AsRef<Event>, F: Fn(E) + 'static>(call: F) -> impl Fn(E) + 'static {
    move |event| {
        event.as_ref().prevent_default();
        call(event);
    }
}

/// A handler beyond which the event does not go.
#[doc(hidden)]
pub fn stop<E: AsRef<Event>, F: Fn(E) + 'static>(call: F) -> impl Fn(E) + 'static {
    move |event| {
        event.as_ref().stop_propagation();
        call(event);
    }
}
