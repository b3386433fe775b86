//! `<Suspense>` and `<ErrorBoundary>` on the server.

use std::error::Error;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use limosa_reactive::{ErrorBoundary, Owner, host, provide_context, raise, use_context};

use super::builder::{Builder, within};
use super::late::LateContent;
use super::output::{Output, Part, Session, Suspended};
use super::render::Mode;
use super::resolve::settle;
use crate::children::{Children, ViewFn};
use crate::components::{ErrorView, Pending};
use crate::view::View;

/// Content, or what stands for it until it is there: later in the stream, in its place, or before the first byte.
pub(crate) fn suspense(builder: &mut Builder<'_>, fallback: &ViewFn, children: Children) {
    builder.out.separate();
    let session = Rc::clone(&builder.out.session);
    let content = write_below(Owner::new(), &session, children);
    let out = &mut *builder.out;
    let is_held = content.is_held();
    match session.options.mode {
        Mode::OutOfOrder if is_held => return suspend(out, fallback, content),
        Mode::InOrder if is_held => out.hold(Part::Streamed(settle(content))),
        _ => out.append(content),
    }
    out.mark();
}

/// On the server there is no content before.
pub(crate) fn transition(
    builder: &mut Builder<'_>,
    fallback: &ViewFn,
    _pending: Option<Pending>,
    children: Children,
) {
    suspense(builder, fallback, children);
}

/// Keeps the place of content that is not there, and its fallback.
fn suspend(out: &mut Output, fallback: &ViewFn, content: Output) {
    let session = Rc::clone(&out.session);
    let number = session.next_number();
    let boundary = use_context::<Boundary>();
    let content = match &boundary {
        Some(boundary) => boundary.settle(content),
        None => settle(content),
    };
    session.late.borrow_mut().push(LateContent {
        number,
        content,
        boundary,
    });
    let mut instead = Output::new(&session);
    instead.marks_roots = true;
    fallback.view().build(&mut Builder::new(&mut instead));
    out.hold(Part::Suspended(Suspended {
        number,
        fallback: instead,
    }));
}

/// The nearest error boundary, for content that arrives after the boundary itself has been written.
#[derive(Clone)]
pub(crate) struct Boundary {
    owner: Option<Owner>,
    /// Owns the content.
    inside: Owner,
    boundary: ErrorBoundary,
    fallback: ErrorView,
}

impl Boundary {
    fn has_errors(&self) -> bool {
        self.boundary
            .errors()
            .with_untracked(|errors| !errors.is_empty())
    }

    /// Notes a panic of the content. The panic hook has told the cause, which is for nobody else.
    fn note_panic(&self) {
        host::warn("a view panicked; the <ErrorBoundary> around it shows its fallback");
        self.inside.with(|| raise(Panicked));
    }

    /// Waits for content below; if it panics there is an error instead.
    fn settle(&self, content: Output) -> LocalBoxFuture<'static, Output> {
        let (this, session) = (self.clone(), Rc::clone(&content.session));
        let settled = AssertUnwindSafe(settle(content)).catch_unwind();
        let content = settled.map(move |settled| {
            settled.unwrap_or_else(|_| {
                this.note_panic();
                Output::new(&session)
            })
        });
        content.boxed_local()
    }

    /// What stands for the content if there are errors.
    pub(crate) fn fallback(&self, session: &Rc<Session>) -> Option<Output> {
        if !self.has_errors() {
            return None;
        }
        let mut out = Output::new(session);
        within(self.owner, || {
            (self.fallback)(self.boundary.errors()).build(&mut Builder::new(&mut out))
        });
        Some(out)
    }
}

/// What a boundary hears of a panic below it.
#[derive(Debug)]
struct Panicked;

impl fmt::Display for Panicked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Something went wrong")
    }
}

impl Error for Panicked {}

/// Content, or the fallback if it raised errors or panicked, which is only known when all of it is there.
pub(crate) fn error_boundary(builder: &mut Builder<'_>, fallback: ErrorView, children: Children) {
    builder.out.separate();
    let above = Owner::current();
    let owner = Owner::new();
    let boundary = Boundary {
        owner: above,
        inside: owner,
        boundary: owner.with(ErrorBoundary::provide),
        fallback,
    };
    let provided = boundary.clone();
    let out = &mut *builder.out;
    let (end, marks_roots) = (out.end(), std::mem::take(&mut out.marks_roots));
    let write = || {
        let children = move || {
            provide_context(provided);
            children()
        };
        owner.with(|| View::lazy(children).build(&mut Builder::new(out)));
    };
    let panicked = catch_unwind(AssertUnwindSafe(write)).is_err();
    out.marks_roots = marks_roots;
    if panicked {
        drop(out.take_since(end));
        boundary.note_panic();
    }
    if out.is_held_since(end) {
        let whole = boundary
            .settle(out.take_since(end))
            .map(move |content| checked(content, &boundary));
        out.hold(Part::Held(whole.boxed_local()));
    } else if boundary.has_errors() {
        let content = out.take_since(end);
        out.append(checked(content, &boundary));
    }
    out.mark();
}

/// The content, or the fallback behind a mark that tells the browser so.
fn checked(content: Output, boundary: &Boundary) -> Output {
    match boundary.fallback(&content.session) {
        None => content,
        Some(fallback) => {
            let mut marked = Output::new(&content.session);
            marked.html.push_str("<!--e-->");
            marked.append(fallback);
            marked
        }
    }
}

fn write_below(owner: Owner, session: &Rc<Session>, children: Children) -> Output {
    let mut content = Output::new(session);
    owner.with(|| View::lazy(children).build(&mut Builder::new(&mut content)));
    content
}
