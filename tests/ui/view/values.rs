use limosa::prelude::*;

fn main() {
    let count = 3;
    _ = view! { <button disabled=count > 2>"Save"</button> };
    _ = view! { <button disabled=count >= 2>"Save"</button> };
    _ = view! { <button disabled=count < 2>"Save"</button> };
    _ = view! { <p title=></p> };
    _ = view! { <p {attributes}></p> };
    _ = view! { <p style=color style:color="red"></p> };
    _ = view! { <a href="javascript:alert(1)">"x"</a> };
}
