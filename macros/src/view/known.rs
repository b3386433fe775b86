//! What HTML, SVG and MathML know: tags, attributes, events, and the nearest known word to a wrong one.
//!
//! Sources: the indices of <https://html.spec.whatwg.org/multipage/indices.html>, SVG 2 and MathML Core.

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

#[rustfmt::skip]
pub(crate) const HTML_TAGS: &[&str] = &[
    "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo",
    "blockquote", "body", "br", "button", "canvas", "caption", "cite", "code", "col", "colgroup",
    "data", "datalist", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "embed",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend",
    "li", "link", "main", "map", "mark", "math", "menu", "meta", "meter", "nav", "noscript", "object",
    "ol", "optgroup", "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt",
    "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small", "source", "span",
    "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea",
    "tfoot", "th", "thead", "time", "title", "tr", "track", "u", "ul", "var", "video", "wbr",
];

#[rustfmt::skip]
const SVG_TAGS: &[&str] = &[
    "animate", "animateMotion", "animateTransform", "circle", "clipPath", "defs", "desc", "ellipse",
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
    "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA",
    "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode",
    "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile",
    "feTurbulence", "filter", "foreignObject", "g", "image", "line", "linearGradient", "marker", "mask",
    "metadata", "mpath", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "set",
    "stop", "switch", "symbol", "text", "textPath", "tspan", "use", "view",
];

#[rustfmt::skip]
const MATHML_TAGS: &[&str] = &[
    "annotation", "annotation-xml", "maction", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo",
    "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "semantics",
];

#[rustfmt::skip]
const HTML_ATTRIBUTES: &[&str] = &[
    "abbr", "accept", "accept-charset", "accesskey", "action", "allow", "allowfullscreen", "alt", "as",
    "async", "autocapitalize", "autocomplete", "autocorrect", "autofocus", "autoplay", "blocking",
    "charset", "checked", "cite", "class", "closedby", "color", "cols", "colspan", "command",
    "commandfor", "content", "contenteditable", "controls", "coords", "crossorigin", "data", "datetime",
    "decoding", "default", "defer", "dir", "dirname", "disabled", "download", "draggable", "enctype",
    "enterkeyhint", "exportparts", "fetchpriority", "for", "form", "formaction", "formenctype",
    "formmethod", "formnovalidate", "formtarget", "headers", "height", "hidden", "high", "href",
    "hreflang", "http-equiv", "id", "imagesizes", "imagesrcset", "inert", "inputmode", "integrity",
    "is", "ismap", "itemid", "itemprop", "itemref", "itemscope", "itemtype", "kind", "label", "lang",
    "list", "loading", "loop", "low", "max", "maxlength", "media", "method", "min", "minlength",
    "multiple", "muted", "name", "nomodule", "nonce", "novalidate", "open", "optimum", "part",
    "pattern", "ping", "placeholder", "playsinline", "popover", "popovertarget", "popovertargetaction",
    "poster", "preload", "property", "readonly", "referrerpolicy", "rel", "required", "reversed",
    "role", "rows", "rowspan", "sandbox", "scope", "selected", "shape", "size", "sizes", "slot", "span",
    "spellcheck", "src", "srcdoc", "srclang", "srcset", "start", "step", "style", "summary", "tabindex",
    "target", "title", "translate", "type", "usemap", "value", "virtualkeyboardpolicy", "width", "wrap",
    "writingsuggestions", "xmlns",
];

#[rustfmt::skip]
const ARIA: &[&str] = &[
    "aria-activedescendant", "aria-atomic", "aria-autocomplete", "aria-braillelabel",
    "aria-brailleroledescription", "aria-busy", "aria-checked", "aria-colcount", "aria-colindex",
    "aria-colindextext", "aria-colspan", "aria-controls", "aria-current", "aria-describedby",
    "aria-description", "aria-details", "aria-disabled", "aria-errormessage", "aria-expanded",
    "aria-flowto", "aria-haspopup", "aria-hidden", "aria-invalid", "aria-keyshortcuts", "aria-label",
    "aria-labelledby", "aria-level", "aria-live", "aria-modal", "aria-multiline",
    "aria-multiselectable", "aria-orientation", "aria-owns", "aria-placeholder", "aria-posinset",
    "aria-pressed", "aria-readonly", "aria-relevant", "aria-required", "aria-roledescription",
    "aria-rowcount", "aria-rowindex", "aria-rowindextext", "aria-rowspan", "aria-selected",
    "aria-setsize", "aria-sort", "aria-valuemax", "aria-valuemin", "aria-valuenow", "aria-valuetext",
];

/// Attributes that hold an address, where `javascript:` is refused.
const URLS: [&str; 9] = [
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "xlink:href",
    "ping",
];

/// What a tag belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Namespace {
    Html,
    Svg,
    MathMl,
}

pub(crate) fn is_void(tag: &str) -> bool {
    VOID.contains(&tag)
}

/// Elements whose inside is no text for a browser, or only sometimes.
pub(crate) fn hides_texts(tag: &str) -> bool {
    matches!(tag, "template" | "noscript" | "iframe" | "title")
}

pub(crate) fn is_custom(tag: &str) -> bool {
    tag.contains('-') && tag != "annotation-xml"
}

pub(crate) fn is_url(attribute: &str) -> bool {
    URLS.contains(&attribute)
}

/// The namespace a tag stands in when nothing around it says so; `None` for an unknown tag.
pub(crate) fn namespace(tag: &str) -> Option<Namespace> {
    if HTML_TAGS.contains(&tag) || is_custom(tag) {
        Some(Namespace::Html)
    } else if SVG_TAGS.contains(&tag) {
        Some(Namespace::Svg)
    } else if MATHML_TAGS.contains(&tag) {
        Some(Namespace::MathMl)
    } else {
        None
    }
}

/// Whether an HTML element may have this attribute.
pub(crate) fn is_attribute(name: &str) -> bool {
    HTML_ATTRIBUTES.contains(&name) || name.starts_with("data-") || ARIA.contains(&name)
}

pub(crate) fn nearest_tag(tag: &str) -> Option<&'static str> {
    nearest(
        tag,
        HTML_TAGS.iter().chain(SVG_TAGS).chain(MATHML_TAGS).copied(),
    )
}

pub(crate) fn nearest_attribute(name: &str) -> Option<&'static str> {
    match name {
        "className" => Some("class"),
        "htmlFor" => Some("for"),
        _ => nearest(name, HTML_ATTRIBUTES.iter().chain(ARIA).copied()),
    }
}

/// The known word with the fewest edits, if it is near enough to be what was meant.
pub(crate) fn nearest(
    word: &str,
    known: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    let limit = 1 + word.len() / 4;
    known
        .map(|candidate| (distance(&lower, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words (insert, remove, replace, swap neighbours).
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=right.len()).collect();
    for i in 1..=left.len() {
        for j in 1..=right.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
            rows[i][j] = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                rows[i][j] = rows[i][j].min(rows[i - 2][j - 2] + 1);
            }
        }
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_what_was_meant() {
        assert_eq!(nearest_tag("buton"), Some("button"));
        assert_eq!(nearest_tag("lineargradient"), Some("linearGradient"));
        assert_eq!(nearest_attribute("herf"), Some("href"));
        assert_eq!(nearest_attribute("aria-lable"), Some("aria-label"));
        assert_eq!(nearest_tag("zzzzzz"), None);
    }
}
