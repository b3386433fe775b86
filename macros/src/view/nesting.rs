//! Which elements may stand in which: what an HTML parser would move, drop or close early is told with what to do instead.
//!
//! Source: the insertion modes of <https://html.spec.whatwg.org/multipage/parsing.html>; the tests hold every pair of elements against a
//! parser.

use super::known;

/// Elements that end an open `<p>`.
#[rustfmt::skip]
const ENDS_PARAGRAPH: &[&str] = &[
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu",
    "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul",
];

/// Elements across which an open one is not closed: those that end a scope.
#[rustfmt::skip]
const SCOPE: &[&str] = &[
    "caption", "html", "marquee", "object", "table", "td", "th", "template", "svg", "math", "foreignObject", "desc", "title",
    "mi", "mo", "mn", "ms", "mtext", "annotation-xml",
];

/// Elements across which an open `<li>`, `<dd>` or `<dt>` is closed: all that are not special, and three that are.
#[rustfmt::skip]
const LOOKED_THROUGH: &[&str] = &[
    "a", "abbr", "address", "audio", "b", "bdi", "bdo", "canvas", "cite", "code", "data", "del", "dfn", "dialog", "div", "em", "i",
    "ins", "kbd", "label", "map", "mark", "meter", "output", "p", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp",
    "slot", "small", "span", "strong", "sub", "sup", "time", "u", "var", "video", "datalist", "legend", "option", "optgroup",
];

/// HTML elements that end an open `<svg>` or `<math>`.
#[rustfmt::skip]
const LEAVES_FOREIGN: &[&str] = &[
    "b", "blockquote", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "li", "menu", "meta", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "sub", "sup", "table", "u", "ul",
    "var",
];

/// Elements of SVG and MathML inside which HTML stands as HTML.
const HOLDS_HTML: &[&str] = &[
    "foreignObject",
    "desc",
    "title",
    "mi",
    "mo",
    "mn",
    "ms",
    "mtext",
    "annotation-xml",
];

/// An element that can only stand in some others: child, its parents.
const PARENTS: [(&str, &[&str]); 11] = [
    ("caption", &["table"]),
    ("colgroup", &["table"]),
    ("col", &["colgroup"]),
    ("thead", &["table"]),
    ("tbody", &["table"]),
    ("tfoot", &["table"]),
    ("tr", &["thead", "tbody", "tfoot"]),
    ("td", &["tr"]),
    ("th", &["tr"]),
    ("option", &["select", "optgroup", "datalist"]),
    ("optgroup", &["select"]),
];

/// An element that can only hold some others: parent, its children.
const CHILDREN: [(&str, &[&str]); 8] = [
    (
        "table",
        &[
            "caption", "colgroup", "thead", "tbody", "tfoot", "script", "style", "template",
        ],
    ),
    ("thead", &["tr", "script", "style", "template"]),
    ("tbody", &["tr", "script", "style", "template"]),
    ("tfoot", &["tr", "script", "style", "template"]),
    ("tr", &["td", "th", "script", "style", "template"]),
    ("colgroup", &["col", "template"]),
    (
        "select",
        &["option", "optgroup", "hr", "script", "template"],
    ),
    ("optgroup", &["option", "script", "template"]),
];

/// Whether text directly inside would be moved out.
pub(crate) fn holds_elements_only(tag: &str) -> bool {
    CHILDREN.iter().any(|(known, _)| *known == tag)
}

/// Why an element cannot stand inside `around`, outermost first, if an HTML parser would not leave it there.
pub(crate) fn misplaced(tag: &str, around: &[&str]) -> Option<String> {
    let parent = *around.last()?;
    if matches!(tag, "html" | "head" | "body") {
        return Some(format!(
            "`<{tag}>` cannot stand inside `<{parent}>`; the page's own are reached by `<Html/>` and `<Body/>`"
        ));
    }
    if tag == "tr" && parent == "table" {
        return Some(
            "`<tr>` directly in `<table>`: an HTML parser would add a `<tbody>`, so write it"
                .to_owned(),
        );
    }
    let is_foreign = is_foreign(around);
    if matches!(parent, "iframe" | "script" | "style" | "textarea" | "title") && !is_foreign {
        return Some(format!(
            "`<{parent}>` holds no elements: an HTML parser would take `<{tag}>` for text"
        ));
    }
    if is_foreign {
        return leaves_foreign(tag, around);
    }
    wrong_parent(tag, parent).or_else(|| closes(tag, parent, around))
}

