//! The page a submission is made on, and what its answer does to it.

use limosa_router::{Mounted, QueryFrame, Stale};

/// Where the visitor is.
#[derive(Debug, PartialEq)]
pub(super) struct Place(String);

impl Place {
    /// Whether the visitor is still there.
    pub(super) fn is_here(&self) -> bool {
        *self == place()
    }
}

pub(super) fn place() -> Place {
    Place(url())
}

/// Path and search of the page that is shown.
pub(crate) fn url() -> String {
    let location = window().location();
    let part = |part: Result<String, _>| part.unwrap_or_default();
    [part(location.pathname()), part(location.search())].concat()
}

/// Milliseconds of a clock that only goes forward.
pub(super) fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

pub(super) fn build() -> String {
    String::new()
}

pub(super) fn epoch() -> Option<String> {
    None
}

pub(super) fn mounted() -> Vec<Mounted> {
    Vec::new()
}

pub(super) fn session(_: &str) {}

pub(super) fn apply(_: QueryFrame, _: f64) {}

pub(super) fn expect(_: &[String]) {}

pub(super) fn give_up(_: &[String]) {}

pub(super) fn revalidate(_: &Stale, _: &[String]) {
    // Without a cache of queries the document is what there is to renew.
    let _ = window().location().reload();
}

pub(super) fn go(to: &str) {
    let _ = window().location().assign(to);
}

/// What follows an action whose body ran here.
pub(super) fn after_client_action(stale: &Stale, location: Option<&str>) {
    revalidate(stale, &[]);
    if let Some(to) = location {
        go(to);
    }
}

fn window() -> web_sys::Window {
    web_sys::window().expect("the browser has a window")
}
