//! Links as HTML: what they say of the page that is rendered is worked out once.

use limosa_dom::{Instance, IntoAttribute};
use limosa_reactive::use_context;

use crate::app::{LinkOptions, LinkUrl, RouterState, Standing, address, standing};

/// Writes the attributes of a link.
#[expect(clippy::needless_pass_by_value, reason = "the browser keeps it")]
pub(crate) fn link_attributes(link: &mut Instance<'_>, to: LinkUrl, options: LinkOptions) {
    let mut attributes = link.attributes();
    let state = use_context::<RouterState>();
    let (base, prefix) = state.map(RouterState::link_parts).unwrap_or_default();
    let url = to.get(&base);
    let standing =
        state.and_then(|state| state.with_location_untracked(|here| standing(&url, here)));
    attributes.url("href", &address(&url, prefix));
    attributes.value("class", options.class);
    attributes.value("id", options.id);
    if standing == Some(Standing::Here) {
        attributes.text("aria-current", "page");
    }
    let flags = [
        ("data-active", standing.is_some()),
        ("data-replace", options.replace),
        ("data-noscroll", options.keep_scroll),
    ];
    for (name, _) in flags.into_iter().filter(|(_, is_set)| *is_set) {
        attributes.flag(name);
    }
    if let Some(preload) = options.preload {
        attributes.text("data-preload", preload.text());
    }
    attributes.value("data-state", options.state.into_attribute());
}
