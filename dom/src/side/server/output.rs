//! HTML on its way: a string with places where something is still to come.

use std::cell::{Cell, RefCell};
use std::iter::Peekable;
use std::rc::Rc;
use std::vec::IntoIter;

use futures::future::LocalBoxFuture;

use super::escape;
use super::head::Said;
use super::late::LateContent;
use super::render::RenderOptions;
use super::texts::Texts;

/// HTML with holes.
pub(crate) struct Output {
    pub(crate) html: String,
    /// What is still to come, and where in `html` it goes; in order.
    pub(crate) parts: Vec<(usize, Part)>,
    /// What is said about the head, and how many parts are before it; in order.
    pub(crate) head: Vec<(usize, Said)>,
    /// The texts in `html`.
    pub(crate) texts: Texts,
    pub(crate) session: Rc<Session>,
    /// Marks the next elements at the outermost level as parts of a fallback.
    pub(crate) marks_roots: bool,
    /// Whether it is the draft that elements are written in ahead.
    pub(crate) is_draft: bool,
    /// What was written last is a text: a parser would join another one with it.
    pub(crate) ends_in_text: bool,
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

impl Part {
    fn is_held(&self) -> bool {
        match self {
            Self::Held(_) => true,
            Self::Streamed(_) => false,
            Self::Suspended(suspended) => suspended.fallback.is_held(),
        }
    }
}

/// Where an output ended. `Copy`.
#[derive(Clone, Copy, Default)]
pub(crate) struct End {
    html: usize,
    parts: usize,
    head: usize,
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
    /// Content of `<Suspense>`s whose fallback has been written.
    pub(crate) late: RefCell<Vec<LateContent>>,
    next: Cell<u32>,
}

impl Session {
    pub(crate) fn new(options: RenderOptions) -> Rc<Self> {
        Rc::new(Self {
            options,
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
            head: Vec::new(),
            texts: Texts::default(),
            session: Rc::clone(session),
            marks_roots: false,
            is_draft: false,
            ends_in_text: false,
        }
    }

    /// Adds something that is still to come at the end of what is there.
    pub(crate) fn hold(&mut self, part: Part) {
        self.parts.push((self.html.len(), part));
    }

    /// Whether something is held back.
    pub(crate) fn is_held(&self) -> bool {
        self.parts.iter().any(|(_, part)| part.is_held())
    }

    /// Adds what is said about the head here.
    pub(crate) fn say(&mut self, said: Said) {
        self.head.push((self.parts.len(), said));
    }

    /// Takes what is said about the head.
    pub(crate) fn take_head(&mut self) -> Vec<Said> {
        let head = std::mem::take(&mut self.head);
        head.into_iter().map(|(_, said)| said).collect()
    }

    /// Writes a text of its own.
    pub(crate) fn push_text(&mut self, text: &str) {
        let start = self.html.len();
        escape::push_text(&mut self.html, text);
        self.texts.add(start..self.html.len(), text);
    }

    /// Writes a comment: the end of a part that changes, or what keeps two texts apart.
    pub(crate) fn mark(&mut self) {
        self.html.push_str("<!>");
        self.ends_in_text = false;
    }

    /// Keeps what comes next apart from a text before it.
    pub(crate) fn separate(&mut self) {
        if self.ends_in_text {
            self.mark();
        }
    }

    /// Where the output ends now.
    pub(crate) fn end(&self) -> End {
        End {
            html: self.html.len(),
            parts: self.parts.len(),
            head: self.head.len(),
        }
    }

    /// Whether something that was added since then is held back.
    pub(crate) fn is_held_since(&self, end: End) -> bool {
        self.parts[end.parts..]
            .iter()
            .any(|(_, part)| part.is_held())
    }

    /// Takes off what was added since then.
    pub(crate) fn take_since(&mut self, end: End) -> Self {
        let mut taken = Self::with_capacity(&self.session, 0);
        taken.texts.lose();
        self.texts.lose();
        taken.html = self.html.split_off(end.html);
        let parts = self.parts.drain(end.parts..);
        taken.parts = parts.map(|(at, part)| (at - end.html, part)).collect();
        let head = self.head.drain(end.head..);
        taken.head = head
            .map(|(parts, said)| (parts - end.parts, said))
            .collect();
        taken
    }

    /// Adds another output at the end.
    pub(crate) fn append(&mut self, other: Self) {
        let (offset, before) = (self.html.len(), self.parts.len());
        self.html.push_str(&other.html);
        self.texts.append(&other.texts, offset);
        let parts = other.parts.into_iter();
        self.parts
            .extend(parts.map(|(at, part)| (at + offset, part)));
        let head = other.head.into_iter();
        self.head
            .extend(head.map(|(parts, said)| (parts + before, said)));
    }
}

/// An output that is put together again, with other things where its parts were.
pub(crate) struct Rebuilding {
    html: String,
    head: Peekable<IntoIter<(usize, Said)>>,
    /// How much of the HTML and how many parts are in the new output.
    written: usize,
    parts: usize,
    out: Output,
}

impl Rebuilding {
    /// Takes an output apart; also gives its parts and their places, in order.
    pub(crate) fn start(output: Output, more: usize) -> (Self, Vec<(usize, Part)>) {
        let mut out = Output::with_capacity(&output.session, output.html.len() + more);
        out.marks_roots = output.marks_roots;
        out.texts.lose();
        let rebuilding = Self {
            html: output.html,
            head: output.head.into_iter().peekable(),
            written: 0,
            parts: 0,
            out,
        };
        (rebuilding, output.parts)
    }

    /// Writes what stands before the next part; what comes in its stead goes to the end.
    pub(crate) fn up_to(&mut self, place: usize) -> &mut Output {
        self.out.html.push_str(&self.html[self.written..place]);
        self.written = place;
        while let Some((_, said)) = self.head.next_if(|(before, _)| *before <= self.parts) {
            self.out.say(said);
        }
        self.parts += 1;
        &mut self.out
    }

    /// Writes what stands behind the last part.
    pub(crate) fn finish(mut self) -> Output {
        self.out.html.push_str(&self.html[self.written..]);
        self.head.for_each(|(_, said)| self.out.say(said));
        self.out
    }
}
