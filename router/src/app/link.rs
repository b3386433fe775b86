//! `<A>`: a typed link that knows whether it leads to the page that is shown.

use std::borrow::Cow;

use limosa_dom::__private::{Content, Given, Missing, Props, directive, required};
use limosa_dom::{IntoAttribute, TextValue, View};

use crate::app::build::below_base;
use crate::side;
use crate::url::{Href, Location};

/// A link to a page: `<A to=ProductPage::at(3)>"Three"</A>`, or to a text, or to what a closure gives.
///
/// It has `aria-current="page"` while it leads to the page that is shown, and `data-active` while that page is below it.
/// With script it is followed without loading a document, like every `<a href>` of the site.
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn A(props: AProps) -> View {
    let AProps {
        to,
        options,
        children,
    } = props;
    let preload = options.as_ref().and_then(|options| options.preload);
    let preload = preload.or_else(side::link_preload);
    let is_plain = to.is_fixed() && options.is_none() && children.0.is_plain();
    let place = is_plain.then(side::link_place).flatten();
    View::element_of(
        limosa_dom::__private::template!(
            ["<a" 0, ">" 0, "</a>" 0],
            false,
            "<a><!></a>",
            "dc",
            1,
            0
        ),
        place.is_some(),
        move |link| {
            side::link_attributes(link, to, options.map(|options| *options), place);
            if let Some(how @ (LinkPreload::Viewport | LinkPreload::Render)) = preload {
                let once = how == LinkPreload::Render;
                link.directive(
                    0,
                    directive(move |element| side::watch_link(&element, once)),
                );
            }
            link.child(1, children.0);
        },
    )
}

/// When a link loads its page ahead: `<A to=Home preload=LinkPreload::Viewport>`, or for all links of an app
/// [`App::link_preload`](crate::App::link_preload). `Copy`. A browser that is to save data loads nothing ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPreload {
    /// Once the visitor is likely to follow it: the default.
    Intent,
    /// Once it is in view.
    Viewport,
    /// As soon as it is there.
    Render,
    /// Never.
    Never,
}

impl LinkPreload {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Viewport => "viewport",
            Self::Render => "render",
            Self::Never => "never",
        }
    }
}

/// What a link can lead to: a page or a text, or a closure that gives one.
#[diagnostic::on_unimplemented(
    message = "a link cannot lead to `{Self}`",
    label = "no page",
    note = "give a page such as `ProductPage::at(id)`, a text, or a closure that gives one; a page is a struct that derives `Page`"
)]
pub trait LinkTarget<Kind> {
    /// The URL, worked out anew whenever what it reads changes.
    fn into_url(self) -> LinkUrl;
}

/// The URL of a link.
pub struct LinkUrl(Url);

enum Url {
    Fixed(String),
    Reactive(Box<dyn Fn() -> String>),
}

impl std::fmt::Debug for LinkUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("LinkUrl")
    }
}

impl LinkUrl {
    /// The URL of the moment, below the base path of the app.
    pub(crate) fn get(&self, base: &str) -> Cow<'_, str> {
        let url = match &self.0 {
            Url::Fixed(url) => Cow::Borrowed(url.as_str()),
            Url::Reactive(url) => Cow::Owned(url()),
        };
        below_base(base, url)
    }

    /// Whether it stays as it is.
    pub(crate) fn is_fixed(&self) -> bool {
        matches!(self.0, Url::Fixed(_))
    }
}

/// A target that does not change.
#[derive(Debug)]
pub struct Fixed;

/// A target that is worked out.
#[derive(Debug)]
pub struct Reactive;

impl<T: Href> LinkTarget<Fixed> for T {
    fn into_url(self) -> LinkUrl {
        LinkUrl(Url::Fixed(self.href()))
    }
}

impl<F: Fn() -> T + 'static, T: Href> LinkTarget<Reactive> for F {
    fn into_url(self) -> LinkUrl {
        LinkUrl(Url::Reactive(Box::new(move || self().href())))
    }
}

