//! The builder of an app.

use std::borrow::Cow;
use std::fmt::{self, Debug, Display, Formatter};
use std::rc::Rc;
use std::time::Duration;

use limosa_dom::{IntoView, View};

use crate::app::matching::{fill, without_slash};
use crate::app::{AppLocation, LinkPreload, Target};
use crate::page::{Level, Page, ParentRoute};
use crate::side;
use crate::url::{Capture, Clash, Location, Pattern, PatternError, Trie};

/// The pages of an app and the layout around them. Cheap to clone; made once per thread.
///
/// Which page a URL shows does not depend on the order in which pages are added. Patterns are compared part by part, from the left:
/// a fixed text comes before a parameter, a parameter before a splat, and where the better one leads nowhere the next is tried. So
/// `/products/new` is shown rather than `/products/:id`, and that rather than `/*rest`. Two pages that match the same URLs are an
/// error at the start which names both; only an index page (`#[page("", parent = ..)]`) shares the URL of its parent.
#[derive(Clone)]
pub struct App(Rc<Parts>);

#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) layout: Rc<dyn Fn() -> View>,
    pub(crate) not_found: Rc<dyn Fn() -> View>,
    pub(crate) error: Rc<dyn Fn(u16) -> View>,
    pub(crate) routes: Vec<Route>,
    pub(crate) trie: Trie,
    pub(crate) base: String,
    /// What a URL with a slash at its end leads to, if that is not the same as without.
    pub(crate) slashed: Option<fn(&Location) -> Target>,
    pub(crate) location: AppLocation,
    pub(crate) link_preload: LinkPreload,
    pub(crate) patience: Duration,
}

/// How long the old page stays while the new one loads, unless the app says otherwise.
const PATIENCE: Duration = Duration::from_millis(300);

/// What a pattern leads to.
#[derive(Clone)]
pub(crate) enum Route {
    /// Pages from the outermost to the one asked for.
    Page(Rc<[Level]>),
    /// Another URL, and what fills its parameters in; named here, as most apps have none.
    Redirect {
        to: Rc<str>,
        fill: fn(&str, &[Capture<'_>]) -> String,
    },
}

impl Route {
    fn name(&self) -> String {
        match self {
            Self::Page(levels) => levels.last().map_or("", |level| level.name).to_owned(),
            Self::Redirect { to, .. } => ["the redirect to ", to].concat(),
        }
    }
}

/// What a slash at the end of a path means. `Copy`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TrailingSlash {
    /// Nothing: both forms show the page.
    #[default]
    Ignore,
    /// The visitor is sent to the form without.
    Redirect,
    /// Another URL, which no page has.
    Strict,
}

/// Why an app cannot start.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Broken(String);

impl Display for Broken {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

impl App {
    /// An app without pages: the layout shows them with `<Outlet/>`.
    #[must_use]
    pub fn new<V: IntoView>(layout: impl Fn() -> V + 'static) -> Self {
        Self(Rc::new(Parts {
            layout: Rc::new(move || layout().into_view()),
            not_found: Rc::new(|| View::text("Not found")),
            error: Rc::new(|_| View::text("Something went wrong")),
            routes: Vec::new(),
            trie: Trie::default(),
            base: String::new(),
            slashed: None,
            location: AppLocation::Path,
            link_preload: LinkPreload::Intent,
            patience: PATIENCE,
        }))
    }

    /// Adds a page.
    ///
    /// # Panics
    /// If another page has the same URLs (both are named), or its pattern repeats a name of its parent's.
    #[must_use]
    pub fn page<P: Page>(self) -> Self {
        let mut levels = Vec::new();
        <P as ParentRoute>::levels(&mut levels);
        let pattern: Vec<&str> = levels.iter().map(|level| level.pattern).collect();
        self.route(&pattern.join("/"), Route::Page(levels.into()))
    }

    /// Sends visitors of a pattern to another URL of the site, which may name its parameters.
    ///
    /// ```
    /// use limosa::prelude::*;
    ///
    /// # #[component]
    /// # fn Layout() -> impl IntoView { view! { <main><Outlet/></main> } }
    /// let app = || App::new(Layout).redirect("/items/:id/*rest", "/products/:id/*rest");
    /// ```
    ///
    /// # Panics
    /// If a page has the same URLs.
    #[must_use]
    pub fn redirect(self, pattern: &str, to: &str) -> Self {
        let to = to.into();
        self.route(pattern, Route::Redirect { to, fill })
    }

    /// What is shown, with status 404, where no page is, and for errors with that status.
    #[must_use]
    pub fn not_found<V: IntoView>(self, view: impl Fn() -> V + 'static) -> Self {
        self.with(|parts| parts.not_found = Rc::new(move || view().into_view()))
    }

