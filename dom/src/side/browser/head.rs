//! What components say about the head, in the browser: who said what, and what of it holds at the end of each batch.

use std::cell::RefCell;

use limosa_reactive::{RenderEffect, on_cleanup};
use wasm_bindgen::prelude::wasm_bindgen;

use super::builder::Builder;
use super::mount;
use super::push_integer;
use crate::head::{HeadElement, Values, effective, push_field};

#[wasm_bindgen(module = "/js/head.js")]
extern "C" {
    /// Makes what a slot shows be as described: tag, number of identifying attributes, text, names and values.
    fn show(slot: u32, description: &str, is_hydrating: bool);
    /// Takes back what a slot shows.
    fn hide(slot: u32);
}

/// All that is said under one identity.
struct Slot {
    number: u32,
    identity: Option<String>,
    /// Who says it, and what at the moment; in the order in which they came.
    said: Vec<(u32, Option<Values>)>,
    /// It was first said about the server's document.
    is_hydrating: bool,
    is_shown: bool,
    is_changed: bool,
}

#[derive(Default)]
struct Head {
    slots: Vec<Slot>,
    next: u32,
}

thread_local! {
    static HEAD: RefCell<Head> = RefCell::default();
}

fn with<R>(call: impl FnOnce(&mut Head) -> R) -> R {
    HEAD.with_borrow_mut(call)
}

/// Lets an element be in the head as long as the current owner lives.
pub(crate) fn head(builder: &mut Builder<'_>, element: HeadElement) {
    mount::paint_also(paint);
    for part in element.split() {
        let is_hydrating = builder.is_hydrating();
        let speaker = with(|head| head.enter(part.identity(), is_hydrating));
        on_cleanup(move || with(|head| head.leave(speaker)));
        let is_reactive = part.is_reactive();
        let say = move || {
            let values = part.read();
            with(|head| head.say(speaker, values));
        };
        if is_reactive {
            RenderEffect::new(say);
        } else {
            say();
        }
    }
}

impl Head {
    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// A new voice under an identity.
    fn enter(&mut self, identity: Option<String>, is_hydrating: bool) -> u32 {
        let speaker = self.number();
        let same = |slot: &&mut Slot| identity.is_some() && slot.identity == identity;
        if let Some(slot) = self.slots.iter_mut().find(same) {
            slot.said.push((speaker, None));
            return speaker;
        }
        let number = self.number();
        self.slots.push(Slot {
            number,
            identity,
            said: vec![(speaker, None)],
            is_hydrating,
            is_shown: false,
            is_changed: false,
        });
        speaker
    }

    fn slot_of(&mut self, speaker: u32) -> Option<&mut Slot> {
        let speaks = |slot: &&mut Slot| slot.said.iter().any(|(voice, _)| *voice == speaker);
        self.slots.iter_mut().find(speaks)
    }

    fn say(&mut self, speaker: u32, values: Option<Values>) {
        let Some(slot) = self.slot_of(speaker) else {
            return;
        };
        for (voice, said) in &mut slot.said {
            if *voice == speaker {
                *said = values;
                break;
            }
        }
        slot.is_changed = true;
    }

    fn leave(&mut self, speaker: u32) {
        if let Some(slot) = self.slot_of(speaker) {
            slot.said.retain(|(voice, _)| *voice != speaker);
            slot.is_changed = true;
        }
    }

    /// What has changed since the last time: the slot, its description, and whether it was first said while hydrating.
    fn changes(&mut self) -> Vec<(u32, Option<String>, bool)> {
        let mut changes = Vec::new();
        for slot in self.slots.iter_mut().filter(|slot| slot.is_changed) {
            slot.is_changed = false;
            let said = slot.said.iter().filter_map(|(_, values)| values.as_ref());
            let description = effective(said).map(|values| describe(&values));
            let was_shown = std::mem::replace(&mut slot.is_shown, description.is_some());
            if was_shown || slot.is_shown {
                changes.push((slot.number, description, slot.is_hydrating));
            }
        }
        self.slots.retain(|slot| !slot.said.is_empty());
        changes
    }
}

fn describe(values: &Values) -> String {
    let mut description = String::from(values.tag);
    description.push('\0');
    push_integer(&mut description, false, values.identifying as u64);
    push_field(&mut description, &values.text);
    for (name, value) in &values.attributes {
        push_field(&mut description, name);
        push_field(&mut description, value);
    }
    description
}

/// Shows what holds now.
fn paint() {
    for (number, description, is_hydrating) in with(Head::changes) {
        match description {
            Some(description) => show(number, &description, is_hydrating),
            None => hide(number),
        }
    }
}
