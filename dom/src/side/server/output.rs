//! HTML on its way: a string with places where something is still to come.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::future::LocalBoxFuture;

use super::head::Head;
use super::late::LateContent;
use super::render::RenderOptions;

/// HTML with holes.
pub(crate) struct Output {
    pub(crate) html: String,
    /// What is still to come, and where in `html` it goes; in order.
    pub(crate) parts: Vec<(usize, Part)>,
    pub(crate) session: Rc<Session>,
    /// Marks the next elements at the outermost level as parts of a fallback.
    pub(crate) marks_roots: bool,
}

/// Something still to come.
pub(crate) enum Part {
    /// Held back until it is there.
    Held(LocalBoxFuture<'static, Output>),
    /// What follows is sent before it: the content of a `<Suspense>` that is rendered in order.
    Streamed(LocalBoxFuture<'static, Output>),
    /// The content of a `<Suspense>` if it is there by the time this is sent, else its fallback.
    Suspended(Suspended),
}

/// The place of a `<Suspense>` whose content is in the making.
pub(crate) struct Suspended {
    /// The number of its late content.
    pub(crate) number: u32,
    pub(crate) fallback: Output,
}

/// What all outputs of one rendering share.
pub(crate) struct Session {
    pub(crate) options: RenderOptions,
    pub(crate) head: RefCell<Head>,
    /// Content of `<Suspense>`s whose fallback has been written.
    pub(crate) late: RefCell<Vec<LateContent>>,
    next: Cell<u32>,
}

impl Session {
    pub(crate) fn new(options: RenderOptions) -> Rc<Self> {
        Rc::new(Self {
            options,
            head: RefCell::new(Head::default()),
            late: RefCell::new(Vec::new()),
            next: Cell::new(1),
        })
    }

    /// A number for a late chunk, unique on the page.
    pub(crate) fn next_number(&self) -> u32 {
        self.next.replace(self.next.get() + 1)
    }
}

impl Output {
    pub(crate) fn new(session: &Rc<Session>) -> Self {
        Self::with_capacity(session, 256)
    }

    pub(crate) fn with_capacity(session: &Rc<Session>, capacity: usize) -> Self {
        Self {
            html: String::with_capacity(capacity),
            parts: Vec::new(),
            session: Rc::clone(session),
            marks_roots: false,
        }
    }

    /// Adds something that is still to come at the end of what is there.
    pub(crate) fn hold(&mut self, part: Part) {
        self.parts.push((self.html.len(), part));
    }

    /// Whether something is held back.
    pub(crate) fn is_held(&self) -> bool {
        self.parts.iter().any(|(_, part)| match part {
            Part::Held(_) => true,
            Part::Streamed(_) => false,
            Part::Suspended(suspended) => suspended.fallback.is_held(),
        })
    }

    /// Adds another output at the end.
    pub(crate) fn append(&mut self, other: Self) {
        let offset = self.html.len();
        self.html.push_str(&other.html);
        self.parts.extend(
            other
                .parts
                .into_iter()
                .map(|(at, part)| (at + offset, part)),
        );
    }
}
