use limosa::prelude::*;

fn main() {
    _ = view! { <p id="a" id="b"></p> };
    _ = view! { <p class:a=true class:a=false></p> };
    _ = view! { <button on:click=|_| () on:click=|_| ()></button> };
    _ = view! { <p let:item></p> };
    _ = view! { <Html lang="en" lang="de" /> };
}
