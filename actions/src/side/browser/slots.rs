//! What forms and handles follow: one slot per action, and one per action and bound arguments. They outlive components.

use std::cell::RefCell;
use std::rc::Rc;

use limosa_reactive::{Owner, batch};
use limosa_router::sorted::Sorted;

use super::{page, records};
use crate::flash::Flash;
use crate::form::FormEntries;
use crate::submission::{Slot, message_prefix};

thread_local! {
    static SLOTS: RefCell<Slots> = RefCell::default();
}

#[derive(Default)]
struct Slots {
    /// By action id and, for a bound form, the JSON of its arguments.
    slots: Sorted<String, Slot>,
    owner: Option<Owner>,
    /// The submission without script that has led to this page.
    flash: Option<Rc<Flash>>,
}

/// The slot of an action, or of one of its bound forms.
pub(crate) fn slot(id: &str, bound: Option<&str>) -> Slot {
    let owner = owner();
    page::watch_page(owner);
    let key = key(id, bound);
    let known = SLOTS.with_borrow(|slots| slots.slots.get(key.as_str()).copied());
    known.unwrap_or_else(|| {
        let flash = SLOTS.with_borrow(|slots| slots.flash.clone());
        let flash = flash.filter(|flash| flash.is_of(id, bound));
        let settled = flash.map(|flash| Rc::new(flash.reply.clone()));
        let slot = owner.with(|| Slot::new(message_prefix(id, bound), settled).with_progress());
        SLOTS.with_borrow_mut(|slots| {
            slots.slots.get_or_insert_with(&key.clone(), || (key, slot));
        });
        slot
    })
}

/// The owner of all that submissions show.
pub(super) fn owner() -> Owner {
    SLOTS.with_borrow_mut(|slots| *slots.owner.get_or_insert_with(Owner::new_root))
}

/// What the visitor had typed into a form before this page was loaded.
pub(crate) fn typed_text(id: &str, bound: Option<&str>) -> Option<FormEntries> {
    let flash = SLOTS.with_borrow(|slots| slots.flash.clone())?;
    let typed = flash.is_of(id, bound) && !flash.typed_text.is_empty();
    typed.then(|| flash.typed_text.clone())
}

/// Messages come at any time.
pub(crate) fn has_messages() -> bool {
    true
}

/// The first message beside a field of an action's form. Tracked.
pub(crate) fn message(id: &str, bound: Option<&str>, name: &str) -> Option<String> {
    slot(id, bound).message(name)
}

/// A form made here has no key: its first submission makes one.
pub(crate) fn form_key() -> Option<String> {
    None
}

/// Takes over what the server says of the submission without script that has led to this page.
pub(super) fn seed(flash: Flash) {
    SLOTS.with_borrow_mut(|slots| slots.flash = Some(Rc::new(flash)));
}

/// Forgets how submissions ended, but not those under way: the visitor has gone to another page.
pub(super) fn forget() {
    SLOTS.with_borrow_mut(|slots| slots.flash = None);
    let slots: Vec<Slot> =
        SLOTS.with_borrow(|slots| slots.slots.iter().map(|(_, slot)| *slot).collect());
    batch(|| {
        for slot in slots {
            if slot.settled.with_untracked(Option::is_some) {
                slot.settled.set(None);
            }
        }
        records::forget_ended();
    });
}

/// An id is hexadecimal; an array begins with a bracket.
fn key(id: &str, bound: Option<&str>) -> String {
    [id, bound.unwrap_or_default()].concat()
}
