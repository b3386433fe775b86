//! Pages, URLs, navigation, queries with their cache, and preload: the router of Limosa.
#![forbid(unsafe_code)]

mod app;
mod base64;
#[doc(hidden)]
pub mod cache;
mod error;
mod identity;
#[doc(hidden)]
pub mod json;
#[doc(hidden)]
pub mod navigation;
#[doc(hidden)]
pub mod packed;
mod page;
pub mod preload;
mod query;
mod side;
#[doc(hidden)]
pub mod sorted;
mod url;
pub mod wire;

pub use app::{
    A, AProps, App, AppLocation, LinkPreload, LinkTarget, LinkUrl, Outlet, PageMatch, RouterState,
    TrailingSlash, Visit, history_state, is_routing, location, match_page, navigate, revalidate,
    touch,
};
pub use error::{AppError, CallError, FieldErrors, Internal, InternalExt};
pub use identity::Identity;
pub use navigation::{NavigateOptions, before_leave};
pub use page::{DefaultParent, NoParent, Page, PageRoute, ParentRoute};
pub use preload::{Preload, PreloadCall, PreloadList};
pub use query::{
    KeyPattern, Keys, Mounted, Query, QueryAll, QueryCall, QueryFn, QueryFrame, QueryKey,
    QueryOptions, QueryTag, Stale, Stamp, StampOrder, split_key,
};

pub use url::{
    Capture, Clash, Found, Href, Location, Pattern, PatternError, Trie, UrlReader, UrlWriter,
    ValueError,
};

limosa_dom::server_side! {
    pub use side::server;
}
limosa_dom::browser_side! {
    pub use side::browser;
}

/// What the macros expand to. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use crate::identity::Identity;
    pub use crate::query::{Query, QueryCall, QueryOptions};
    pub use crate::side::{CallFuture, PreloadFuture, PreloadTask, QueryBody, Starter};
    pub use futures::future::LocalBoxFuture;

    limosa_dom::server_side! {
        pub use crate::side::server::{PageRegistration, QueryRegistration, RequestContext, TagRegistration, start_text};
        pub use futures::future::BoxFuture;
    }

    /// What can be an argument of a query or an action.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot cross the wire",
        label = "neither sent nor received: is `#[server]` missing before this argument?",
        note = "an extractor, which exists on the server only, is marked `#[server]`; what the browser sends derives `Clone`, \
                `Serialize` and `Deserialize`"
    )]
    pub trait Crosses {}

    #[diagnostic::do_not_recommend]
    impl<T: serde::Serialize + serde::de::DeserializeOwned + Clone> Crosses for T {}

    /// Compiles if a type can cross the wire.
    pub fn crosses<T: Crosses>() {}

    /// The parts of a `Result`, also behind an alias.
    #[diagnostic::on_unimplemented(
        message = "a query or an action returns a `Result`, not `{Self}`",
        note = "its error type derives `limosa::Error`; `CallError` will do if the app has none"
    )]
    pub trait ResultParts {
        /// The value.
        type Value;
        /// The error.
        type Error;
    }

    impl<T, E> ResultParts for Result<T, E> {
        type Value = T;
        type Error = E;
    }
}
