//! Pages of a build that the server no longer knows: loaded anew, with what was typed.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/side/browser/outdated.js")]
extern "C" {
    /// Loads the page anew, unless that was done for this build before.
    pub(super) fn reload();

    /// Gives fields what was typed before the page was loaded anew.
    pub(super) fn restore();
}
