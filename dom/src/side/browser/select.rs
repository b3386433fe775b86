//! `<select>`: which of its options are chosen, also of those that come later.

use limosa_reactive::{RenderEffect, untrack};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::events::handler;
use super::instance::Instance;
use super::ops;
use super::{glue, region};
use crate::bind::Selection;
use crate::template::Name;

#[wasm_bindgen(module = "/js/select.js")]
extern "C" {
    /// Chooses options now, and again whenever there are others.
    fn choose(select: &JsValue, values: Vec<String>);
    /// The values of the chosen options.
    fn chosen(select: &JsValue) -> Vec<String>;
}

static CHANGE: Name = Name::new("change");

/// Events of selects bubble: one listener at the document is enough.
const DELEGATED: u32 = 1;

impl Instance<'_> {
    /// Before the options; nothing in the browser.
    pub fn select_open(&mut self, _index: u32) {}

    /// Behind the options: keeps what is chosen of them equal to what is wanted.
    pub fn select(&mut self, index: u32, selection: Selection) {
        let id = self.id(index);
        let Selection {
            wanted,
            choose: set,
        } = selection;
        let mut is_written = self.is_hydrated();
        ops::flush();
        if let Some(set) = set {
            if is_written {
                let values = chosen(&glue::node(id));
                if untrack(&wanted).is_some_and(|wanted| wanted != values) {
                    set(values);
                }
                is_written = false;
            }
            let number = region::keep(handler(move |_: JsValue| set(chosen(&glue::node(id)))));
            ops::listen(id, &CHANGE, number, DELEGATED);
        }
        RenderEffect::new(move || {
            let wanted = wanted();
            if !std::mem::take(&mut is_written)
                && let Some(values) = wanted
            {
                choose(&glue::node(id), values);
            }
        });
    }
}
