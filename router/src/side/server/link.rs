//! Links as HTML: what they say of the page that is rendered is worked out once.

use std::cell::RefCell;
use std::rc::Rc;

use limosa_dom::server::AttributeWriter;
use limosa_dom::{Instance, IntoAttribute};
use limosa_reactive::{Owner, use_context};

use crate::app::{LinkOptions, LinkUrl, RouterState, Standing, address, standing};
use crate::url::Location;

/// Where the app is, if it is known where a link is made, which can be written there then.
pub(crate) fn link_place() -> Option<Rc<LinkPlace>> {
    let place = LinkPlace::current();
    place.here.is_some().then_some(place)
}

/// Writes the attributes of a link.
#[expect(clippy::needless_pass_by_value, reason = "the browser keeps it")]
pub(crate) fn link_attributes(
    link: &mut Instance<'_>,
    to: LinkUrl,
    options: Option<LinkOptions>,
    place: Option<Rc<LinkPlace>>,
) {
    let place = place.unwrap_or_else(LinkPlace::current);
    let url = to.get(&place.base);
    let mut attributes = link.attributes();
    attributes.url("href", &address(&url, place.prefix));
    let here = place.here.as_ref();
    let here = here.filter(|here| !leads_elsewhere(&url, here.path()));
    let standing = here.and_then(|here| standing(&url, here));
    if standing == Some(Standing::Here) {
        attributes.text("aria-current", "page");
    }
    if standing.is_some() {
        attributes.flag("data-active");
    }
    if let Some(options) = options {
        push_options(&mut attributes, options);
    }
}

/// Whether a link and the page part within a segment, as most do.
fn leads_elsewhere(url: &str, here: &str) -> bool {
    let ends = |byte: &u8| matches!(byte, b'/' | b'?' | b'#');
    if let Some(rest) = url.strip_prefix(here) {
        // Below the page, unless it is the page itself.
        return match rest.as_bytes() {
            [b'/', next, ..] | [next, ..] => !ends(next),
            [] => false,
        };
    }
    let same = url.bytes().zip(here.bytes());
    let same = same.take_while(|(url, here)| url == here).count();
    match url.as_bytes().get(same..) {
        Some([next, ..]) => !ends(next),
        _ => false,
    }
}

/// What all links below one owner have in common.
#[derive(Default)]
pub(crate) struct LinkPlace {
    base: String,
    prefix: &'static str,
    here: Option<Location>,
}

thread_local! {
    /// That of the last link: most links stand in lists, below one owner.
    static LAST: RefCell<Option<(Owner, Rc<LinkPlace>)>> = const { RefCell::new(None) };
}

impl LinkPlace {
    fn current() -> Rc<Self> {
        let owner = Owner::current();
        let last = LAST.with_borrow(Clone::clone);
        if let Some((of, place)) = last
            && Some(of) == owner
        {
            return place;
        }
        let place = Rc::new(use_context().map_or_else(Self::default, Self::of));
        if let Some(owner) = owner {
            LAST.set(Some((owner, Rc::clone(&place))));
        }
        place
    }

    fn of(state: RouterState) -> Self {
        let (base, prefix) = state.link_parts();
        Self {
            base,
            prefix,
            here: Some(state.location_untracked()),
        }
    }
}

/// An app begins below an owner that may have had links before.
pub(super) fn forget_links() {
    LAST.set(None);
}

fn push_options(attributes: &mut AttributeWriter<'_>, options: LinkOptions) {
    attributes.value("class", options.class);
    attributes.value("id", options.id);
    let flags = [
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

#[cfg(test)]
mod tests {
    use super::leads_elsewhere;
    use crate::app::standing;
    use crate::url::Location;

    #[test]
    fn what_leads_elsewhere_has_no_standing() {
        let urls = [
            "",
            "/",
            "//",
            "/a",
            "/a/",
            "/a/b",
            "/a//b",
            "/ab",
            "/a?q",
            "/a/?q",
            "/a#h",
            "/a/b/c",
            "?q",
            "#h",
            "a",
            "https://a/a",
        ];
        let mut elsewhere = 0;
        for (url, here) in urls.iter().flat_map(|url| urls.map(|here| (url, here))) {
            let here = Location::parse(here);
            if leads_elsewhere(url, here.path()) {
                elsewhere += 1;
                assert_eq!(standing(url, &here), None, "{url} on {here:?}");
            }
        }
        assert!(elsewhere > urls.len());
        assert!(leads_elsewhere("/products/17", "/products"));
    }
}
