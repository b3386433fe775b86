//! Handlers: a slab of closures that JavaScript names by number, and the one function it calls.

use std::cell::RefCell;
use std::rc::Rc;

use limosa_reactive::{Owner, batch, untrack};
use wasm_bindgen::{JsCast, JsValue};

use super::glue;

/// A handler of an event. Cheap to clone; lives as long as its element's owner.
#[derive(Clone)]
pub struct Handler(Rc<dyn Fn(JsValue)>);

impl std::fmt::Debug for Handler {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Handler")
    }
}

/// `on:`: the type of the event is that of its name.
#[doc(hidden)]
pub fn handler<E: JsCast, F: Fn(E) + 'static>(call: F) -> Handler {
    Handler(Rc::new(move |event| call(event.unchecked_into())))
}

type Call = Rc<dyn Fn(JsValue)>;

struct Slot {
    /// Part of the number, so that a listener left over does not call who has the slot now.
    generation: u32,
    handler: Option<(Call, Option<Owner>)>,
    /// The next slot of the same part of the page, or the next free one.
    next: u32,
}

struct Slab {
    slots: Vec<Slot>,
    free: u32,
}

/// No slot.
pub(super) const NONE: u32 = u32::MAX;

/// How many bits of a handler's number are its slot.
const SLOT_BITS: u32 = 20;

thread_local! {
    static SLAB: RefCell<Slab> = const { RefCell::new(Slab { slots: Vec::new(), free: NONE }) };
}

/// Keeps a handler in front of the list `first`; gives its number and the new front.
pub(super) fn keep(handler: Handler, first: u32) -> (u32, u32) {
    let entry = Some((handler.0, Owner::current()));
    SLAB.with_borrow_mut(|slab| {
        let slot = slab.free;
        if let Some(found) = slab.slots.get_mut(slot as usize) {
            slab.free = found.next;
            found.handler = entry;
            found.next = first;
            return (slot | (found.generation << SLOT_BITS), slot);
        }
        let slot = u32::try_from(slab.slots.len()).unwrap_or(NONE);
        slab.slots.push(Slot {
            generation: 0,
            handler: entry,
            next: first,
        });
        (slot, slot)
    })
}

/// How many slots there are, used and free.
pub(super) fn slots() -> usize {
    SLAB.with_borrow(|slab| slab.slots.len())
}

/// Makes room for more slots.
pub(super) fn reserve(more: usize) {
    SLAB.with_borrow_mut(|slab| slab.slots.reserve(more));
}

/// How many handlers there are.
pub(super) fn kept() -> usize {
    let is_kept = |slot: &&Slot| slot.handler.is_some();
    SLAB.with_borrow(|slab| slab.slots.iter().filter(is_kept).count())
}

/// Drops all handlers of a list.
pub(super) fn drop_list(first: u32) {
    let mut at = first;
    while at != NONE {
        // Dropped outside the borrow: a handler may own whatever it likes.
        let handler = SLAB.with_borrow_mut(|slab| {
            let free = slab.free;
            let slot = &mut slab.slots[at as usize];
            let next = std::mem::replace(&mut slot.next, free);
            slot.generation = (slot.generation + 1) & (u32::MAX >> SLOT_BITS);
            slab.free = at;
            at = next;
            slot.handler.take()
        });
        drop(handler);
    }
}

/// Calls a handler in a batch, with the owner it was made under.
pub(super) fn dispatch(number: u32, event: JsValue) {
    let slot = number & ((1 << SLOT_BITS) - 1);
    let found = SLAB.with_borrow(|slab| {
        let slot = slab.slots.get(slot as usize)?;
        if slot.generation == number >> SLOT_BITS {
            slot.handler.clone()
        } else {
            None
        }
    });
    let Some((handler, owner)) = found else {
        return;
    };
    // Untracked: the app may have caused the event in an effect, by moving the focus.
    untrack(|| {
        batch(|| match owner {
            Some(owner) => owner.with(|| handler(event)),
            None => handler(event),
        });
    });
}

/// Tells JavaScript whom to call; once.
pub(super) fn connect() {
    glue::connect(&wasm_bindgen::exports());
}
