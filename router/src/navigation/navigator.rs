//! The navigator: the last navigation wins, the old page stays until the new one is ready or a short time has passed.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use limosa_reactive::host::{spawn, warn};

use crate::app::{AppLocation, PageMatch, RouterState, Target, target};
use crate::cache::{Cache, LocalRun, Wanted};
use crate::error::CallError;
use crate::navigation::guard::may_leave;
use crate::navigation::{NavigateOptions, Scroll, Window};
use crate::preload::PreloadCall;
use crate::side::PreloadFuture;
use crate::url::Location;

/// After this many redirects in a row a loop is assumed.
const MOST_REDIRECTS: u32 = 20;

/// Navigates one app in one window. Cheap to clone.
#[derive(Clone)]
pub struct Navigator(Rc<Inner>);

struct Inner {
    state: RouterState,
    cache: Cache,
    window: Box<dyn Window>,
    local: fn(&PreloadCall) -> Option<LocalRun>,
    /// The navigation under way: a later one takes its place.
    pending: RefCell<Option<Pending>>,
    generation: Cell<u32>,
    redirects: Cell<u32>,
}

struct Pending {
    generation: u32,
    page: Option<PageMatch>,
    location: Location,
    how: How,
}

/// What started a navigation.
#[derive(Clone)]
enum How {
    Link(NavigateOptions),
    /// Back or forward: the history entry is there already.
    Pop,
}

impl Navigator {
    /// The navigator of an app that is shown.
    pub fn new(
        state: RouterState,
        cache: Cache,
        window: impl Window + 'static,
        local: fn(&PreloadCall) -> Option<LocalRun>,
    ) -> Self {
        Self(Rc::new(Inner {
            state,
            cache,
            window: Box::new(window),
            local,
            pending: RefCell::new(None),
            generation: Cell::new(0),
            redirects: Cell::new(0),
        }))
    }

    /// Whether a URL is one of the app's.
    #[must_use]
    pub fn knows(&self, url: &str) -> bool {
        !matches!(
            target(&self.0.state.app(), &Location::parse(url)),
            Target::Nothing
        )
    }

    /// Goes to a URL of the site; one that is no page of the app is loaded as a document.
    pub fn go(&self, url: &str, options: NavigateOptions) {
        self.0.redirects.set(0);
        self.navigate(url, How::Link(options));
    }

    /// Goes to a URL that is written without the base path of the app.
    pub fn go_below_base(&self, url: &str, options: NavigateOptions) {
        let app = self.0.state.app();
        self.go(&app.parts().below_base(url), options);
    }

    /// Shows the URL to which back or forward has led; false if a guard keeps the visitor.
    #[expect(clippy::must_use_candidate, reason = "showing is the point")]
    pub fn popped(&self, url: &str) -> bool {
        self.0.redirects.set(0);
        self.navigate(url, How::Pop)
    }

    /// Whether the document may be closed without asking the visitor.
    #[must_use]
    pub fn may_close(&self) -> bool {
        self.may_leave(self.0.state.location_untracked())
    }

    /// Guards get URLs as links are written.
    fn may_leave(&self, to: Location) -> bool {
        may_leave(&to.below(&self.0.state.app().parts().base))
    }

    /// The browser itself has gone to another hash of the page.
    pub fn moved(&self, url: &str) {
        let page = self.0.state.shown_untracked().map(|page| (*page).clone());
        self.0.state.show(page, Location::parse(url));
    }

