//! What an app needs day to day: `use limosa::prelude::*`.
//!
//! The derives of `Serialize` and `Deserialize` name the crate `serde`: an app has it among its dependencies, as those of
//! `cargo limosa new` do. Without it the compiler says that it cannot find the crate.
//!
//! ```toml
//! [dependencies]
//! limosa = "0.1"
//! serde = { version = "1", features = ["derive"] }
//! ```

limosa_dom::server_side! {
    pub use limosa_axum::{Session, State};
}

pub use limosa_actions::{
    Action, ActionCall, ActionError, AsAction, BindFour, BindOne, BindThree, BindTwo, BoundAction,
    Date, Field, FieldError, File, Form, FormEntries, OptimisticResource, OtherSite, Reply, Scalar,
    Sealed, Sent, SiteUrl, Submission, Submissions, form_status, in_flight, optimistic, redirect,
    reload, submission, submissions,
};
pub use limosa_dom::{
    Attributes, Body, Children, ChildrenFn, Dynamic, ErrorBoundary, For, Html, Index, IntoView,
    Link, Meta, NodeRef, Place, Portal, Props, ResourceView, Show, Style, Suspense, Title,
    Transition, View, ViewFn, after, debounced, element, on_window,
};
pub use limosa_macros::{Form, Page, Store, action, component, query, view};
pub use limosa_reactive::keyed::{map_indexed, map_keyed};
pub use limosa_reactive::{
    Callback, Effect, Memo, Owner, ReadSignal, RenderEffect, Resource, RwSignal, Selector, Store,
    StoredValue, Transition, WriteSignal, batch, expect_context, on_cleanup, provide_context,
    resource, signal, spawn_scoped, untrack, use_context, watch,
};
pub use limosa_router::{
    A, App, AppError, AppLocation, CallError, FieldErrors, Href, InternalExt, LinkPreload,
    Location, NavigateOptions, Outlet, Page, Preload, QueryCall, QueryFn, QueryTag, TrailingSlash,
    ValueError, before_leave, history_state, is_routing, location, navigate, preload, revalidate,
    touch,
};
pub use serde::{Deserialize, Serialize};
