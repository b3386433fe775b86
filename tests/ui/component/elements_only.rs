use limosa::prelude::*;

#[component]
fn Card(title: String) -> impl IntoView {
    title
}

fn main() {
    _ = view! { <Card title=String::new() on:click=|_| () /> };
    _ = view! { <Card title=String::new() style:color="red" /> };
    _ = view! { <Card title=String::new() title=String::from("x") /> };
}
