//! What is shown now: signals that outlets, links and pages read.

use std::rc::Rc;

use limosa_dom::{IntoView, View};
use limosa_reactive::{RwSignal, StoredValue, batch, provide_context, use_context};

use crate::app::matching::{PageMatch, Target, target};
use crate::app::{App, LinkPreload};
use crate::page::{Level, Page};
use crate::preload::PreloadList;
use crate::side;
use crate::url::Location;

/// The router of a rendered or running app. `Copy`; provided as context below [`App::view`].
#[derive(Debug, Clone, Copy)]
pub struct RouterState {
    app: StoredValue<App>,
    shown: RwSignal<Option<Rc<PageMatch>>>,
    location: RwSignal<Location>,
    routing: RwSignal<bool>,
}

/// How deep the current owner is: 0 in the layout, one more in the view of each page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depth(pub(crate) u8);

impl Depth {
    pub(crate) fn current() -> u8 {
        use_context::<Self>().map_or(0, |depth| depth.0)
    }
}

impl App {
    /// The whole app at a URL: the layout, with pages in its outlet. Rendered on the server, hydrated or mounted in the
    /// browser, where it then follows links.
    #[must_use]
    pub fn view(&self, url: &str) -> View {
        self.view_visit(self.visit(url))
    }

    /// What a URL leads to.
    #[doc(hidden)]
    #[must_use]
    pub fn visit(&self, url: &str) -> Visit {
        let location = Location::parse(url);
        let target = target(self, &location);
        Visit { location, target }
    }

    /// The whole app at a URL that has been looked up.
    #[doc(hidden)]
    #[must_use]
    pub fn view_visit(&self, visit: Visit) -> View {
        let app = self.clone();
        View::lazy(move || {
            let layout = Rc::clone(&app.parts().layout);
            let Visit { location, target } = visit;
            let state = RouterState::of(&app, location, &target);
            provide_context(state);
            provide_context(Depth(0));
            side::start_app(state, &target);
            layout()
        })
    }
}

/// A URL and what it leads to: looked up once, for the preloads and for the views.
#[doc(hidden)]
#[derive(Debug)]
pub struct Visit {
    location: Location,
    target: Target,
}

impl Visit {
    /// What its pages want loaded; `None` if it leads to none.
    #[must_use]
    pub fn preload(&self) -> Option<PreloadList> {
        match &self.target {
            Target::Page(page) => Some(page.preload()),
            Target::Redirect(_) | Target::Nothing => None,
        }
    }
}

/// The app at the URL of the request, or of the browser.
impl IntoView for App {
    fn into_view(self) -> View {
        View::lazy(move || self.view(&side::location(self.parts().location)))
    }
}

impl RouterState {
    /// The state of an app at a URL, without anything that renders it or listens for it.
    #[doc(hidden)]
    #[must_use]
    pub fn new(app: &App, url: &str) -> Self {
        {
            let Visit { location, target } = app.visit(url);
            Self::of(app, location, &target)
        }
    }

    fn of(app: &App, location: Location, target: &Target) -> Self {
        let page = match target {
            Target::Page(page) => Some(Rc::new(page.clone())),
            Target::Redirect(_) | Target::Nothing => None,
        };
        Self {
            app: StoredValue::new(app.clone()),
            shown: RwSignal::new(page),
            location: RwSignal::new(location),
            routing: RwSignal::new(false),
        }
    }

    /// The URL that is shown; subscribes.
    #[must_use]
    pub fn location(self) -> Location {
        self.location.get()
    }

    /// Subscribes to the URL.
    pub(crate) fn follow_location(self) {
        self.location.track();
    }

    /// Whether a navigation is under way; subscribes.
    #[must_use]
    pub fn is_routing(self) -> bool {
        self.routing.get()
    }

    pub(crate) fn app(self) -> App {
        self.app.get()
    }

    /// The path below which the app's pages are, and what stands before their URLs in links.
    pub(crate) fn link_parts(self) -> (String, &'static str) {
        self.app.with(|app| {
            let parts = app.parts();
            (parts.base.clone(), parts.location.prefix())
        })
    }

    /// When links load their pages ahead.
    #[allow(dead_code, reason = "the server loads nothing ahead")]
    pub(crate) fn link_preload(self) -> LinkPreload {
        self.app.with(|app| app.parts().link_preload)
    }

    /// The page at a depth if it is of this type; subscribes.
    pub(crate) fn page<P: Page>(self, depth: usize) -> Option<P> {
        self.shown.with(|shown| page_of(shown.as_deref(), depth))
    }

    pub(crate) fn page_untracked<P: Page>(self, depth: usize) -> Option<P> {
        self.shown
            .with_untracked(|shown| page_of(shown.as_deref(), depth))
    }

    /// The type of page at a depth; subscribes. The outer `None` is the not-found page.
    pub(crate) fn level(self, depth: usize) -> Option<Option<Level>> {
        self.shown
            .with(|shown| shown.as_ref().map(|shown| shown.levels.get(depth).copied()))
    }

    pub(crate) fn shown_untracked(self) -> Option<Rc<PageMatch>> {
        self.shown.get_untracked()
    }

    pub(crate) fn location_untracked(self) -> Location {
        self.location.get_untracked()
    }

    pub(crate) fn set_routing(self, routing: bool) {
        self.routing.set_if_changed(routing);
    }

    /// Shows another page, or the not-found page.
    pub(crate) fn show(self, page: Option<PageMatch>, location: Location) {
        batch(|| {
            self.location.set_if_changed(location);
            let same = self
                .shown
                .with_untracked(|shown| shown.as_deref() == page.as_ref());
            if !same {
                self.shown.set(page.map(Rc::new));
            }
        });
    }
}

fn page_of<P: Page>(shown: Option<&PageMatch>, depth: usize) -> Option<P> {
    shown?
        .pages
        .get(depth)?
        .as_any()
        .downcast_ref::<P>()
        .cloned()
}
