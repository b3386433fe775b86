//! What components say about the head, in the browser: handed to a script, which shows what of it holds.

use std::cell::Cell;

use limosa_reactive::{RenderEffect, on_cleanup};
use wasm_bindgen::prelude::wasm_bindgen;

use super::builder::Builder;
use super::mount;
use crate::head::HeadElement;

#[wasm_bindgen(module = "/js/head.js")]
extern "C" {
    /// Puts an attribute into what is said next.
    fn put(name: &str, value: Option<&str>);
    /// Says what one voice says from now on; nothing for the moment if there is no text.
    #[wasm_bindgen(js_name = say)]
    fn say_as(
        voice: u32,
        tag: &str,
        identifying: usize,
        text: Option<&str>,
        is_reactive: bool,
        is_hydrating: bool,
    );
    /// A voice says no more.
    fn leave(voice: u32);
    /// Shows what holds now.
    #[wasm_bindgen(js_name = paint)]
    fn paint_head();
}

thread_local! {
    static VOICES: Cell<u32> = const { Cell::new(0) };
}

/// Lets an element be in the head as long as the current owner lives.
pub(crate) fn head(builder: &mut Builder<'_>, element: HeadElement) {
    mount::paint_also(paint_head);
    let voice = VOICES.get() + 1;
    VOICES.set(voice);
    on_cleanup(move || leave(voice));
    let is_hydrating = builder.is_hydrating();
    let is_reactive = element.is_reactive();
    let say = move || {
        let text = element.read_each(|name, value| put(name, value.as_deref()));
        let (tag, identifying) = (element.tag, element.identifying);
        say_as(
            voice,
            tag,
            identifying,
            text.as_deref(),
            is_reactive,
            is_hydrating,
        );
    };
    if is_reactive {
        RenderEffect::new(say);
    } else {
        say();
    }
}
