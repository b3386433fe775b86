//! What an app tells of its panics.

use std::panic::{PanicHookInfo, set_hook, take_hook};

use limosa_reactive::host;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
const told = []
let uncaught = 0
export function note() {
  const tell = console.error
  console.error = (text) => { told.push(String(text)); tell(text) }
  addEventListener("error", (event) => {
    uncaught += 1
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
}
export function taken() { return [...told] }
export function failures() { return uncaught }
"#)]
extern "C" {
    fn note();
    fn taken() -> Vec<String>;
    fn failures() -> u32;
}

pub(crate) type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send>;

/// Listens from here on. The hook of the tests, from before the app has set its own, tells of what fails when the app has
/// stopped, as that tells of one panic alone.
pub(crate) fn listen(tests: Hook) {
    note();
    let app = take_hook();
    set_hook(Box::new(move |panic| {
        let stopped = host::is_stopped();
        app(panic);
        if stopped {
            tests(panic);
        }
    }));
}

/// One panic was told, with its place and its message, and nothing else has failed.
pub(crate) fn assert_once(place: &str, message: &str) {
    let told = taken();
    let panics = told.iter().filter(|text| text.contains("panicked"));
    assert_eq!(panics.count(), 1, "{told:?}");
    assert!(told[0].contains(place), "{told:?}");
    assert!(told[0].contains(message), "{told:?}");
    assert_eq!(failures(), 0, "nothing fails by itself");
}
