//! Components that every app needs.

mod dynamic;
mod error_boundary;
mod for_each;
mod head;
mod index;
mod portal;
mod show;
mod suspense;
mod title;
mod transition;

pub use dynamic::{Dynamic, DynamicProps};
pub(crate) use error_boundary::ErrorView;
pub use error_boundary::{ErrorBoundary, ErrorBoundaryProps};
pub use for_each::{For, ForProps};
pub use head::{
    Body, BodyProps, Html, HtmlProps, Link, LinkProps, Meta, MetaProps, Style, StyleProps,
};
pub use index::{Index, IndexProps, Place};
pub(crate) use portal::Target;
pub use portal::{Portal, PortalProps};
pub use show::{Show, ShowProps};
pub use suspense::{Suspense, SuspenseProps};
pub use title::{Title, TitleProps};
pub(crate) use transition::Pending;
pub use transition::{Transition, TransitionProps};
