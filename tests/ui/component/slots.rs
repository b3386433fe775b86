use limosa::prelude::*;

#[component]
fn Frame(header: Children) -> impl IntoView {
    header()
}

fn main() {
    _ = view! { <Frame><b slot:heder>"x"</b></Frame> };
    _ = view! { <Frame></Frame> };
    _ = view! { <p><b slot:header>"x"</b></p> };
    _ = view! { <Frame><p><b slot:header>"x"</b></p></Frame> };
}
