//! Views, templates, hydration and HTML output of Limosa.
//!
//! A [`View`] is lazy: nothing is made when `view!` is evaluated. Building happens in document order, when the view is mounted
//! in the browser, hydrated there over the server's HTML, or written to HTML on the server.
#![forbid(unsafe_code)]

mod attribute;
mod bind;
mod children;
mod component;
mod components;
mod directive;
mod element;
mod event;
mod form;
mod head;
mod node_ref;
mod resource;
mod side;
mod template;
mod timer;
mod url;
mod view;
mod window;

#[doc(hidden)]
pub mod __private;

pub use attribute::{Attributes, IntoAttribute, IntoToggle, TextValue, Toggle};
pub use bind::{Binding, Choice, IntoBinding, IntoChoice, Many, One};
pub use children::{Children, ChildrenFn, ToChildren, ViewFn};
pub use component::{Component, Props};
pub use components::{
    Body, BodyProps, Dynamic, DynamicProps, ErrorBoundary, ErrorBoundaryProps, For, ForProps, Html,
    HtmlProps, Index, IndexProps, Link, LinkProps, Meta, MetaProps, Place, Portal, PortalProps,
    Show, ShowProps, Style, StyleProps, Suspense, SuspenseProps, Title, TitleProps, Transition,
    TransitionProps,
};
pub use element::{Element, element};
pub use form::{FieldAttributes, FormAction};
pub use node_ref::NodeRef;
pub use resource::{Mapped, ResourceView};
pub use side::{Builder, Handler, Instance};
pub use timer::{Timer, after, debounced};
pub use view::{IntoView, View};
pub use window::on_window;

pub use side::{browser, server};
