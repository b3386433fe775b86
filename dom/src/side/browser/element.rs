//! Elements whose names are known at run time only: a template for each name, as `view!` would have made it.

use std::cell::RefCell;

use super::builder::Builder;
use crate::attribute::Attributes;
use crate::element::is_void;
use crate::template::Template;
use crate::view::View;

thread_local! {
    /// Few, so that they are found by looking at each.
    static TEMPLATES: RefCell<Vec<(String, &'static Template)>> = const { RefCell::new(Vec::new()) };
}

/// Builds an element of an ordinary name.
pub(crate) fn element(
    builder: &mut Builder<'_>,
    tag: &str,
    attributes: Attributes,
    children: View,
) {
    let holds_children = !is_void(tag);
    let template = template_of(tag, holds_children);
    builder.element(
        template,
        Box::new(move |instance| {
            instance.spread(0, attributes);
            if holds_children {
                instance.child(1, children);
            }
        }),
    );
}

fn template_of(tag: &str, holds_children: bool) -> &'static Template {
    TEMPLATES.with_borrow_mut(|templates| {
        if let Some((_, template)) = templates.iter().find(|(known, _)| known == tag) {
            return *template;
        }
        let (html, walk, marks) = if holds_children {
            let newline = if tag == "pre" { "\n" } else { "" };
            (
                ["<", tag, ">", newline, "<!></", tag, ">"].concat(),
                "dc",
                1,
            )
        } else {
            (["<", tag, ">"].concat(), "", 0)
        };
        let template = Template::of_browser(Box::leak(html.into_boxed_str()), walk, marks, 0);
        let template: &'static Template = Box::leak(Box::new(template));
        templates.push((tag.to_owned(), template));
        template
    })
}
