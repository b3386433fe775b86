//! Components that every app needs.

mod error_boundary;
mod for_each;
mod head;
mod show;
mod suspense;
mod title;

pub(crate) use error_boundary::ErrorView;
pub use error_boundary::{ErrorBoundary, ErrorBoundaryProps};
pub use for_each::{For, ForProps};
pub use head::{
    Body, BodyProps, Html, HtmlProps, Link, LinkProps, Meta, MetaProps, Style, StyleProps,
    TakesAttributes,
};
pub use show::{Show, ShowProps};
pub use suspense::{Suspense, SuspenseProps};
pub use title::{Title, TitleProps};
