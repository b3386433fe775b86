//! `<Portal>` in the browser: a box elsewhere in the document.

use limosa_reactive::on_cleanup;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::builder::{Builder, Place};
use super::extent::Extent;
use super::{glue, ops, region};
use crate::children::Children;
use crate::components::Target;
use crate::view::View;

#[wasm_bindgen(module = "/js/portal.js")]
extern "C" {
    /// Adds a box to an element, or to the body; its events go on to `host`.
    fn open(to: &JsValue, host: &JsValue) -> JsValue;
}

/// Builds the children in a box that goes with the current owner.
pub(crate) fn portal(builder: &mut Builder<'_>, to: Option<Target>, children: Children) {
    let marker = builder.marker();
    builder.record(Extent::Node(marker));
    ops::flush();
    let to = to.and_then(|to| to()).map_or(JsValue::NULL, JsValue::from);
    let place = region::allocate(1);
    glue::adopt(place, &open(&to, &glue::node(marker)));
    on_cleanup(move || ops::remove(place));
    View::lazy(children).build(&mut Builder::new(Place::Append(place), None));
}
