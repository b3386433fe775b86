//! Texts of strangers in every place that a view has for them: none becomes a tag, an attribute or script.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use limosa::__private::dom::{Attributes, Dynamic, For, Link, Meta, Style, Title, View};
use limosa::__private::reactive::RwSignal;
use limosa_macros::view;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::html::written;

const ATTACKS: [&str; 16] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onmouseover=\"alert(1)",
    "x onmouseover=alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<!--<script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "red;background:url(javascript:alert(1))",
];

/// A place for a text.
type Place = fn(String) -> View;

const PLACES: [Place; 18] = [
    |text| view! { <p>{text}</p> },
    |text| view! { <p>"a"{move || text.clone()}"b"</p> },
    |text| view! { <p title=text.clone() class=text.clone() data-x=text></p> },
    |text| view! { <p attr:title=move || text.clone()></p> },
    |text| view! { <p style:color=text></p> },
    |text| view! { <a href=text.clone()>"x"</a><a attr:href=text>"y"</a> },
    |text| view! { <img src=text/> },
    |text| view! { <form attr:action=text.clone()><button attr:formaction=text>"x"</button></form> },
    |text| view! { <svg><use href=text></use></svg> },
    |text| view! { <textarea>{text}</textarea> },
    |text| view! { <textarea bind:value=RwSignal::new(text)></textarea> },
    |text| view! { <input value=text.clone() placeholder=text/> },
    |text| view! { <input type="checkbox" value=text.clone() bind:group=RwSignal::new(vec![text.clone()])/> },
    |text| view! { <select value=text.clone()><option>{text.clone()}</option><option value=text>"x"</option></select> },
    |text| view! { <ul><For each=move || vec![text.clone()] key=String::clone let:row><li id=row.clone()>{row}</li></For></ul> },
    |text| view! { <b {..Attributes::new().attribute("title", text.clone()).attribute("href", text)}></b> },
    |text| view! { <Dynamic tag=text.clone() attr:title=text.clone()>{text.clone()}</Dynamic> },
    |text| view! { <Title text=text.clone()/><Meta name="description" content=text.clone()/><Link rel="icon" href=text.clone()/><Style text=text/> },
];

fn parse(html: &str) -> Handle {
    let div = QualName::new(None, ns!(html), local_name!("div"));
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let parser = parse_fragment(RcDom::default(), options, div, Vec::new(), true);
    parser.one(html).document
}

/// What a visitor would suffer from.
fn harms(node: &Handle, into: &mut Vec<String>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        if &*name.local == "script" {
            into.push("a script".to_owned());
        }
        for attribute in attrs.borrow().iter() {
            let (name, value) = (&*attribute.name.local, attribute.value.to_ascii_lowercase());
            let value: String = value.split(['\n', '\t', '\r', ' ']).collect();
            if name.starts_with("on") {
                into.push(format!("a handler {name}"));
            }
            if matches!(name, "href" | "src" | "action" | "formaction")
                && value.starts_with("javascript:")
            {
                into.push(format!("an address {value}"));
            }
            if name == "style" && value.contains("url(") {
                into.push(format!("a style {value}"));
            }
        }
    }
    let children = node.children.borrow();
    children.iter().for_each(|child| harms(child, into));
}

#[test]
fn no_text_of_a_stranger_runs_anywhere() {
    for attack in ATTACKS {
        for (number, place) in PLACES.into_iter().enumerate() {
            let (body, head) = written(move || place(attack.to_owned()));
            let mut found = Vec::new();
            harms(&parse(&body), &mut found);
            harms(&parse(&head), &mut found);
            assert!(
                found.is_empty(),
                "{attack:?} at place {number}: {found:?}\n{head}\n{body}"
            );
        }
    }
}

#[test]
fn the_table_finds_what_is_let_through() {
    for html in [
        "<script>1</script>",
        "<p onclick=a>",
        "<a href=' java\nscript:1'>",
    ] {
        let mut found = Vec::new();
        harms(&parse(html), &mut found);
        assert_eq!(found.len(), 1, "{html}");
    }
}
