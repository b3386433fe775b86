use limosa::prelude::*;

fn main() {
    let text = RwSignal::new(String::new());
    let number = RwSignal::new(3);
    _ = view! { <input bind:value=number /> };
    _ = view! { <input type="checkbox" bind:checked=text /> };
    _ = view! { <select bind:value=number></select> };
    _ = view! { <input type="radio" value="a" bind:group=number /> };
}
