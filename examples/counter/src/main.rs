//! The smallest Limosa program: a counter in the browser.

use limosa::prelude::*;

/// A button that counts its clicks.
#[component]
fn Counter() -> impl IntoView {
    let (count, set_count) = signal(0);
    let double = Memo::new(move || count.get() * 2);
    view! {
        <button on:click=move |_| set_count.update(|count| *count += 1)>"Clicked " {count} " times"</button>
        <p>"Twice that is " {double}</p>
    }
}

fn main() {
    limosa::mount(Counter);
}
