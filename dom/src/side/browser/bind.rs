//! `bind:`: inputs and signals that follow each other. What was typed before this side came wins.

use limosa_reactive::{RenderEffect, RwSignal};
use wasm_bindgen::JsValue;

use super::events::handler;
use super::glue;
use super::instance::Instance;
use super::ops::{self, Id};
use crate::template::Name;

static INPUT: Name = Name::new("input");
static CHANGE: Name = Name::new("change");
static VALUE: Name = Name::new("value");
static CHECKED: Name = Name::new("checked");

/// Events of inputs bubble: one listener at the document is enough.
const DELEGATED: u32 = 1;

pub(super) fn value(instance: &mut Instance<'_>, id: Id, signal: RwSignal<String>) {
    if instance.is_hydrated() {
        let typed = glue::value(id);
        if signal.with_untracked(|value| *value != typed) {
            signal.set(typed);
        }
    }
    let number = instance.keep(handler(move |event: JsValue| {
        signal.set(glue::target_value(&event))
    }));
    ops::listen(id, &INPUT, number, DELEGATED);
    RenderEffect::new(move || signal.with(|value| ops::set_property(id, &VALUE, value)));
}

pub(super) fn checked(instance: &mut Instance<'_>, id: Id, signal: RwSignal<bool>) {
    if instance.is_hydrated() {
        let checked = glue::checked(id);
        if signal.get_untracked() != checked {
            signal.set(checked);
        }
    }
    let number = instance.keep(handler(move |event: JsValue| {
        signal.set(glue::target_checked(&event))
    }));
    ops::listen(id, &CHANGE, number, DELEGATED);
    RenderEffect::new(move || ops::set_flag(id, &CHECKED, signal.get()));
}

pub(super) fn group(
    instance: &mut Instance<'_>,
    id: Id,
    signal: RwSignal<String>,
    value: &'static str,
) {
    if instance.is_hydrated()
        && glue::checked(id)
        && signal.with_untracked(|chosen| chosen != value)
    {
        signal.set(value.to_owned());
    }
    let number = instance.keep(handler(move |_: JsValue| signal.set(value.to_owned())));
    ops::listen(id, &CHANGE, number, DELEGATED);
    RenderEffect::new(move || ops::set_flag(id, &CHECKED, signal.with(|chosen| chosen == value)));
}
