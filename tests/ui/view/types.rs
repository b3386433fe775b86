use limosa::prelude::*;

struct Money(u32);

fn main() {
    _ = view! { <p>{Money(3)}</p> };
    _ = view! { <p title=Money(3)></p> };
    _ = view! { <p class:paid="yes"></p> };
    _ = view! { <button on:click=|event: web_sys::KeyboardEvent| drop(event)>"x"</button> };
    _ = view! { <input bind:value="text" /> };
    _ = view! { <p>{move || Money(3)}</p> };
}
