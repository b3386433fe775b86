use limosa::prelude::*;

#[component(transparent)]
fn Arguments() -> impl IntoView {}

#[component]
async fn Later() -> impl IntoView {}

#[component]
fn Nothing() {}

#[component]
fn lower(name: String) -> impl IntoView {
    name
}

#[component]
fn Borrowing(name: &str) -> impl IntoView {
    name.to_owned()
}

#[component]
fn Apart((a, b): (u8, u8)) -> impl IntoView {
    a + b
}

#[component]
fn Marked(#[prop(maybe)] name: String) -> impl IntoView {
    name
}

fn main() {}
