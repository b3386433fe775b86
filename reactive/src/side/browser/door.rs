//! The door by which scripts call the program: one export for all crates, as a closure that is handed to JavaScript costs half
//! a kilobyte of program and script.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::host;

/// What a script calls: with what it tells, two numbers and a value that mean what the two have agreed on.
pub type Call = fn(what: u32, number: u32, count: f64, value: JsValue) -> u32;

thread_local! {
    static CALLS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

/// Lets scripts call a function, and tells one of them how: `connect` gets the exports of the program and the first argument
/// for `limosa_call` among them. The function is not called any more after [`host::stop`]; scripts get 0 then.
pub fn open(call: Call, connect: fn(&JsValue, u32)) {
    let door = CALLS.with_borrow_mut(|calls| {
        calls.push(call);
        calls.len() - 1
    });
    connect(&wasm_bindgen::exports(), u32::try_from(door).unwrap_or(0));
}

/// The text that a script has given; empty if it has not given one. Results of imports are taken like this too: a text as such
/// would need code of its own in the script for every one of them.
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "it is done with")]
pub fn text(value: JsValue) -> String {
    value.as_string().unwrap_or_default()
}

/// A call of a script.
#[allow(unreachable_pub, reason = "only what is public can be exported")]
#[wasm_bindgen]
pub fn limosa_call(door: u32, what: u32, number: u32, count: f64, value: JsValue) -> u32 {
    let call = CALLS.with_borrow(|calls| calls.get(door as usize).copied());
    call.filter(|_| !host::is_stopped())
        .map_or(0, |call| call(what, number, count, value))
}
