//! What `view!` refuses, and what it says.

use super::{check, parse};

/// What a view is refused with; empty if it is fine.
fn refusal(view: &str) -> String {
    let tokens = view.parse().expect("the view is made of tokens");
    match parse::parse(tokens).and_then(|nodes| check::check(&nodes)) {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn refused(view: &str, expected: &str) {
    let message = refusal(view);
    assert!(
        message.contains(expected),
        "{view}\nis refused with: {message}"
    );
}

#[track_caller]
fn accepted(view: &str) {
    assert_eq!(refusal(view), "", "{view}");
}

#[test]
fn unknown_words_come_with_a_suggestion() {
    refused(r#"<buton>"Save"</buton>"#, "did you mean `<button>`?");
    refused(r#"<a herf="/">"Home"</a>"#, "did you mean `href`?");
    refused(r#"<p className="a"></p>"#, "did you mean `class`?");
    refused(
        r#"<button on:clik=save>"Save"</button>"#,
        "did you mean `on:click`?",
    );
    refused(
        r#"<button onclick="save()">"Save"</button>"#,
        "`on:click=move |event| …`",
    );
    refused(r#"<p on:click:often=save></p>"#, "unknown option `often`");
    accepted(r#"<my-element any=1 on:my-event=save></my-element>"#);
    accepted(r#"<input type="text" data-x=1 aria-label="x" attr:anything=1 />"#);
}

#[test]
fn text_is_quoted_and_values_that_compare_are_in_braces() {
    refused("<p>Hello there</p>", "text must be quoted");
    refused("<p>{a} there</p>", "text must be quoted");
    refused(
        r#"<button disabled=count > 2>"Save"</button>"#,
        "put that value in braces",
    );
    refused(
        r#"<button disabled=count >= 2>"Save"</button>"#,
        "in braces",
    );
    refused(r#"<p id="a" "text"</p>"#, "was expected before this");
    refused(r#"<p hidden "text"</p>"#, "stands inside the tag");
    accepted(r#"<button disabled={count > 2}>"Save"</button>"#);
    accepted(r#"<Suspense fallback=|| "Loading…"><p>"x"</p></Suspense>"#);
    accepted(
        r#"<form action=move || rename.with(id())><input name=Rename::NAME required /></form>"#,
    );
    accepted(r#"<A to=ProductList::default()>"All"</A>"#);
    accepted(r#"<A to=Product { id: 3 } class="x">"One"</A>"#);
    accepted(
        r#"<Listed items=items.iter().collect::<Vec<_>>() key=|item: &Item| -> u32 { item.id } />"#,
    );
    accepted(r#"<p {..attributes} title=if a { "x" } else { "y" }></p>"#);
}

#[test]
fn tags_close_as_they_open() {
    refused(r#"<div><p>"x"</div>"#, "`</p>` was expected");
    refused(r#"<div>"x""#, "never closed");
    refused(r#"<p>"x"</p></div>"#, "closes nothing");
    refused(r#"<br>"text"</br>"#, "void element");
    refused(r#"<br></br>"#, "void element");
    accepted(r#"<p>"a"<br>"b"<br/></p>"#);
    accepted(r#"<>"a"<b/></>"#);
}

#[test]
fn nesting_that_a_parser_would_rewrite_is_refused() {
    refused("<p><span><div/></span></p>", "would close the `<p>`");
    refused("<table><tr/></table>", "would add a `<tbody>`");
    refused("<div><td/></div>", "can only stand in `<tr>`");
    refused(r#"<tbody>"x"</tbody>"#, "text cannot stand directly");
    refused(r#"<a href="/"><b><a href="/"/></b></a>"#, "cannot nest");
    refused("<button><button/></button>", "cannot nest");
    refused("<h1><h2/></h1>", "headings cannot nest");
    refused("<li><li/></li>", "put a `<ul>`");
    refused("<svg><div/></svg>", "<foreignObject>");
    refused("<select><div/></select>", "holds `<option>`");
    accepted("<table><tbody><tr><td><table><tbody/></table></td></tr></tbody></table>");
    accepted("<p><Card><div/></Card></p>");
    accepted("<svg><foreignObject><div/></foreignObject></svg>");
    accepted("<tr><td/></tr>");
}

#[test]
fn attributes_come_once() {
    refused(r#"<p id="a" id="b"></p>"#, "already there");
    accepted(r#"<p class="a" class:b=on class:c=on style:top="0" style:left="0"></p>"#);
}