    /// What is shown in place of a page that failed, by its status. Without it errors with status 404 show the
    /// not-found view, others a short text.
    #[must_use]
    pub fn error<V: IntoView>(self, view: impl Fn(u16) -> V + 'static) -> Self {
        self.with(|parts| parts.error = Rc::new(move |status| view(status).into_view()))
    }

    /// The path below which all pages are: `/shop`. Pages and links are written without it.
    #[must_use]
    pub fn base(self, path: &str) -> Self {
        self.with(|parts| parts.base = path.trim_end_matches('/').to_owned())
    }

    /// What a slash at the end of a path means.
    #[must_use]
    pub fn trailing_slash(self, policy: TrailingSlash) -> Self {
        self.with(|parts| {
            parts.slashed = match policy {
                TrailingSlash::Ignore => None,
                TrailingSlash::Redirect => Some(without_slash),
                TrailingSlash::Strict => Some(|_| Target::Nothing),
            }
        })
    }

    /// Where the URL of the page that is shown is kept: in the path, unless said otherwise.
    #[must_use]
    pub fn location(self, location: AppLocation) -> Self {
        self.with(|parts| parts.location = location)
    }

    /// When links load their pages ahead, unless they say so themselves: on intent. Plain `<a href>` links, which nothing watches,
    /// do it on intent unless this is [`LinkPreload::Never`].
    #[must_use]
    pub fn link_preload(self, when: LinkPreload) -> Self {
        self.with(|parts| parts.link_preload = when)
    }

    /// How long a page stays, and works, while what the next one preloads is on its way: 300 ms. Then the next one is shown with what
    /// has come, and with the fallbacks of its `Suspense`s. Within a `<Transition>` the old page stays until the new one is ready.
    #[must_use]
    pub fn patience(self, time: Duration) -> Self {
        self.with(|parts| parts.patience = time)
    }

    /// Whether a type of page can be shown.
    #[must_use]
    pub fn has<P: Page>(&self) -> bool {
        let id = std::any::TypeId::of::<P>();
        self.has_type(id)
    }

    pub(crate) fn has_type(&self, id: std::any::TypeId) -> bool {
        self.0.routes.iter().any(|route| match route {
            Route::Page(levels) => levels.iter().any(|level| level.id == id),
            Route::Redirect { .. } => false,
        })
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    fn route(self, pattern: &str, route: Route) -> Self {
        self.with(|parts| {
            if let Err(error) = parts.add(pattern, route) {
                std::panic::panic_any(error.0);
            }
        })
    }

    fn with(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        change(Rc::make_mut(&mut self.0));
        self
    }
}

/// A URL of the site below a base path; others as they are.
pub(super) fn below_base<'u>(base: &str, url: Cow<'u, str>) -> Cow<'u, str> {
    let is_of_site = url.starts_with('/') && !url.starts_with("//");
    if is_of_site && !base.is_empty() {
        Cow::Owned([base, url.as_ref()].concat())
    } else {
        url
    }
}

impl Parts {
    /// A URL of the site below the base path of the app; others as they are.
    pub(crate) fn below_base(&self, url: &str) -> String {
        below_base(&self.base, url.into()).into_owned()
    }

    fn add(&mut self, text: &str, route: Route) -> Result<(), Broken> {
        let pattern = if side::CHECKS_ROUTES {
            Pattern::parse(text).map_err(|error| broken(text, &route, error))?
        } else {
            Pattern::known(text)
        };
        let number = self.routes.len();
        match self.trie.insert(pattern, number) {
            Ok(()) => self.routes.push(route),
            Err(Clash(other)) => self.settle_clash(other, text, route)?,
        }
        Ok(())
    }

    /// Two pages may have one URL if one is the index page of the other: then the index page is the one that is shown.
    fn settle_clash(&mut self, other: usize, text: &str, route: Route) -> Result<(), Broken> {
        if let (Route::Page(held), Route::Page(new)) = (&self.routes[other], &route) {
            let same = |(left, right): (&Level, &Level)| left.id == right.id;
            let is_index = held.len() != new.len() && held.iter().zip(new.iter()).all(same);
            if is_index || !side::CHECKS_ROUTES {
                if held.len() < new.len() {
                    self.routes[other] = route;
                }
                return Ok(());
            }
        }
        let names = [&self.routes[other].name(), " and ", &route.name()].concat();
        Err(Broken([&names, " have the same URLs: ", text].concat()))
    }
}

#[cold]
fn broken(text: &str, route: &Route, error: PatternError) -> Broken {
    let url = ["the URL ", text, " of ", &route.name()].concat();
    Broken([&url, " cannot be: ", error.text()].concat())
}

impl Debug for App {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let names = self.0.routes.iter().map(Route::name);
        formatter.debug_list().entries(names).finish()
    }
}
