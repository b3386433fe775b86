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
    _ = view! { <p><p>"x"</p></p> };
    _ = view! { <ul><li><div><li>"x"</li></div></li></ul> };
    _ = view! { <dl><dd><dt>"x"</dt></dd></dl> };
    _ = view! { <form><table><tbody><tr><td><form></form></td></tr></tbody></table></form> };
    _ = view! { <ruby><rt><rp>"x"</rp></rt></ruby> };
    _ = view! { <math><span>"x"</span></math> };
    _ = view! { <iframe src="/"><p>"x"</p></iframe> };
    _ = view! { <h1><h2>"x"</h2></h1> };
    _ = view! { <div><body>"x"</body></div> };
}
