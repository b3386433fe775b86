//! `<Suspense>` and `<ErrorBoundary>` in the browser: content that is kept while something else stands for it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limosa_reactive::{ErrorBoundary, Owner, PendingBoundary, RenderEffect, untrack};

use super::builder::{Builder, Place};
use super::extent::{Extent, Nodes};
use super::hydration;
use super::ops::{self, Id};
use super::region::{self, Region};
use crate::children::{Children, ViewFn};
use crate::components::ErrorView;
use crate::view::View;

/// Content, or the fallback while a resource below has no value.
pub(crate) fn suspense(builder: &mut Builder<'_>, fallback: &ViewFn, children: Children) {
    let owner = Owner::new();
    let boundary = owner.with(PendingBoundary::provide);
    alternate(
        builder,
        owner,
        fallback,
        children,
        Box::new(move || boundary.waiting()),
    );
}

/// Content, or the fallback while `waits`.
pub(super) fn alternate(
    builder: &mut Builder<'_>,
    owner: Owner,
    fallback: &ViewFn,
    children: Children,
    waits: Box<dyn Fn() -> bool>,
) {
    builder.separate();
    let fallback = fallback.clone();
    let late = builder.is_hydrating() && hydration::mark('l');
    let alternate = Alternate::new(owner, Box::new(move || fallback.view()));
    if late {
        alternate.take_over_fallback();
        alternate.build_detached(children);
        builder.record(Extent::Dynamic(Rc::clone(&alternate) as Rc<dyn Nodes>));
        alternate.follow(waits);
    } else {
        alternate.start(builder, children, waits);
    }
}

/// Content, or the fallback while there are errors below.
pub(crate) fn error_boundary(builder: &mut Builder<'_>, fallback: ErrorView, children: Children) {
    builder.separate();
    let owner = Owner::new();
    let boundary = owner.with(ErrorBoundary::provide);
    let errors = boundary.errors();
    let failed = builder.is_hydrating() && hydration::mark('e');
    let alternate = Alternate::new(owner, Box::new(move || fallback(errors)));
    let has_errors = move || errors.with(|errors| !errors.is_empty());
    if failed {
        alternate.build_detached(children);
        alternate.show_fallback(Place::Hydrate);
        alternate.marker.set(builder.marker());
        builder.record(Extent::Dynamic(Rc::clone(&alternate) as Rc<dyn Nodes>));
        alternate.follow(Box::new(has_errors));
    } else {
        alternate.start(builder, children, Box::new(has_errors));
    }
}

struct Alternate {
    /// Owns the content.
    owner: Owner,
    /// Owns it, and what stands for the content.
    above: Option<Owner>,
    fallback: Box<dyn Fn() -> View>,
    content: RefCell<Extent>,
    shown: RefCell<Option<Shown>>,
    /// Holds the content while it is not on the page.
    store: Id,
    marker: Cell<Id>,
}

/// What stands for the content: the fallback, or the server's.
struct Shown {
    owner: Owner,
    extent: Extent,
    #[expect(dead_code, reason = "gives back what it holds when it is dropped")]
    held: Region,
}

impl Nodes for Alternate {
    fn each(&self, call: &mut dyn FnMut(Id)) {
        match &*self.shown.borrow() {
            None => self.content.borrow().each(call),
            Some(shown) => shown.extent.each(call),
        }
        call(self.marker.get());
    }
}

impl Alternate {
    fn new(owner: Owner, fallback: Box<dyn Fn() -> View>) -> Rc<Self> {
        let store = region::allocate(1);
        ops::new_fragment(store);
        Rc::new(Self {
            owner,
            above: Owner::current(),
            fallback,
            content: RefCell::default(),
            shown: RefCell::default(),
            store,
            marker: Cell::new(0),
        })
    }

    /// Builds the content in its place.
    fn start(
        self: &Rc<Self>,
        builder: &mut Builder<'_>,
        children: Children,
        waits: Box<dyn Fn() -> bool>,
    ) {
        if builder.is_hydrating() {
            self.build(children, Place::Hydrate);
            self.marker.set(builder.marker());
        } else {
            self.marker.set(builder.marker());
            self.build(children, Place::Before(self.marker.get()));
        }
        builder.record(Extent::Dynamic(Rc::clone(self) as Rc<dyn Nodes>));
        self.follow(waits);
    }

    fn build(&self, children: Children, place: Place) {
        let mut content = Extent::Empty;
        self.owner
            .with(|| View::lazy(children).build(&mut Builder::new(place, Some(&mut content))));
        self.content.replace(content);
    }

    fn build_detached(&self, children: Children) {
        self.build(children, Place::Append(self.store));
    }

    /// The server's fallback is on the page already.
    fn take_over_fallback(&self) {
        let length = hydration::fallback_length();
        let first = region::allocate(length + 1);
        hydration::fallback(first);
        self.marker.set(first + length);
        let extent = Extent::Many((first..first + length).map(Extent::Node).collect());
        let owner = self.owner_of_shown();
        let held = Region::new();
        self.shown.replace(Some(Shown {
            owner,
            extent,
            held,
        }));
    }

    /// An owner for what stands for the content.
    fn owner_of_shown(&self) -> Owner {
        self.above
            .map_or_else(Owner::new, |above| above.with(Owner::new))
    }

    /// Shows one or the other, now and whenever that changes.
    fn follow(self: &Rc<Self>, waits: Box<dyn Fn() -> bool>) {
        let this = Rc::clone(self);
        RenderEffect::new(move || {
            let waits = waits();
            let is_shown = this.shown.borrow().is_some();
            untrack(|| match (waits, is_shown) {
                (true, false) => {
                    this.content
                        .borrow()
                        .each(&mut |id| ops::append(this.store, id));
                    this.show_fallback(Place::Before(this.marker.get()));
                }
                (false, true) => this.show_content(),
                _ => {}
            });
        });
    }

    fn show_fallback(&self, place: Place) {
        let mut extent = Extent::Empty;
        let owner = self.owner_of_shown();
        let held = Region::collect(|| {
            owner.with(|| (self.fallback)().build(&mut Builder::new(place, Some(&mut extent))));
        });
        self.shown.replace(Some(Shown {
            owner,
            extent,
            held,
        }));
    }

    fn show_content(&self) {
        let marker = self.marker.get();
        if let Some(shown) = self.shown.take() {
            shown.extent.remove();
            shown.owner.dispose();
        }
        self.content.borrow().insert_before(marker);
    }
}
