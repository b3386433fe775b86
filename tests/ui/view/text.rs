use limosa::prelude::*;

fn main() {
    let name = "Ada";
    _ = view! { <p>Hello there</p> };
    _ = view! { <p>"Hello " name</p> };
    _ = view! { <p>"You have " 3 " messages"</p> };
    _ = view! { <p class="a" "text"</p> };
    _ = view! { <!-- note --> };
}
