use limosa::prelude::*;

#[component]
fn Greeting(name: String, #[prop(into)] from: String, #[prop(optional)] times: Option<u8>) -> impl IntoView {
    view! { {name} {from} {times} }
}

fn main() {
    _ = view! { <Greeting name="Ada" from="Bo" /> };
    _ = view! { <Greeting name=String::new() from="Bo" times="three" /> };
    _ = view! { <Show when=true>"x"</Show> };
}
