//! What the server writes is what a parser of HTML finds: the very tree, text nodes that stand next to each other included.

use std::rc::Rc;

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use limosa::__private::dom::server::Shell;
use limosa::__private::dom::{
    Attributes, ErrorBoundary, For, IntoView, Show, Suspense, View, element,
};
use limosa_macros::view;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::collection::vec;
use proptest::prelude::*;

use super::html::written;

/// What there is to see of a view.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Text(String),
    Element(String, Vec<(String, String)>, Vec<Seen>),
}

/// A view in the making.
#[derive(Debug, Clone)]
enum Shape {
    Text(String),
    Element(&'static str, Vec<(usize, String)>, Vec<Shape>),
    /// Something that shows these shapes and nothing else.
    Around(u8, Vec<Shape>),
}

const ATTRIBUTES: [&str; 4] = ["title", "class", "data-x", "aria-label"];

fn text() -> impl Strategy<Value = String> {
    // NUL has no place in HTML at all.
    prop_oneof![
        Just(String::new()),
        "[a-z &<>\"'/=!-]{0,8}",
        "[ \t\r\n]{0,3}",
        "\\PC{0,6}",
        Just("<!--".to_owned()),
        Just("</div><script>".to_owned()),
        Just("&amp;#13;".to_owned()),
    ]
}

fn attributes() -> impl Strategy<Value = Vec<(usize, String)>> {
    vec((0..ATTRIBUTES.len(), text()), 0..3)
}

fn shapes(tags: &'static [&'static str]) -> impl Strategy<Value = Vec<Shape>> {
    let leaf = prop_oneof![
        3 => text().prop_map(Shape::Text),
        1 => attributes().prop_map(|attributes| Shape::Element("br", attributes, Vec::new())),
    ];
    let inside = leaf.prop_recursive(5, 40, 5, move |inner| {
        let tag = proptest::sample::select(tags);
        prop_oneof![
            (tag, attributes(), vec(inner.clone(), 0..5))
                .prop_map(|(tag, attributes, children)| Shape::Element(tag, attributes, children)),
            (0_u8..9, vec(inner, 0..4)).prop_map(|(kind, shapes)| Shape::Around(kind, shapes)),
        ]
    });
    vec(inside, 0..5)
}

fn build(shape: Shape) -> View {
    match shape {
        Shape::Text(text) if text.len() % 2 == 0 => View::text(text),
        Shape::Text(text) => (move || text.clone()).into_view(),
        Shape::Element(tag, attributes, children) => {
            let mut spread = Attributes::new();
            for (index, value) in distinct(attributes) {
                spread = spread.attribute(ATTRIBUTES[index], value);
            }
            children
                .into_iter()
                .fold(element(tag).attributes(spread), |element, child| {
                    element.child(build(child))
                })
                .into_view()
        }
        Shape::Around(kind, shapes) => around(kind, shapes),
    }
}

fn around(kind: u8, shapes: Vec<Shape>) -> View {
    let all = {
        let shapes = shapes.clone();
        move || View::sequence(shapes.clone().into_iter().map(build).collect())
    };
    match kind {
        0 => all(),
        1 => View::block(all),
        2 => Some(all()).into_view(),
        3 => view! { <Show when=|| true>{all()}</Show> },
        4 => view! { <Show when=|| false fallback=all>"not this"</Show> },
        5 => view! { <Suspense>{all()}</Suspense> },
        6 => view! { <ErrorBoundary fallback=|_| "not this">{all()}</ErrorBoundary> },
        7 => {
            let numbered: Vec<(usize, Shape)> = shapes.into_iter().enumerate().collect();
            view! { <For each=move || numbered.clone() key=|row| row.0 let:row>{build(row.1)}</For> }
        }
        _ => View::owned(move || View::lazy(all)),
    }
}

/// Of attributes said twice a parser takes the first.
fn distinct(attributes: Vec<(usize, String)>) -> Vec<(usize, String)> {
    let mut kept: Vec<(usize, String)> = Vec::new();
    for (index, value) in attributes {
        if kept.iter().all(|(known, _)| *known != index) {
            kept.push((index, value));
        }
    }
    kept
}

/// What is to be seen of a shape; an empty text is no node in HTML.
fn expected(shape: Shape, into: &mut Vec<Seen>) {
    match shape {
        Shape::Text(text) if text.is_empty() => {}
        Shape::Text(text) => into.push(Seen::Text(text)),
        Shape::Element(tag, attributes, children) => {
            let attributes = distinct(attributes).into_iter();
            let mut attributes: Vec<_> = attributes
                .map(|(index, value)| (ATTRIBUTES[index].to_owned(), value))
                .collect();
            attributes.sort();
            let mut seen = Vec::new();
            children
                .into_iter()
                .for_each(|child| expected(child, &mut seen));
            into.push(Seen::Element(tag.to_owned(), attributes, seen));
        }
        Shape::Around(_, shapes) => shapes.into_iter().for_each(|shape| expected(shape, into)),
    }
}

