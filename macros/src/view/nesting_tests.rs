//! What is refused, held against a parser of HTML: nothing is accepted that it would rewrite.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::known::{HTML_TAGS, is_void};
use super::nesting::misplaced;

/// Elements that stand around others most often, and all that end something.
#[rustfmt::skip]
const USUAL: [&str; 30] = [
    "a", "b", "button", "caption", "dd", "details", "div", "dl", "dt", "form", "h1", "h2", "label", "li", "object", "ol", "p", "pre",
    "rp", "rt", "ruby", "section", "span", "summary", "table", "td", "template", "tr", "tbody", "ul",
];

/// Elements that end each other, and some that stand in between.
const NESTING: [&str; 11] = [
    "a", "button", "dd", "div", "form", "li", "object", "p", "span", "template", "ul",
];

/// The tags of a chain of only children that a parser finds, outermost first; nothing if it finds anything else.
fn chain(tags: &[&str]) -> Vec<String> {
    let mut html: String = tags.iter().map(|tag| format!("<{tag}>")).collect();
    let closing = tags.iter().rev().filter(|tag| !is_void(tag));
    html.extend(closing.map(|tag| format!("</{tag}>")));
    let template = QualName::new(None, ns!(html), local_name!("template"));
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let parser = parse_fragment(RcDom::default(), options, template, Vec::new(), false);
    let document = parser.one(html.as_str()).document;
    let mut node: Handle = document.children.borrow()[0].clone();
    let mut found = Vec::new();
    loop {
        let content = match &node.data {
            NodeData::Element {
                template_contents, ..
            } => template_contents.borrow().clone(),
            _ => None,
        };
        let parent = content.unwrap_or(node);
        let children = parent.children.borrow();
        let next = match children.as_slice() {
            [] => return found,
            [only] => only.clone(),
            _ => return Vec::new(),
        };
        drop(children);
        let NodeData::Element { name, .. } = &next.data else {
            return Vec::new();
        };
        found.push(name.local.to_string());
        node = next;
    }
}

/// Whether no element of the chain is refused where it stands.
fn is_accepted(tags: &[&str]) -> bool {
    (1..tags.len()).all(|index| misplaced(tags[index], &tags[..index]).is_none())
}

fn is_checked(tag: &&str) -> bool {
    !matches!(*tag, "html" | "head" | "body" | "svg" | "math")
}

#[test]
fn no_pair_is_accepted_that_a_parser_would_rewrite() {
    let parents = HTML_TAGS
        .iter()
        .filter(|tag| is_checked(tag) && !is_void(tag));
    for parent in parents {
        for child in HTML_TAGS.iter().filter(|tag| is_checked(tag)) {
            let pair = [*parent, *child];
            assert!(
                !is_accepted(&pair) || chain(&pair) == pair,
                "{pair:?} becomes {:?}",
                chain(&pair)
            );
        }
    }
}

#[track_caller]
fn check(tags: &[&str]) {
    if is_accepted(tags) {
        assert_eq!(chain(tags), tags);
    }
}

#[test]
fn no_chain_is_accepted_that_a_parser_would_rewrite() {
    for first in USUAL {
        for second in USUAL {
            for third in USUAL {
                check(&[first, second, third]);
            }
        }
    }
    for first in NESTING {
        for second in NESTING {
            for third in NESTING {
                NESTING
                    .iter()
                    .for_each(|last| check(&[first, second, third, last]));
            }
        }
    }
}

#[test]
fn what_a_parser_keeps_is_accepted_but_for_options_and_forms_in_tables() {
    let is_select = |tag: &str| matches!(tag, "option" | "optgroup" | "select");
    let mut refused = Vec::new();
    for parent in HTML_TAGS
        .iter()
        .filter(|tag| is_checked(tag) && !is_void(tag))
    {
        for child in HTML_TAGS.iter().filter(|tag| is_checked(tag)) {
            let pair = [*parent, *child];
            let kept = chain(&pair) == pair && !is_select(parent) && !is_select(child);
            if kept && !is_accepted(&pair) {
                refused.push(pair);
            }
        }
    }
    // What such a form holds would be moved out of the table.
    let forms = ["table", "tbody", "tfoot", "thead", "tr"].map(|parent| [parent, "form"]);
    assert_eq!(refused, forms);
}

#[test]
fn html_inside_svg_and_mathml_needs_an_element_that_holds_it() {
    for (tags, accepted) in [
        (["svg", "g", "div"], false),
        (["svg", "foreignObject", "div"], true),
        (["svg", "g", "circle"], true),
        (["math", "mrow", "span"], false),
        (["math", "mtext", "span"], true),
    ] {
        assert_eq!(is_accepted(&tags), accepted, "{tags:?}");
        assert_eq!(chain(&tags) == tags, accepted, "{tags:?}");
    }
}
