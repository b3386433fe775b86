//! `<Transition>` in the browser: parts that change keep what they show until what replaces it is ready.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limosa_reactive::{
    Effect, Owner, PendingBoundary, Transition, provide_context, transition, untrack, use_context,
};

use super::alternate::alternate;
use super::builder::{BlockView, Builder, Place, build_blocks_by};
use super::extent::{Extent, Nodes};
use super::ops::{self, Id};
use super::region::{self, Region};
use crate::children::{Children, ViewFn};
use crate::components::Pending;

/// Holds back what parts that change below are to show.
#[derive(Clone, Copy)]
struct Kept(Transition);

/// Content, or the fallback until it is there for the first time; parts of it that change wait for what replaces them.
pub(crate) fn transition(
    builder: &mut Builder<'_>,
    fallback: &ViewFn,
    pending: Option<Pending>,
    children: Children,
) {
    build_blocks_by(block);
    let owner = Owner::new();
    let (boundary, transition) = owner.with(|| {
        let transition = Transition::new();
        provide_context(Kept(transition));
        (PendingBoundary::provide(), transition)
    });
    let was_shown = Rc::new(Cell::new(false));
    let is_first = Rc::clone(&was_shown);
    let waits = move || {
        let waits = boundary.waiting() && !is_first.get();
        is_first.set(is_first.get() || !waits);
        waits
    };
    alternate(builder, owner, fallback, children, Box::new(waits));
    if let Some(pending) = pending {
        let mut told = false;
        Effect::new(move || {
            let waits = transition.is_pending() || (boundary.waiting() && was_shown.get());
            if std::mem::replace(&mut told, waits) != waits {
                untrack(|| pending(waits));
            }
        });
    }
}

/// A version of a part; what was never shown leaves the store when it goes.
struct Version {
    extent: Extent,
    is_shown: bool,
    #[expect(dead_code, reason = "gives back what it holds when it is dropped")]
    held: Region,
}

impl Drop for Version {
    fn drop(&mut self) {
        if !self.is_shown {
            self.extent.remove();
        }
    }
}

#[derive(Default)]
struct Part {
    shown: RefCell<Option<Version>>,
    marker: Cell<Id>,
}

impl Nodes for Part {
    fn each(&self, call: &mut dyn FnMut(Id)) {
        if let Some(version) = &*self.shown.borrow() {
            version.extent.each(call);
        }
        call(self.marker.get());
    }
}

/// A part that changes, below a `<Transition>`: new versions are built in a store, and shown when the transition commits.
fn block(builder: &mut Builder<'_>, view: BlockView) -> Option<BlockView> {
    let Some(Kept(held_by)) = use_context() else {
        return Some(view);
    };
    builder.separate();
    let part = Rc::new(Part::default());
    let hydrates = builder.is_hydrating();
    if !hydrates {
        part.marker.set(builder.marker());
    }
    let store = region::allocate(1);
    ops::new_fragment(store);
    let mut first = Some(if hydrates {
        Place::Hydrate
    } else {
        Place::Before(part.marker.get())
    });
    let build = move || {
        let view = view();
        untrack(|| {
            let mut extent = Extent::Empty;
            let is_shown = first.is_some();
            let place = first.take().unwrap_or(Place::Append(store));
            let held = Region::collect(|| {
                view.build(&mut Builder::new(place, Some(&mut extent)));
            });
            Version {
                extent,
                is_shown,
                held,
            }
        })
    };
    let owned = Rc::clone(&part);
    let show = move |mut version: Version| {
        if let Some(before) = owned.shown.take() {
            before.extent.remove();
        }
        if !std::mem::replace(&mut version.is_shown, true) {
            version.extent.insert_before(owned.marker.get());
        }
        owned.shown.replace(Some(version));
    };
    transition::swap_within(held_by, build, show);
    if hydrates {
        part.marker.set(builder.marker());
    }
    builder.record(Extent::Dynamic(part));
    None
}
