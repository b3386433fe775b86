//! `<A>`: a typed link that knows whether it leads to the page that is shown.

use limosa_dom::__private::{Given, Missing, Props};
use limosa_dom::{Attributes, Children, IntoAttribute, TextValue, View};
use limosa_reactive::use_context;

use crate::app::RouterState;
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
        class,
        id,
        replace,
        keep_scroll,
        preload,
        state,
        children,
    } = props;
    View::lazy(move || {
        let to = std::rc::Rc::new(to);
        let (href, current, active) = (std::rc::Rc::clone(&to), std::rc::Rc::clone(&to), to);
        let attributes = Attributes::new()
            .attribute("href", move || based(&href()))
            .attribute("class", class)
            .attribute("id", id)
            .attribute("aria-current", move || {
                (standing(&current()) == Some(Standing::Here)).then_some("page")
            })
            .attribute("data-active", move || standing(&active()).is_some())
            .attribute("data-replace", replace)
            .attribute("data-noscroll", keep_scroll)
            .attribute("data-preload", preload.map(LinkPreload::text))
            .attribute("data-state", state);
        let children = children();
        View::element(
            limosa_dom::__private::template!("<a></a>", [2, 3], "<a></a>", "", 0, 0),
            move |link| {
                link.spread(0, attributes);
                link.child(0, children);
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
pub trait LinkTarget<Kind> {
    /// The URL, worked out anew whenever what it reads changes.
    fn into_url(self) -> Box<dyn Fn() -> String>;
}

/// A target that does not change.
#[derive(Debug)]
pub struct Fixed;

/// A target that is worked out.
#[derive(Debug)]
pub struct Reactive;

impl<T: Href> LinkTarget<Fixed> for T {
    fn into_url(self) -> Box<dyn Fn() -> String> {
        let url = self.href();
        Box::new(move || url.clone())
    }
}

impl<F: Fn() -> T + 'static, T: Href> LinkTarget<Reactive> for F {
    fn into_url(self) -> Box<dyn Fn() -> String> {
        Box::new(move || self().href())
    }
}

/// The props of [`A`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct AProps {
    to: Box<dyn Fn() -> String>,
    class: TextValue,
    id: TextValue,
    replace: bool,
    keep_scroll: bool,
    preload: Option<LinkPreload>,
    state: Option<String>,
    children: Children,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ABuilder<To, Inner> {
    to: To,
    class: TextValue,
    id: TextValue,
    replace: bool,
    keep_scroll: bool,
    preload: Option<LinkPreload>,
    state: Option<String>,
    children: Inner,
}

type To = Given<Box<dyn Fn() -> String>>;

impl Props for AProps {
    type Builder = ABuilder<Missing, Missing>;

    fn builder() -> Self::Builder {
        ABuilder {
            to: Missing,
            class: TextValue::Absent,
            id: TextValue::Absent,
            replace: false,
            keep_scroll: false,
            preload: None,
            state: None,
            children: Missing,
        }
    }
}

impl<Inner> ABuilder<Missing, Inner> {
    #[doc(hidden)]
    pub fn to<K>(self, to: impl LinkTarget<K>) -> ABuilder<To, Inner> {
        let Self {
            class,
            id,
            replace,
            keep_scroll,
            preload,
            state,
            children,
            ..
        } = self;
        ABuilder {
            to: Given(to.into_url()),
            class,
            id,
            replace,
            keep_scroll,
            preload,
            state,
            children,
        }
    }
}

impl<Link> ABuilder<Link, Missing> {
    #[doc(hidden)]
    pub fn children(self, children: Children) -> ABuilder<Link, Given<Children>> {
        let Self {
            to,
            class,
            id,
            replace,
            keep_scroll,
            preload,
            state,
            ..
        } = self;
        ABuilder {
            to,
            class,
            id,
            replace,
            keep_scroll,
            preload,
            state,
            children: Given(children),
        }
    }
}

impl<Link, Inner> ABuilder<Link, Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn class(self, class: impl IntoAttribute) -> Self {
        Self {
            class: class.into_attribute(),
            ..self
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn id(self, id: impl IntoAttribute) -> Self {
        Self {
            id: id.into_attribute(),
            ..self
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn replace(self, replace: bool) -> Self {
        Self { replace, ..self }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn keep_scroll(self, keep_scroll: bool) -> Self {
        Self {
            keep_scroll,
            ..self
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn preload(self, preload: LinkPreload) -> Self {
        Self {
            preload: Some(preload),
            ..self
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn state(self, state: impl Into<String>) -> Self {
        Self {
            state: Some(state.into()),
            ..self
        }
    }
}

impl ABuilder<To, Given<Children>> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> AProps {
        let Self {
            to,
            class,
            id,
            replace,
            keep_scroll,
            preload,
            state,
            children,
        } = self;
        AProps {
            to: to.0,
            class,
            id,
            replace,
            keep_scroll,
            preload,
            state,
            children: children.0,
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
    let link = Location::parse(&based(url));
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

/// A URL of the site below the base path of the app; others as they are.
fn based(url: &str) -> String {
    let base = use_context::<RouterState>()
        .map(|state| state.app().parts().base.clone())
        .unwrap_or_default();
    if url.starts_with('/') && !url.starts_with("//") {
        [&base, url].concat()
    } else {
        url.to_owned()
    }
}