    /// A query sends the visitor elsewhere.
    pub fn redirect(&self, to: &str) {
        let redirects = self.0.redirects.get() + 1;
        self.0.redirects.set(redirects);
        if redirects > MOST_REDIRECTS {
            warn(&["too many redirects, the last one to ", to].concat());
            self.settle_down();
        } else if to.starts_with('/') && !to.starts_with("//") {
            self.navigate(
                to,
                How::Link(NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                }),
            );
        } else {
            self.0.window.assign(to);
        }
    }

    /// Loads what a link leads to, as its visitor is likely to follow it. Redirects are not followed.
    pub fn intend(&self, url: &str) {
        if let Target::Page(page) = target(&self.0.state.app(), &Location::parse(url)) {
            let cache = &self.0.cache;
            let (_, tasks) = cache.ahead_of(url, || self.warm(&page));
            for mut task in tasks {
                let (cache, url) = (cache.clone(), url.to_owned());
                spawn(poll_fn(move |context| {
                    cache.ahead_of(&url, || task.as_mut().poll(context))
                }));
            }
        }
    }

    /// As [`intend`](Self::intend), for a URL that is written without the base path of the app.
    pub fn intend_below_base(&self, url: &str) {
        let app = self.0.state.app();
        self.intend(&app.parts().below_base(url));
    }

    /// The state of the app.
    #[must_use]
    pub fn state(&self) -> RouterState {
        self.0.state
    }

    fn navigate(&self, url: &str, how: How) -> bool {
        let location = Location::parse(url);
        let here = self.0.state.location_untracked();
        if location.path_and_search() == here.path_and_search() && self.0.pending.borrow().is_none()
        {
            self.move_within(location, &how);
            return true;
        }
        if !self.may_leave(location.clone()) {
            if matches!(how, How::Pop) {
                self.0.window.undo_pop();
            }
            return false;
        }
        match (target(&self.0.state.app(), &location), how) {
            (Target::Page(page), how) => self.prepare(page, location, how),
            (Target::Redirect(to), _) => self.redirect(&to),
            (Target::Nothing, How::Link(_)) if self.has_documents() => self.0.window.assign(url),
            (Target::Nothing, how) => {
                let generation = self.begin(None, location, how);
                generation
                    .into_iter()
                    .for_each(|generation| self.commit(generation));
            }
        }
        true
    }

    /// Whether another URL of the site can be another document.
    fn has_documents(&self) -> bool {
        self.0.state.app().parts().location == AppLocation::Path
    }

    /// The same page at another hash, or once more.
    fn move_within(&self, location: Location, how: &How) {
        if let How::Link(options) = how {
            let again = location == self.0.state.location_untracked();
            let options = NavigateOptions {
                replace: options.replace || again,
                ..options.clone()
            };
            self.0.window.push(&location.url(), &options);
        }
        let page = self.0.state.shown_untracked().map(|page| (*page).clone());
        self.0.state.show(page, location);
        self.0.window.shown(scroll_of(how));
    }

    fn prepare(&self, page: PageMatch, location: Location, how: How) {
        let pop = matches!(how, How::Pop);
        let warm = || self.warm(&page);
        let (waits, tasks) = if pop {
            self.0.cache.with_reuse(warm)
        } else {
            warm()
        };
        let ready = waits.is_empty() && tasks.is_empty();
        let Some(generation) = self.begin(Some(page), location, how) else {
            return;
        };
        if ready {
            self.commit(generation);
            return;
        }
        let patience = self.0.state.app().parts().patience.as_secs_f64() * 1000.0;
        let navigator = self.clone();
        self.0
            .window
            .after(patience, Box::new(move || navigator.commit(generation)));
        let (navigator, cache) = (self.clone(), self.0.cache.clone());
        spawn(async move {
            let answers = Rc::new(RefCell::new(Vec::new()));
            let waiting = waits
                .into_iter()
                .map(|call| -> LocalBoxFuture<'static, ()> {
                    let (cache, answers) = (cache.clone(), Rc::clone(&answers));
                    Box::pin(async move {
                        let answer = cache.wait(wanted(&call)).await;
                        answers.borrow_mut().extend(answer);
                    })
                });
            all(waiting.collect()).await;
            all(tasks).await;
            let answers = answers.take();
            let redirect = answers
                .iter()
                .find_map(|answer| answer.redirect().map(ToOwned::to_owned));
            let stale = answers
                .iter()
                .any(|answer| answer.failed() == Some(&CallError::StaleBuild));
            match redirect {
                Some(to) if navigator.is_pending(generation) => navigator.redirect(&to),
                _ if stale => navigator.leave(generation),
                _ => navigator.commit(generation),
            }
        });
    }

    /// Starts what a page wants; gives what is not there yet.
    fn warm(&self, page: &PageMatch) -> (Vec<(PreloadCall, Option<LocalRun>)>, Vec<PreloadFuture>) {
        let list = page.preload();
        let calls: Vec<_> = list
            .calls
            .into_iter()
            .map(|call| ((self.0.local)(&call), call))
            .collect();
        let calls = calls.into_iter().map(|(local, call)| (call, local));
        let waits = calls.filter(|call| {
            self.0.cache.preload(wanted(call));
            !self.0.cache.is_ready(call.0.key.as_str())
        });
        (waits.collect(), list.tasks)
    }

    fn begin(&self, page: Option<PageMatch>, location: Location, how: How) -> Option<u32> {
        let generation = self.0.generation.get() + 1;
        self.0.generation.set(generation);
        let url = location.url();
        self.0.pending.replace(Some(Pending {
            generation,
            page,
            location,
            how,
        }));
        self.0.window.busy(Some(&url));
        self.0.cache.leaving(true);
        self.0.state.set_routing(true);
        // What listens to `is_routing` may have navigated elsewhere.
        self.is_pending(generation).then_some(generation)
    }

    fn is_pending(&self, generation: u32) -> bool {
        self.0
            .pending
            .borrow()
            .as_ref()
            .is_some_and(|pending| pending.generation == generation)
    }

    /// Shows the page of a navigation, unless a later one has taken its place or it is shown already.
    fn commit(&self, generation: u32) {
        if self.is_pending(generation) {
            let navigator = self.clone();
            self.0
                .window
                .transition(Box::new(move || navigator.put(generation)));
        }
    }

    fn put(&self, generation: u32) {
        if !self.is_pending(generation) {
            return;
        }
        let Some(Pending {
            page,
            location,
            how,
            ..
        }) = self.0.pending.take()
        else {
            return;
        };
        let state = self.0.state;
        match &how {
            How::Link(options) => {
                self.0.window.push(&location.url(), options);
                state.show(page, location);
            }
            How::Pop => self.0.cache.with_reuse(|| state.show(page, location)),
        }
        // Reading the new page may have sent the visitor on.
        if self.0.pending.borrow().is_none() {
            self.settle_down();
            self.0.window.shown(scroll_of(&how));
        }
    }

    /// The app is older than the server: the page is loaded as a document.
    fn leave(&self, generation: u32) {
        let url = self
            .0
            .pending
            .borrow()
            .as_ref()
            .map(|pending| pending.location.url());
        if let (true, Some(url)) = (self.is_pending(generation), url) {
            self.0.window.assign(&url);
        }
    }

    fn settle_down(&self) {
        self.0.pending.take();
        self.0.window.busy(None);
        self.0.cache.leaving(false);
        self.0.state.set_routing(false);
    }
}

impl Debug for Navigator {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Navigator")
            .field("state", &self.0.state)
            .finish_non_exhaustive()
    }
}

fn wanted((call, local): &(PreloadCall, Option<LocalRun>)) -> Wanted<'_> {
    Wanted {
        key: call.key.as_str(),
        options: call.options,
        local: *local,
    }
}

fn scroll_of(how: &How) -> Scroll {
    match how {
        How::Pop => Scroll::Restore,
        How::Link(options) if options.keep_scroll => Scroll::Keep,
        How::Link(_) => Scroll::Start,
    }
}

/// Runs futures until all have ended. A page waits for a few, for which polling all of them again is cheap.
async fn all(mut tasks: Vec<impl Future<Output = ()> + Unpin>) {
    poll_fn(|context| {
        tasks.retain_mut(|task| Pin::new(task).poll(context).is_pending());
        if tasks.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}
