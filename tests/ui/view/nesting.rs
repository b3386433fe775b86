use limosa::prelude::*;

fn main() {
    _ = view! { <p><div>"x"</div></p> };
    _ = view! { <table><tr><td>"x"</td></tr></table> };
    _ = view! { <div><td>"x"</td></div> };
    _ = view! { <table><tbody>"x"</tbody></table> };
    _ = view! { <a href="/"><b><a href="/">"x"</a></b></a> };
    _ = view! { <form><form></form></form> };
    _ = view! { <button><button>"x"</button></button> };
    _ = view! { <ul><li><li>"x"</li></li></ul> };
    _ = view! { <select><div>"x"</div></select> };
    _ = view! { <svg><div>"x"</div></svg> };
    _ = view! { <div><body>"x"</body></div> };
}
