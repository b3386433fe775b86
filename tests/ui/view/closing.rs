use limosa::prelude::*;

fn main() {
    _ = view! { <div><p>"x"</div> };
    _ = view! { <div>"x" };
    _ = view! { <p>"x"</p></div> };
    _ = view! { <br>"text"</br> };
    _ = view! { <img src="/a.png"></img> };
    _ = view! { <input>"text"</input> };
    _ = view! { <p };
}
