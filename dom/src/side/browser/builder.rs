//! Builds views: makes new nodes before a place, or claims those of the server's HTML.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limosa_reactive::{RenderEffect, untrack};

use super::extent::{Extent, Nodes};
use super::hydration;
use super::instance::Instance;
use super::ops::{self, Id};
use super::region::{self, Region};
use crate::template::Template;
use crate::view::View;

/// Where new nodes go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Before(Id),
    Append(Id),
    /// They are there already, at the place of `js/glue.js`.
    Hydrate,
}

/// Builds a part that changes in another way than usual, or gives its view back.
pub(super) type BuildBlock = fn(&mut Builder<'_>, BlockView) -> Option<BlockView>;

/// What a part that changes shows, again and again.
pub(super) type BlockView = Box<dyn Fn() -> View>;

thread_local! {
    /// Set by the first `<Transition>`, so that apps without one do not carry its code.
    static KEPT: Cell<Option<BuildBlock>> = const { Cell::new(None) };
}

/// Lets parts that change be built by `build` where it wants to.
pub(super) fn build_blocks_by(build: BuildBlock) {
    KEPT.set(Some(build));
}

/// Where a view is built.
pub struct Builder<'a> {
    pub(super) place: Place,
    /// The place is an empty text of the template that holds exactly this view.
    whole: bool,
    /// What has been built, if somebody may want to move or remove it.
    pub(super) extent: Option<&'a mut Extent>,
}

impl std::fmt::Debug for Builder<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Builder")
    }
}

impl<'a> Builder<'a> {
    pub(super) fn new(place: Place, extent: Option<&'a mut Extent>) -> Self {
        Self {
            place,
            whole: false,
            extent,
        }
    }

    /// At a child hole of a template: a text can use its placeholder.
    pub(super) fn hole(placeholder: Id) -> Self {
        Self {
            place: Place::Before(placeholder),
            whole: true,
            extent: None,
        }
    }

    pub(super) fn is_hydrating(&self) -> bool {
        self.place == Place::Hydrate && hydration::is_used()
    }

    pub(crate) fn text(&mut self, text: &str) {
        if let Some(placeholder) = self.placeholder() {
            return ops::set_text(placeholder, text);
        }
        let id = if self.extent.is_some() || !self.is_hydrating() {
            region::allocate(1)
        } else {
            0
        };
        self.put_text(id, text);
    }

    /// The empty text of the template, if all there is to show is one text.
    fn placeholder(&self) -> Option<Id> {
        match self.place {
            Place::Before(id) if self.whole => Some(id),
            _ => None,
        }
    }

    /// Before a part whose texts the server has kept apart from a text before it.
    pub(super) fn separate(&self) {
        if self.is_hydrating() {
            hydration::separate();
        }
    }

    fn put_text(&mut self, id: Id, text: &str) {
        if self.is_hydrating() {
            hydration::text(id, text);
        } else {
            ops::new_text(id, text);
            self.insert(id);
        }
        self.record(Extent::Node(id));
    }

    fn insert(&self, id: Id) {
        match self.place {
            Place::Before(before) => ops::insert(before, id),
            Place::Append(parent) => ops::append(parent, id),
            Place::Hydrate => {}
        }
    }

    pub(super) fn record(&mut self, extent: Extent) {
        if let Some(all) = &mut self.extent {
            all.push(extent);
        }
    }

    pub(crate) fn reactive_text(&mut self, write: Box<dyn Fn(&mut String)>) {
        if let Some(placeholder) = self.placeholder() {
            RenderEffect::new(move || {
                with_scratch(&*write, |text| ops::set_text(placeholder, text))
            });
            return;
        }
        let id = region::allocate(1);
        let place = self.place;
        let mut first = true;
        RenderEffect::new(move || {
            let first = std::mem::take(&mut first);
            with_scratch(&*write, |text| {
                if first {
                    Builder::new(place, None).put_text(id, text)
                } else {
                    ops::set_text(id, text)
                }
            });
        });
        self.record(Extent::Node(id));
    }

    pub(crate) fn template(&mut self, template: &'static Template) {
        self.element(template, Box::new(|_| ()));
    }

    pub(crate) fn element(
        &mut self,
        template: &'static Template,
        fill: Box<dyn FnOnce(&mut Instance<'_>)>,
    ) {
        let count = template.marks + 1;
        let first = region::allocate(count);
        let mut instance = if self.is_hydrating() {
            let number = ops::template(template);
            ops::flush();
            Instance::hydrating(first, hydration::enter(number, first))
        } else {
            ops::clone(template, first);
            Instance::new(first)
        };
        fill(&mut instance);
        self.insert(first);
        self.record(Extent::Node(first));
    }

    /// A marker behind a part that changes; new nodes go before it.
    pub(super) fn marker(&mut self) -> Id {
        if let Some(placeholder) = self.placeholder() {
            return placeholder;
        }
        let id = region::allocate(1);
        if self.is_hydrating() {
            hydration::marker(id);
        } else {
            ops::new_text(id, "");
            self.insert(id);
        }
        id
    }

    pub(crate) fn block(&mut self, view: Box<dyn Fn() -> View>) {
        let Some(view) = (match KEPT.get() {
            Some(kept) => kept(self, view),
            None => Some(view),
        }) else {
            return;
        };
        self.separate();
        let block = Rc::new(Block::default());
        // What is there is built before its marker in the document, but needs the marker to be put there.
        let marker = if self.is_hydrating() {
            None
        } else {
            Some(self.marker())
        };
        let (owned, place) = (
            Rc::clone(&block),
            marker.map_or(Place::Hydrate, Place::Before),
        );
        let mut place = Some(place);
        let mut held = Region::new();
        RenderEffect::new(move || {
            let view = view();
            let place = place.take().unwrap_or_else(|| {
                owned.content.take().remove();
                Place::Before(*owned.marker.borrow())
            });
            untrack(|| {
                let mut content = Extent::Empty;
                held = Region::collect(|| {
                    view.build(&mut Builder::new(place, Some(&mut content)));
                });
                owned.content.replace(content);
            });
        });
        let marker = marker.unwrap_or_else(|| self.marker());
        block.marker.replace(marker);
        self.record(Extent::Dynamic(block));
    }

    pub(crate) fn sequence(&mut self, views: Vec<View>) {
        self.whole = false;
        for view in views {
            view.build(self);
        }
    }
}

/// A part that is built anew, and the marker behind it.
#[derive(Default)]
struct Block {
    content: RefCell<Extent>,
    marker: RefCell<Id>,
}

impl Nodes for Block {
    fn each(&self, call: &mut dyn FnMut(Id)) {
        self.content.borrow().each(call);
        call(*self.marker.borrow());
    }
}

thread_local! {
    static SCRATCH: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Writes a text into memory that is used again and again, and passes it on.
fn with_scratch(write: &dyn Fn(&mut String), done: impl FnOnce(&str)) {
    let mut text = SCRATCH.take();
    text.clear();
    write(&mut text);
    done(&text);
    SCRATCH.replace(text);
}