/// What a parser sees in a `<div>` with this HTML.
fn parsed(html: &str) -> Vec<Seen> {
    let div = QualName::new(None, ns!(html), local_name!("div"));
    let parser = parse_fragment(
        RcDom::default(),
        ParseOpts::default(),
        div,
        Vec::new(),
        true,
    );
    let document = parser.one(html).document;
    let root = Rc::clone(&document.children.borrow()[0]);
    children_of(&root)
}

fn children_of(node: &Handle) -> Vec<Seen> {
    node.children.borrow().iter().filter_map(seen).collect()
}

fn seen(node: &Handle) -> Option<Seen> {
    match &node.data {
        NodeData::Text { contents } => Some(Seen::Text(contents.borrow().to_string())),
        NodeData::Element { name, attrs, .. } => {
            let attributes = attrs.borrow();
            let attributes = attributes.iter();
            let mut attributes: Vec<_> = attributes
                .map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                })
                .collect();
            attributes.sort();
            Some(Seen::Element(
                name.local.to_string(),
                attributes,
                children_of(node),
            ))
        }
        _ => None,
    }
}

/// Each text that the server has noted is the text node of that number.
#[track_caller]
pub(crate) fn check_texts(shell: &Shell) {
    let (page, mut nodes) = (parsed(&shell.body), Vec::new());
    page.iter().for_each(|seen| collect_texts(seen, &mut nodes));
    let noted = shell.texts().into_iter();
    for (number, text) in noted.filter(|(_, text)| !text.contains('&')) {
        let node = nodes.get(number as usize - 1);
        assert_eq!(node.copied(), Some(text), "{number} in {}", shell.body);
    }
}

fn collect_texts<'s>(seen: &'s Seen, into: &mut Vec<&'s str>) {
    match seen {
        Seen::Text(text) => into.push(text),
        Seen::Element(_, _, children) => children.iter().for_each(|seen| collect_texts(seen, into)),
    }
}

fn check(shapes: Vec<Shape>) {
    let mut wanted = Vec::new();
    shapes
        .clone()
        .into_iter()
        .for_each(|shape| expected(shape, &mut wanted));
    let (html, _) = written(move || View::sequence(shapes.into_iter().map(build).collect()));
    assert_eq!(parsed(&html), wanted, "{html}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_tree_is_found_again(shapes in shapes(&["div", "section", "pre", "span", "my-element"])) {
        check(shapes);
    }

    #[test]
    fn any_phrase_is_found_again(shapes in shapes(&["span", "b", "i", "code", "small"])) {
        check(vec![Shape::Element("p", Vec::new(), shapes)]);
    }

    #[test]
    fn any_table_is_found_again(cells in vec(vec(shapes(&["div", "em"]), 0..3), 0..3)) {
        let element = |tag, children| Shape::Element(tag, Vec::new(), children);
        let cell = |shapes| element("td", shapes);
        let row = |cells: Vec<_>| element("tr", cells.into_iter().map(cell).collect());
        let rows = Shape::Around(7, cells.into_iter().map(row).collect());
        check(vec![element("table", vec![element("tbody", vec![rows])])]);
    }

    #[test]
    fn texts_and_values_of_templates_are_found_again(
        text in text(), other in text(), title in text(), attribute in text(), is_on in any::<bool>(),
    ) {
        let (shown, second) = (text.clone(), other.clone());
        let (named, data) = (title.clone(), attribute.clone());
        let (html, _) = written(move || {
            let value = named.clone();
            view! {
                <p title=named data-x=move || data.clone() hidden=is_on>"a <b>&amp; "{shown.clone()}"c"{second}<i/>{move || shown.clone()}</p>
                <textarea>{value}</textarea>
            }
        });
        let node = |text: &str| (!text.is_empty()).then(|| Seen::Text(text.to_owned()));
        let inside = [node("a <b>&amp; "), node(&text), node("c"), node(&other), Some(element_of("i", &[])), node(&text)];
        let hidden = is_on.then_some(("hidden", ""));
        let attributes = [("data-x", attribute.as_str()), ("title", &title)].into_iter().chain(hidden);
        let paragraph = with(element_of("p", &attributes.collect::<Vec<_>>()), inside.into_iter().flatten().collect());
        let area = with(element_of("textarea", &[]), node(&title).into_iter().collect());
        prop_assert_eq!(parsed(&html), vec![paragraph, area], "{}", html);
    }
}

fn element_of(tag: &str, attributes: &[(&str, &str)]) -> Seen {
    let attributes = attributes.iter();
    let mut attributes: Vec<_> = attributes
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    attributes.sort();
    Seen::Element(tag.to_owned(), attributes, Vec::new())
}

fn with(element: Seen, children: Vec<Seen>) -> Seen {
    match element {
        Seen::Element(tag, attributes, _) => Seen::Element(tag, attributes, children),
        text @ Seen::Text(_) => text,
    }
}
