//! `<Suspense>` and `<ErrorBoundary>` on the server.

use std::rc::Rc;

use futures::FutureExt;
use limosa_reactive::{ErrorBoundary, Owner, provide_context, use_context};

use super::builder::{Builder, within};
use super::late::LateContent;
use super::output::{Output, Part, Session, Suspended};
use super::render::Mode;
use super::resolve::settle;
use crate::children::{Children, ViewFn};
use crate::components::ErrorView;
use crate::view::View;

/// Content, or what stands for it until it is there: later in the stream, in its place, or before the first byte.
pub(crate) fn suspense(builder: &mut Builder<'_>, fallback: &ViewFn, children: Children) {
    let session = Rc::clone(&builder.out.session);
    let content = write_below(Owner::new(), &session, children);
    let out = &mut *builder.out;
    let is_held = content.is_held();
    match session.options.mode {
        Mode::OutOfOrder if is_held => return suspend(out, fallback, content),
        Mode::InOrder if is_held => out.hold(Part::Streamed(settle(content))),
        _ => out.append(content),
    }
    out.html.push_str("<!>");
}

/// Keeps the place of content that is not there, and its fallback.
fn suspend(out: &mut Output, fallback: &ViewFn, content: Output) {
    let session = Rc::clone(&out.session);
    let number = session.next_number();
    let boundary = use_context::<Boundary>();
    session.late.borrow_mut().push(LateContent {
        number,
        content: settle(content),
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
    boundary: ErrorBoundary,
    fallback: ErrorView,
}

impl Boundary {
    fn has_errors(&self) -> bool {
        self.boundary
            .errors()
            .with_untracked(|errors| !errors.is_empty())
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

/// Content, or the fallback if it raised errors, which is only known when all of it is there.
pub(crate) fn error_boundary(builder: &mut Builder<'_>, fallback: ErrorView, children: Children) {
    let session = Rc::clone(&builder.out.session);
    let above = Owner::current();
    let owner = Owner::new();
    let boundary = Boundary {
        owner: above,
        boundary: owner.with(ErrorBoundary::provide),
        fallback,
    };
    let provided = boundary.clone();
    let content = write_below(
        owner,
        &session,
        Box::new(move || {
            provide_context(provided);
            children()
        }),
    );
    let out = &mut *builder.out;
    if !content.is_held() {
        out.append(checked(content, &boundary));
    } else {
        let whole = settle(content).then(move |content| async move { checked(content, &boundary) });
        out.hold(Part::Held(whole.boxed_local()));
    }
    out.html.push_str("<!>");
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
