//! The options of a `<select>` with a value: which of them are written as selected.

use futures::FutureExt;

use super::output::{Output, Part};
use super::resolve::settle;

/// Writes options, those selected that are wanted; waits for options that are still to come.
pub(crate) fn write_options(out: &mut Output, content: Output, wanted: Option<Vec<String>>) {
    let Some(wanted) = wanted else {
        return out.append(content);
    };
    if content.is_held() {
        let whole = settle(content).map(move |content| marked(content, &wanted));
        out.hold(Part::Held(whole.boxed_local()));
    } else {
        out.append(marked(content, &wanted));
    }
}

fn marked(mut content: Output, wanted: &[String]) -> Output {
    if content.parts.is_empty() {
        content.html = mark(&content.html, wanted);
    }
    content
}

/// The same HTML with `selected` in the options whose value is wanted. All of it was written by this crate: values of
/// attributes stand in double quotes, and every `<` opens or closes a tag.
fn mark(html: &str, wanted: &[String]) -> String {
    let mut marked = String::with_capacity(html.len() + 16);
    let mut rest = html;
    while let Some(start) = rest.find("<option") {
        let (before, option) = rest.split_at(start);
        marked.push_str(before);
        let end = end_of_tag(option);
        let (tag, after) = option.split_at(end);
        marked.push_str(tag);
        let value = value(tag, after);
        if wanted.contains(&value) {
            marked.push_str(" selected");
        }
        rest = after;
    }
    marked.push_str(rest);
    marked
}

/// Where the `>` of a tag is.
fn end_of_tag(tag: &str) -> usize {
    let mut is_quoted = false;
    let ends = |byte: u8| {
        is_quoted ^= byte == b'"';
        byte == b'>' && !is_quoted
    };
    tag.bytes().position(ends).unwrap_or(tag.len())
}

/// The value of an option: that of its attribute, else its text with single blanks.
fn value(tag: &str, after: &str) -> String {
    if let Some((_, value)) = tag.split_once(" value=\"") {
        return unescape(value.split('"').next().unwrap_or_default());
    }
    if tag.ends_with(" value") || tag.contains(" value ") {
        return String::new();
    }
    let text = after.get(1..).unwrap_or_default();
    let text = text.split("</option").next().unwrap_or_default();
    let text = unescape(&text.replace("<!>", ""));
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[track_caller]
    fn check(html: &str, wanted: &[&str], expected: &str) {
        let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
        assert_eq!(mark(html, &wanted), expected);
    }

    #[test]
    fn options_are_known_by_value_or_text() {
        check(
            "<option value=\"a\">A</option><option value=\"b\" title=\"x>y\">B</option>",
            &["b"],
            "<option value=\"a\">A</option><option value=\"b\" title=\"x>y\" selected>B</option>",
        );
        check(
            "<option>A</option><option value>none</option><!>",
            &["A", ""],
            "<option selected>A</option><option value selected>none</option><!>",
        );
        check(
            "<optgroup label=\"x\"><option>a <!>&lt;b</option></optgroup>",
            &["a <b"],
            "<optgroup label=\"x\"><option selected>a <!>&lt;b</option></optgroup>",
        );
        check(
            "<option value=\"&quot;\">1</option>",
            &["\""],
            "<option value=\"&quot;\" selected>1</option>",
        );
    }
}
