use limosa::prelude::*;

#[component]
fn Greeting(name: String) -> impl IntoView {
    name
}

#[component]
fn Plain() -> impl IntoView {
    "plain"
}

fn main() {
    _ = view! { <Greeting nam=String::from("Ada") /> };
    _ = view! { <Greeting name=String::from("Ada") extra=3 /> };
    _ = view! { <Plain extra=3 /> };
    _ = view! { <Plain>"children"</Plain> };
    _ = view! { <Show wen=|| true>"x"</Show> };
    _ = view! { <Missing /> };
}
