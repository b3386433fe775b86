use limosa::prelude::*;

fn main() {
    let save = |_| ();
    _ = view! { <buton>"Save"</buton> };
    _ = view! { <a herf="/">"Home"</a> };
    _ = view! { <p className="a"></p> };
    _ = view! { <li key=3></li> };
    _ = view! { <button on:clik=save>"Save"</button> };
    _ = view! { <button onclick="save()">"Save"</button> };
    _ = view! { <button on:click:often=save>"Save"</button> };
    _ = view! { <div on:touchmove:passive:prevent=save></div> };
}
