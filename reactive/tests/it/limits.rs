//! Depth and width: nothing overflows the stack, here and in the browser.

use wasm_bindgen_test::wasm_bindgen_test;

use limosa_reactive::{Effect, Memo, Owner, RenderEffect, StoredValue, on_cleanup, signal};

use crate::support::{bump, counter};

const MANY: usize = 100_000;

#[wasm_bindgen_test(unsupported = test)]
pub(crate) fn a_chain_of_memos_read_in_order_is_as_deep_as_one_likes() {
    let (source, set_source) = signal(0_usize);
    let mut last = Memo::new(move || source.get());
    for _ in 1..MANY {
        let previous = last;
        last = Memo::new(move || previous.get() + 1);
        last.with(|_| ());
    }
    let (runs, count) = counter();
    Effect::new(move || {
        last.get();
        bump(&count);
    });
    set_source.set(5);
    assert_eq!(last.get(), MANY + 4);
    assert_eq!(runs.get(), 2);
}

#[wasm_bindgen_test(unsupported = test)]
pub(crate) fn a_first_read_of_some_depth_works() {
    let (source, _) = signal(0_usize);
    let mut last = Memo::new(move || source.get());
    for _ in 1..100 {
        let previous = last;
        last = Memo::new(move || previous.get() + 1);
    }
    assert_eq!(last.get(), 99);
}

#[wasm_bindgen_test(unsupported = test)]
pub(crate) fn a_deep_tree_of_owners_goes_without_recursion() {
    let root = Owner::new_root();
    let cleaned = StoredValue::new(0_usize);
    let mut owner = root;
    for _ in 0..MANY {
        owner = owner.with(|| {
            on_cleanup(move || cleaned.update(|cleaned| *cleaned += 1));
            Owner::new()
        });
    }
    root.dispose();
    assert_eq!(cleaned.get(), MANY);
    assert!(owner.is_disposed());
}

#[wasm_bindgen_test(unsupported = test)]
pub(crate) fn a_wide_signal_runs_each_subscriber_once() {
    let (source, set_source) = signal(0);
    let (runs, count) = counter();
    let root = Owner::new_root();
    root.with(|| {
        for _ in 0..MANY {
            let count = std::rc::Rc::clone(&count);
            RenderEffect::new(move || {
                source.track();
                bump(&count);
            });
        }
    });
    set_source.set(1);
    assert_eq!(runs.get() as usize, MANY * 2);
    root.dispose();
    set_source.set(2);
    assert_eq!(runs.get() as usize, MANY * 2);
}
