//! Timers.

use std::time::Duration;

use limosa::__private::dom::{after, debounced};
use limosa::__private::reactive::{Owner, RwSignal};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

#[wasm_bindgen_test]
async fn a_timer_runs_once_unless_it_is_cancelled_or_its_owner_is_gone() {
    let ran = Owner::new_root().with(|| RwSignal::new(Vec::new()));
    let note = move |name: &'static str| move || ran.update(|ran| ran.push(name));
    let (owner, gone) = (Owner::new_root(), Owner::new_root());
    owner.with(|| {
        after(Duration::from_millis(20), note("second"));
        after(Duration::from_millis(1), note("first"));
        after(Duration::from_millis(1), note("cancelled")).cancel();
    });
    gone.with(|| after(Duration::from_millis(1), note("gone")));
    gone.dispose();
    assert!(ran.with(Vec::is_empty));
    page::wait(60).await;
    assert_eq!(ran.get(), ["first", "second"]);
}

#[wasm_bindgen_test]
async fn the_last_value_before_a_pause_is_passed_on() {
    let owner = Owner::new_root();
    let (seen, search) = owner.with(|| {
        let seen = RwSignal::new(Vec::new());
        let search = debounced(Duration::from_millis(20), move |text: &'static str| {
            seen.update(|seen| seen.push(text));
        });
        (seen, search)
    });
    search.call("g");
    search.call("go");
    page::wait(60).await;
    search.call("god");
    page::wait(60).await;
    assert_eq!(seen.get(), ["go", "god"]);
    search.call("late");
    owner.dispose();
    page::wait(60).await;
}
