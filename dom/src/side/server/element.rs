//! Elements whose names are known at run time only, and what stands elsewhere.

use std::panic::Location;

use super::builder::{Builder, push_root};
use super::instance::write_spread;
use crate::attribute::Attributes;
use crate::children::Children;
use crate::components::Target;
use crate::element::is_void;
use crate::view::View;

/// Writes an element of an ordinary name.
pub(crate) fn element(
    builder: &mut Builder<'_>,
    tag: &str,
    attributes: Attributes,
    children: View,
) {
    let out = &mut *builder.out;
    push_root(out, &["<", tag].concat());
    // Its name may be one whose inside is no text.
    out.texts.lose();
    let marks_roots = std::mem::take(&mut out.marks_roots);
    write_spread(out, attributes);
    out.html.push('>');
    if !is_void(tag) {
        if tag == "pre" {
            out.html.push('\n');
        }
        out.ends_in_text = false;
        children.build(&mut Builder::new(out));
        ["</", tag, ">"]
            .iter()
            .for_each(|piece| out.html.push_str(piece));
    }
    out.ends_in_text = false;
    out.marks_roots = marks_roots;
}

/// The place of a portal: nothing but its marker, as what stands elsewhere needs a document.
pub(crate) fn portal(builder: &mut Builder<'_>, to: Option<Target>, children: Children) {
    drop((to, children));
    builder.out.mark();
}

/// The view of a component: its name is for the browser.
pub(crate) fn component(
    builder: &mut Builder<'_>,
    _name: &'static str,
    _place: &'static Location<'static>,
    view: View,
) {
    view.build(builder);
}
