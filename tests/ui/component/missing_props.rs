use limosa::prelude::*;

#[component]
fn Greeting(name: String, #[prop(optional)] loud: bool, children: Children) -> impl IntoView {
    view! { <p class:loud=loud>"Hello " {name} {children()}</p> }
}

fn main() {
    _ = view! { <Greeting name=String::from("Ada") /> };
    _ = view! { <Greeting>"!"</Greeting> };
    _ = view! { <Greeting loud=true /> };
}
