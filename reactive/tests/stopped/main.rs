//! A panic inside a browser: it is told once, and then nothing runs any more. One test, as nothing can follow it.
#![cfg(target_arch = "wasm32")]

use std::cell::{Cell, RefCell};
use std::panic::set_hook;
use std::rc::Rc;

use limosa_reactive::{Effect, Memo, StoredValue, host, on_cleanup, signal, spawn_scoped, watch};
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
// What the page sees of a call that ends in a panic.
export function attempt(call) {
  try {
    call()
    return ''
  } catch (error) {
    return String(error)
  }
}
export function later() { return new Promise((done) => setTimeout(done, 0)) }
"#)]
extern "C" {
    fn attempt(call: &JsValue) -> String;
    #[wasm_bindgen(catch)]
    async fn later() -> Result<JsValue, JsValue>;
}

thread_local! {
    static TOLD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// As a renderer does: the first panic is told and stops everything.
fn tell_once_and_stop() {
    set_hook(Box::new(|panic| {
        if !host::is_stopped() {
            TOLD.with_borrow_mut(|told| told.push(panic.to_string()));
        }
        host::stop();
        LAST.set(panic.to_string());
    }));
}

fn call(run: impl FnOnce() + 'static) -> String {
    attempt(&Closure::once_into_js(run))
}

#[wasm_bindgen_test]
async fn a_panic_is_told_once_with_its_place_and_nothing_runs_after_it() {
    tell_once_and_stop();
    let (count, set_count) = signal(0);
    let runs = Rc::new(Cell::new(0));
    let (counted, polled) = (Rc::clone(&runs), Rc::new(Cell::new(0)));
    Effect::new(move || assert!(count.get() != 1, "one is too many"));
    Effect::new(move || {
        count.track();
        counted.set(counted.get() + 1);
        on_cleanup(|| ());
    });
    let waits = Rc::clone(&polled);
    spawn_scoped(async move {
        waits.set(1);
        later().await.ok();
        waits.set(2);
    });
    assert!(
        !call(move || set_count.set(1)).is_empty(),
        "it did not panic"
    );
    assert!(host::is_stopped());

    assert_eq!(
        call(move || set_count.set(2)),
        "",
        "a later call does nothing"
    );
    assert_eq!(runs.get(), 1, "no effect runs after the panic");
    let made = Rc::new(Cell::new(false));
    let seen = Rc::clone(&made);
    let again = move || {
        watch(move || count.get(), move |_, _| seen.set(true));
    };
    assert_eq!(call(again), "");
    for _ in 0..3 {
        later().await.ok();
    }
    assert_eq!(
        (polled.get(), made.get()),
        (0, false),
        "no future is polled"
    );
    call(|| panic!("another"));
    let told = TOLD.take();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("stopped/main.rs") && told[0].contains("one is too many"),
        "{told:?}"
    );
    a_first_read_too_deep_names_a_memo();
}

/// The engine's own stack would end in a trap without a word.
fn a_first_read_too_deep_names_a_memo() {
    let (source, _) = signal(0_usize);
    let mut last = Memo::new(move || source.get());
    for _ in 0..100_000 {
        let previous = last;
        last = Memo::new(move || previous.get() + 1);
    }
    let read = StoredValue::new(0);
    let thrown = call(move || read.set(last.get()));
    assert!(!thrown.is_empty());
    let told = LAST.take();
    assert!(told.contains("never evaluated"), "{told} {thrown}");
    assert!(told.contains("the memo made at"), "{told}");
}
