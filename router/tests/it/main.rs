//! Native tests of the router: one binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// Pages that show their name.
macro_rules! plain_pages {
    ($($page:ident)*) => {
        $(impl limosa_router::Page for $page {
            fn view(_: Memo<Self>) -> impl limosa_dom::IntoView {
                stringify!($page)
            }
        })*
    };
}

mod answers;
mod cache;
mod errors;
mod navigation;
mod overlays;
mod pages;
mod reader;
mod request;
mod tags;
mod urls;
mod visits;
mod world;