/// Whether what stands inside is SVG or MathML.
fn is_foreign(around: &[&str]) -> bool {
    let root = around
        .iter()
        .rposition(|tag| matches!(*tag, "svg" | "math"));
    root.is_some_and(|root| !around[root..].iter().any(|tag| HOLDS_HTML.contains(tag)))
}

fn leaves_foreign(tag: &str, around: &[&str]) -> Option<String> {
    let root = around.iter().rfind(|tag| matches!(**tag, "svg" | "math"))?;
    let holder = if *root == "svg" {
        "foreignObject"
    } else {
        "mtext"
    };
    LEAVES_FOREIGN
        .contains(&tag)
        .then(|| rewritten(tag, root, &format!("put it in a `<{holder}>`")))
}

fn wrong_parent(tag: &str, parent: &str) -> Option<String> {
    if matches!(parent, "template") || known::is_custom(parent) {
        return None;
    }
    if let Some((_, children)) = CHILDREN.iter().find(|(known, _)| *known == parent)
        && !children.contains(&tag)
    {
        let allowed = children
            .iter()
            .take_while(|child| **child != "script")
            .map(|child| format!("`<{child}>`"));
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        return Some(format!(
            "`<{tag}>` cannot stand in `<{parent}>`, which holds {allowed}: an HTML parser would move it"
        ));
    }
    let (_, parents) = PARENTS.iter().find(|(known, _)| *known == tag)?;
    if parents.contains(&parent) {
        return None;
    }
    let allowed = parents
        .iter()
        .map(|parent| format!("`<{parent}>`"))
        .collect::<Vec<_>>()
        .join(" or ");
    Some(format!(
        "`<{tag}>` can only stand in {allowed}, not in `<{parent}>`: an HTML parser would drop it"
    ))
}

fn rewritten(tag: &str, around: &str, advice: &str) -> String {
    format!(
        "`<{tag}>` inside `<{around}>`: an HTML parser would close the `<{around}>` before it; {advice}"
    )
}

/// Elements that an open one around does not survive.
fn closes(tag: &str, parent: &str, around: &[&str]) -> Option<String> {
    if ENDS_PARAGRAPH.contains(&tag) && is_open("p", around, &[SCOPE, &["button"]].concat()) {
        return Some(rewritten(tag, "p", "use a `<div>` for the outer one"));
    }
    let formatting = ["caption", "marquee", "object", "td", "th", "template"];
    let nests = match tag {
        "a" => is_open("a", around, &formatting),
        // A form inside a form is dropped wherever it stands.
        "form" => is_open("form", around, &["template"]),
        "button" => is_open("button", around, SCOPE),
        _ => false,
    };
    if nests {
        return Some(rewritten(tag, tag, "they cannot nest"));
    }
    if is_heading(tag) && is_heading(parent) {
        return Some(rewritten(tag, parent, "headings cannot nest"));
    }
    if tag == "li" && item_around(around, &["li"]).is_some() {
        return Some(rewritten(tag, "li", "put a `<ul>` or `<ol>` between them"));
    }
    if matches!(tag, "dd" | "dt")
        && let Some(item) = item_around(around, &["dd", "dt"])
    {
        return Some(rewritten(tag, item, "put a `<dl>` between them"));
    }
    let is_implied = matches!(parent, "rt" | "rp" | "p" | "li" | "dd" | "dt");
    (matches!(tag, "rt" | "rp") && is_implied && is_open("ruby", around, SCOPE))
        .then(|| rewritten(tag, parent, "it stands directly in `<ruby>`"))
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The open item of a list that another item would close.
fn item_around<'a>(around: &[&'a str], items: &[&str]) -> Option<&'a str> {
    let ends = |tag: &&&str| {
        items.contains(*tag) || !(LOOKED_THROUGH.contains(*tag) || known::is_custom(tag))
    };
    let nearest = around.iter().rev().find(ends)?;
    items.contains(nearest).then_some(*nearest)
}

/// Whether `tag` is open around, with none of `barriers` in between.
fn is_open(tag: &str, around: &[&str], barriers: &[&str]) -> bool {
    let inside = around.iter().rev();
    inside
        .take_while(|around| !barriers.contains(*around))
        .any(|around| *around == tag)
}
