//! The submissions of this tab: one slot per action, and one per action and bound arguments. They outlive components.

use std::cell::RefCell;
use std::rc::Rc;

use limosa_reactive::{Owner, batch};
use limosa_router::sorted::Sorted;

use super::page;
use crate::flash::Flash;
use crate::form::FormEntries;
use crate::submission::{Slot, message_prefix};
use crate::wire::ReplyFrame;

thread_local! {
    static SLOTS: RefCell<Slots> = RefCell::new(Slots::default());
}

#[derive(Default)]
struct Slots {
    /// By action id and, for a bound form, the JSON of its arguments.
    slots: Sorted<String, Entry>,
    owner: Option<Owner>,
    /// The submission without script that has led to this page.
    flash: Option<Rc<Flash>>,
    started: u64,
}

struct Entry {
    slot: Slot,
    /// Number of the submission whose end the slot shows; an earlier one that ends later is not shown.
    latest: u64,
}

/// The slot of an action, or of one of its bound forms.
pub(crate) fn slot(id: &str, bound: Option<&str>) -> Slot {
    let owner = SLOTS.with_borrow_mut(|slots| *slots.owner.get_or_insert_with(Owner::new_root));
    page::watch_page(owner);
    let known = SLOTS.with_borrow(|slots| {
        slots
            .slots
            .get(key(id, bound).as_str())
            .map(|entry| entry.slot)
    });
    known.unwrap_or_else(|| {
        let flash = SLOTS.with_borrow(|slots| slots.flash.clone());
        let flash = flash.filter(|flash| flash.is_of(id, bound));
        let settled = flash.map(|flash| Rc::new(flash.reply.clone()));
        let slot = owner.with(|| Slot::new(message_prefix(id, bound), settled));
        let entry = Entry { slot, latest: 0 };
        let key = key(id, bound);
        SLOTS.with_borrow_mut(|slots| {
            slots
                .slots
                .get_or_insert_with(&key.clone(), || (key, entry));
        });
        slot
    })
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
    let ended: Vec<Slot> =
        SLOTS.with_borrow(|slots| slots.slots.iter().map(|(_, entry)| entry.slot).collect());
    batch(|| {
        for slot in ended {
            if slot.settled.with_untracked(Option::is_some) {
                slot.settled.set(None);
            }
        }
    });
}

/// A submission under way.
pub(super) struct Running {
    id: String,
    bound: String,
    number: u64,
}

/// Begins a submission: both its slots are pending from now on.
pub(super) fn begin(id: &str, bound: &str, input: Option<&str>) -> Running {
    let slots = [slot(id, None), slot(id, Some(bound))];
    let number = SLOTS.with_borrow_mut(|slots| {
        slots.started += 1;
        slots.started
    });
    let running = Running {
        id: id.to_owned(),
        bound: bound.to_owned(),
        number,
    };
    running.each(|entry| entry.latest = number);
    batch(|| {
        for slot in slots {
            slot.pending.update(|pending| *pending += 1);
            slot.input.set(input.map(str::to_owned));
        }
    });
    running
}

impl Running {
    /// Ends it. A later submission of the same form keeps the word.
    pub(super) fn settle(self, reply: ReplyFrame) {
        let reply = Rc::new(reply);
        let mut ended = Vec::new();
        self.each(|entry| ended.push((entry.slot, entry.latest == self.number)));
        batch(|| {
            for (slot, latest) in ended {
                slot.pending
                    .update(|pending| *pending = pending.saturating_sub(1));
                if latest {
                    slot.settled.set(Some(reply.clone()));
                }
            }
        });
    }

    fn each(&self, mut run: impl FnMut(&mut Entry)) {
        SLOTS.with_borrow_mut(|slots| {
            for bound in [None, Some(self.bound.as_str())] {
                if let Some(entry) = slots.slots.get_mut(key(&self.id, bound).as_str()) {
                    run(entry);
                }
            }
        });
    }
}

/// An id is hexadecimal; an array begins with a bracket.
fn key(id: &str, bound: Option<&str>) -> String {
    [id, bound.unwrap_or_default()].concat()
}
