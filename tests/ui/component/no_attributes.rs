use limosa::prelude::*;

#[component]
fn Card(title: String) -> impl IntoView {
    title
}

fn main() {
    let title = String::new;
    _ = view! { <Card title=title() data-id="3" /> };
    _ = view! { <Card title=title() class:big=true /> };
    _ = view! { <Card title=title() attr:id="x" /> };
}
