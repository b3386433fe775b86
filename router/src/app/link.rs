//! `<A>`: a typed link that knows whether it leads to the page that is shown.

use std::rc::Rc;

use limosa_dom::__private::{Given, Missing, Props, directive, required};
use limosa_dom::{Attributes, Children, IntoAttribute, TextValue, View};
use limosa_reactive::use_context;

use crate::app::RouterState;
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
    View::lazy(move || {
        let to = Rc::new(to);
        let preload = options.preload;
        let (current, active) = (Rc::clone(&to), Rc::clone(&to));
        let attributes = Attributes::new()
            .attribute("href", to.attribute())
            .attribute("class", options.class)
            .attribute("id", options.id)
            .attribute("aria-current", move || {
                (standing(&current.get()) == Some(Standing::Here)).then_some("page")
            })
            .attribute("data-active", move || standing(&active.get()).is_some())
            .attribute("data-replace", options.replace)
            .attribute("data-noscroll", options.keep_scroll)
            .attribute("data-preload", preload.map(LinkPreload::text))
            .attribute("data-state", options.state);
        let children = children();
        View::element(
            limosa_dom::__private::template!("<a></a>", [2, 3], "<a><!></a>", "dc", 1, 0),
            move |link| {
                link.spread(0, attributes);
                if let Some(how @ (LinkPreload::Viewport | LinkPreload::Render)) = preload {
                    let once = how == LinkPreload::Render;
                    link.directive(
                        0,
                        directive(move |element| side::watch_link(&element, once)),
                    );
                }
                link.child(1, children);
            },
        )
    })
}

/// When a link loads its page ahead. `Copy`.
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
    fn text(self) -> &'static str {
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
    fn get(&self) -> String {
        match &self.0 {
            Url::Fixed(url) => based(url),
            Url::Reactive(url) => based(&url()),
        }
    }

    /// As an attribute: only what can change is watched.
    fn attribute(self: &Rc<Self>) -> TextValue {
        let url = Rc::clone(self);
        match &self.0 {
            Url::Fixed(_) => address(&url.get()).into_attribute(),
            Url::Reactive(_) => (move || address(&url.get())).into_attribute(),
        }
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
    options: Options,
    children: Children,
}

/// What a link may be without.
#[derive(Default)]
struct Options {
    class: TextValue,
    id: TextValue,
    replace: bool,
    keep_scroll: bool,
    preload: Option<LinkPreload>,
    state: Option<String>,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ABuilder<To, Inner> {
    to: To,
    options: Options,
    children: Inner,
}

type To = Given<LinkUrl>;

impl Props for AProps {
    type Builder = ABuilder<Missing, Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        ABuilder {
            to: Missing,
            options: Options::default(),
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
    pub fn children(self, children: Children) -> ABuilder<Link, Given<Children>> {
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
        self.options.class = class.into_attribute();
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn id(mut self, id: impl IntoAttribute) -> Self {
        self.options.id = id.into_attribute();
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn replace(mut self, replace: bool) -> Self {
        self.options.replace = replace;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn keep_scroll(mut self, keep_scroll: bool) -> Self {
        self.options.keep_scroll = keep_scroll;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn preload(mut self, preload: LinkPreload) -> Self {
        self.options.preload = Some(preload);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.options.state = Some(state.into());
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
        Inner: NeedsChildren<Children>,
    {
        AProps {
            to: self.to.take(),
            options: self.options,
            children: self.children.take(),
        }
    }
}

/// How a link stands to the page that is shown.
#[derive(PartialEq)]
enum Standing {
    Here,
    Above,
}

fn standing(url: &str) -> Option<Standing> {
    let state = use_context::<RouterState>()?;
    let here = state.location();
    let link = Location::parse(url);
    let (path, here_path) = (trimmed(link.path()), trimmed(here.path()));
    if path == here_path {
        let same = link.search() == here.search() || link.search().is_empty();
        return same.then_some(Standing::Here);
    }
    let below = here_path
        .strip_prefix(path)
        .is_some_and(|rest| rest.starts_with('/'));
    (below && !path.is_empty()).then_some(Standing::Above)
}

fn trimmed(path: &str) -> &str {
    path.trim_end_matches('/')
}

/// A URL of the app below its base path; others as they are.
fn based(url: &str) -> String {
    match use_context::<RouterState>() {
        Some(state) => state.app().parts().below_base(url),
        None => url.to_owned(),
    }
}

/// The `href` of a URL, as [`based`] gives it.
fn address(url: &str) -> String {
    match use_context::<RouterState>() {
        Some(state) if url.starts_with('/') => {
            [state.app().parts().location.prefix(), url].concat()
        }
        _ => url.to_owned(),
    }
}
