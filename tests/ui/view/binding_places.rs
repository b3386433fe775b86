use limosa::prelude::*;

fn main() {
    let text = RwSignal::new(String::new());
    _ = view! { <p bind:value=text></p> };
    _ = view! { <select bind:checked=text></select> };
    _ = view! { <input type="checkbox" bind:value=text /> };
    _ = view! { <input type="text" value="a" bind:group=text /> };
    _ = view! { <input type="radio" bind:group=text /> };
    _ = view! { <input bind:vlaue=text /> };
}
