//! Links as elements: what they say of the page that is shown follows it.

use std::rc::Rc;

use limosa_dom::{Attributes, Instance, IntoAttribute};
use limosa_reactive::use_context;

use crate::app::{LinkOptions, LinkPreload, LinkUrl, RouterState, Standing, address, standing};

/// Where the app is, known ahead: never, links follow it.
pub(crate) const fn link_place() -> Option<()> {
    None
}

/// Sets the attributes of a link.
pub(crate) fn link_attributes(
    link: &mut Instance<'_>,
    to: LinkUrl,
    options: Option<LinkOptions>,
    _place: Option<()>,
) {
    let options = options.unwrap_or_default();
    let to = Rc::new(to);
    let (current, active) = (Rc::clone(&to), Rc::clone(&to));
    let href = if to.is_fixed() {
        url(&to).into_attribute()
    } else {
        (move || url(&to)).into_attribute()
    };
    let attributes = Attributes::new()
        .attribute("href", href)
        .attribute("class", options.class)
        .attribute("id", options.id)
        .attribute("aria-current", move || {
            (stands(&current) == Some(Standing::Here)).then_some("page")
        })
        .attribute("data-active", move || stands(&active).is_some())
        .attribute("data-replace", options.replace)
        .attribute("data-noscroll", options.keep_scroll)
        .attribute("data-preload", options.preload.map(LinkPreload::text))
        .attribute("data-state", options.state);
    link.spread(0, attributes);
}

/// When links load their pages ahead that do not say so themselves.
pub(crate) fn link_preload() -> Option<LinkPreload> {
    use_context().map(RouterState::link_preload)
}

fn url(to: &LinkUrl) -> String {
    let (base, prefix) = use_context()
        .map(RouterState::link_parts)
        .unwrap_or_default();
    address(&to.get(&base), prefix).into_owned()
}

fn stands(to: &LinkUrl) -> Option<Standing> {
    let state: RouterState = use_context()?;
    standing(&to.get(&state.link_parts().0), &state.location())
}