/// The props of [`A`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct AProps {
    to: LinkUrl,
    options: Rarely,
    children: Content,
}

/// Most links have none of them, and links are many.
type Rarely = Option<Box<LinkOptions>>;

/// What a link may be without.
#[derive(Default)]
pub(crate) struct LinkOptions {
    pub(crate) class: TextValue,
    pub(crate) id: TextValue,
    pub(crate) replace: bool,
    pub(crate) keep_scroll: bool,
    pub(crate) preload: Option<LinkPreload>,
    pub(crate) state: Option<String>,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ABuilder<To, Inner> {
    to: To,
    options: Rarely,
    children: Inner,
}

type To = Given<LinkUrl>;

impl Props for AProps {
    type Builder = ABuilder<Missing, Missing>;
    const HAS_OWNER: bool = false;
    const IS_LAZY: bool = true;

    fn builder() -> Self::Builder {
        ABuilder {
            to: Missing,
            options: None,
            children: Missing,
        }
    }
}

impl<Inner> ABuilder<Missing, Inner> {
    #[doc(hidden)]
    pub fn to<K>(self, to: impl LinkTarget<K>) -> ABuilder<To, Inner> {
        ABuilder {
            to: Given(to.into_url()),
            options: self.options,
            children: self.children,
        }
    }
}

impl<Link> ABuilder<Link, Missing> {
    #[doc(hidden)]
    pub fn children(self, children: Content) -> ABuilder<Link, Given<Content>> {
        ABuilder {
            to: self.to,
            options: self.options,
            children: Given(children),
        }
    }
}

impl<Link, Inner> ABuilder<Link, Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn class(mut self, class: impl IntoAttribute) -> Self {
        self.options.get_or_insert_default().class = class.into_attribute();
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn id(mut self, id: impl IntoAttribute) -> Self {
        self.options.get_or_insert_default().id = id.into_attribute();
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn replace(mut self, replace: bool) -> Self {
        self.options.get_or_insert_default().replace = replace;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn keep_scroll(mut self, keep_scroll: bool) -> Self {
        self.options.get_or_insert_default().keep_scroll = keep_scroll;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn preload(mut self, preload: LinkPreload) -> Self {
        self.options.get_or_insert_default().preload = Some(preload);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.options.get_or_insert_default().state = Some(state.into());
        self
    }
}

required!(NeedsTo, "`<A>` needs the prop `to`", "add `to=…` here");
required!(
    NeedsChildren,
    "`<A>` needs children",
    "write `<A ..>\"text\"</A>`"
);

impl<Link, Inner> ABuilder<Link, Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> AProps
    where
        Link: NeedsTo<LinkUrl>,
        Inner: NeedsChildren<Content>,
    {
        AProps {
            to: self.to.take(),
            options: self.options,
            children: self.children.take(),
        }
    }
}

/// How a link stands to the page that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Here,
    Above,
}

/// How a link to `url` stands to the page at `here`; `None` if it leads elsewhere.
pub(crate) fn standing(url: &str, here: &Location) -> Option<Standing> {
    let (path, search, _) = Location::split(url);
    let (path, here_path) = (trimmed(path), trimmed(here.path()));
    if path == here_path {
        let same = search == here.search() || search.is_empty();
        return same.then_some(Standing::Here);
    }
    let below = here_path
        .strip_prefix(path)
        .is_some_and(|rest| rest.starts_with('/'));
    (below && !path.is_empty()).then_some(Standing::Above)
}

/// The `href` of a URL as [`LinkUrl::get`] gives it.
pub(crate) fn address<'u>(url: &'u str, prefix: &str) -> Cow<'u, str> {
    if prefix.is_empty() || !url.starts_with('/') {
        Cow::Borrowed(url)
    } else {
        Cow::Owned([prefix, url].concat())
    }
}

fn trimmed(mut path: &str) -> &str {
    while let Some(shorter) = path.strip_suffix('/') {
        path = shorter;
    }
    path
}
