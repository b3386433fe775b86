//! `bind:`: controls and signals that follow each other. What was typed or chosen before this side came wins.

use limosa_reactive::{RenderEffect, untrack};
use wasm_bindgen::JsValue;

use super::events::handler;
use super::instance::Instance;
use super::ops::{self, Id};
use super::{glue, region};
use crate::bind::Binding;
use crate::template::Name;

static INPUT: Name = Name::new("input");
static CHANGE: Name = Name::new("change");
static VALUE: Name = Name::new("value");
static CHECKED: Name = Name::new("checked");

/// Events of inputs bubble: one listener at the document is enough.
const DELEGATED: u32 = 1;

pub(super) fn value(instance: &mut Instance<'_>, id: Id, binding: Binding<String>) {
    let Binding { get, set } = binding;
    if instance.is_hydrated() {
        let typed = glue::value(id);
        if untrack(&get) != typed {
            set(typed);
        }
    }
    let number = region::keep(handler(move |event: JsValue| {
        set(glue::target_value(&event))
    }));
    ops::listen(id, &INPUT, number, DELEGATED);
    RenderEffect::new(move || ops::set_property(id, &VALUE, &get()));
}

pub(super) fn flag(instance: &mut Instance<'_>, id: Id, binding: Binding<bool>) {
    let Binding { get, set } = binding;
    let mut is_written = instance.is_hydrated();
    if is_written {
        let is_checked = glue::checked(id);
        if untrack(&get) != is_checked {
            set(is_checked);
        }
    }
    let number = region::keep(handler(move |event: JsValue| {
        set(glue::target_checked(&event))
    }));
    ops::listen(id, &CHANGE, number, DELEGATED);
    RenderEffect::new(move || {
        let is_checked = get();
        // Of a group whose choice changed before this side came, a button further down may still have to tell.
        if !std::mem::take(&mut is_written) {
            ops::set_flag(id, &CHECKED, is_checked);
        }
    });
}
