//! Limosa: web apps in Rust with fine-grained signals, preloaded queries and actions that answer in one request.
//!
//! An app is one crate without feature flags: compiled for `wasm32` it is the browser's side, compiled for any
//! other target it is the server. Which item do I need?
//!
//! | I want to | use |
//! |---|---|
//! | show something | [`view!`](prelude::view), [`#[component]`](prelude::component) |
//! | hold state that the page follows | [`signal`](prelude::signal), [`RwSignal`](prelude::RwSignal), [`Memo`](prelude::Memo) |
//! | give a URL to a part of the app | [`#[derive(Page)]`](prelude::Page), [`App`](prelude::App) |
//! | read data from the server | [`#[query]`](prelude::query), [`resource`](prelude::resource) |
//! | change data | [`#[action]`](prelude::action), `<form action=…>`, [`submission`](prelude::submission) |
//! | start it all | [`launch!`], or [`mount`] and [`mount_to`] for an app without a server |
//! | test it | `limosa::testing` |
//!
//! A program that runs in the browser alone:
//!
//! ```no_run
//! use limosa::prelude::*;
//!
//! #[component]
//! fn Counter() -> impl IntoView {
//!     let (count, set_count) = signal(0);
//!     view! {
//!         <button on:click=move |_| set_count.update(|count| *count += 1)>
//!             "Clicked " {count} " times"
//!         </button>
//!     }
//! }
//!
//! fn main() {
//!     limosa::mount(Counter);
//! }
//! ```

#![forbid(unsafe_code)]

mod side;

pub mod prelude;

pub use limosa_macros::Error;
pub use side::{mount, mount_to};

limosa_dom::server_side! {
    pub mod server;
    pub mod testing;
}

/// Starts an app: in the browser it takes over the page that the server sent, elsewhere it serves.
///
/// The first argument makes the [`App`](prelude::App). The second, which exists on the server only, adds state,
/// layers, routes and stores to the server; `?` works in it. A server that cannot start says why in one line and
/// ends the process with status 1.
///
/// ```no_run
/// # use limosa::prelude::*;
/// # #[component]
/// # fn Layout() -> impl IntoView { view! { <main><Outlet/></main> } }
/// # mod db {
/// #     #[derive(Clone)]
/// #     pub struct Db;
/// #     impl Db { pub fn open() -> std::io::Result<Self> { Ok(Self) } }
/// # }
/// fn app() -> App {
///     App::new(Layout)
/// }
///
/// fn main() {
///     limosa::launch!(app(), |server| server.state(db::Db::open()?));
/// }
/// ```
#[macro_export]
macro_rules! launch {
    ($app:expr $(,)?) => {
        $crate::launch!($app, |server| server)
    };
    ($app:expr, |$server:ident| $setup:expr $(,)?) => {{
        #[cfg(target_arch = "wasm32")]
        $crate::__private::hydrate(|| $app);
        #[cfg(not(target_arch = "wasm32"))]
        $crate::__private::serve(|| $app, |$server| ::core::result::Result::Ok($setup));
    }};
}

/// Items that exist on the server only: they vanish from the browser's build.
///
/// What they name (a database, a secret) need not exist there either: put such dependencies under
/// `[target.'cfg(not(target_arch = "wasm32"))'.dependencies]` in the app's manifest.
///
/// ```
/// limosa::server_only! {
///     use std::fs;
///
///     fn greeting() -> std::io::Result<String> {
///         fs::read_to_string("greeting.txt")
///     }
/// }
/// ```
#[macro_export]
macro_rules! server_only {
    ($($item:item)*) => {
        $(#[cfg(not(target_arch = "wasm32"))] $item)*
    };
}

/// What the macros of Limosa expand to. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use limosa_actions as actions;
    pub use limosa_dom as dom;
    pub use limosa_reactive as reactive;
    pub use limosa_router as router;
    pub use serde;
    pub use serde_json;

    limosa_dom::browser_side! {
        pub use crate::side::hidden::hydrate;
    }
    limosa_dom::server_side! {
        pub use crate::side::hidden::{Setup, axum, inventory, serve};
    }
}
