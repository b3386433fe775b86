//! A visit: what a page asks for while a visitor goes from link to link, without a browser.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;
use std::time::Duration;

use limosa_reactive::Owner;
use limosa_router::cache::{Cache, Host, RequestId};
use limosa_router::navigation::{Navigator, Scroll, Window};
use limosa_router::{App, Href, NavigateOptions, Query, QueryCall, QueryFrame, RouterState};

use serde_json::Value;

use super::client::Client;
use super::clock::Clock;

/// A visitor with script who goes from page to page: what is loaded ahead, on the way and again is decided as in the browser, by a clock
/// in the test's hands, and answered by the server of a [`Client`]. Pages are not shown: it is about requests and addresses.
///
/// ```
/// use std::time::Duration;
///
/// use limosa::prelude::*;
/// use limosa::server::Server;
/// use limosa::testing::{Client, Visit};
///
/// #[query]
/// async fn name(id: u32) -> Result<String, CallError> {
///     Ok(format!("Product {id}"))
/// }
///
/// #[derive(Debug, Clone, PartialEq, Page)]
/// #[page("/products/:id")]
/// struct Product {
///     id: u32,
/// }
///
/// impl Page for Product {
///     fn preload(&self) -> impl Preload {
///         name(self.id)
///     }
///
///     fn view(page: Memo<Self>) -> impl IntoView {
///         let item = resource(move || name(page.get().id));
///         view! { <h1>{item.map(|name| name.clone())}</h1> }
///     }
/// }
///
/// fn app() -> App {
///     App::new(Outlet).page::<Product>()
/// }
///
/// let visit = Visit::open(Client::new(Server::new(app)), &app(), Product::at(1));
/// assert_eq!(visit.value(&name(1)).as_deref(), Some("Product 1")); // it came with the page
/// assert!(visit.requests().is_empty());
/// visit.hover(Product::at(2));
/// visit.click(Product::at(2));
/// assert_eq!(visit.url(), "/products/2");
/// assert_eq!(visit.requests().len(), 1);
/// visit.clock().pass(Duration::from_secs(60));
/// visit.back();
/// assert_eq!((visit.url().as_str(), visit.requests().len()), ("/products/1", 0));
/// ```
pub struct Visit {
    inner: Rc<Inner>,
    cache: Cache,
    navigator: Navigator,
    owner: Owner,
}

struct Inner {
    clock: Clock,
    client: RefCell<Client>,
    /// Where answers go; taken when the visit ends, as the cache holds this.
    cache: RefCell<Option<Cache>>,
    requests: RefCell<Vec<Vec<String>>>,
    entries: RefCell<Vec<String>>,
    at: Cell<usize>,
    under_way: RefCell<Option<String>>,
    document: RefCell<Option<String>>,
}

impl Visit {
    /// Opens a page; what its document brings is there, and the rest is asked for.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "a page is written where it is opened")]
    pub fn open(mut client: Client, app: &App, page: impl Href) -> Self {
        let page = client.get(&page.href());
        let owner = Owner::new_root();
        let state = owner.with(|| RouterState::new(app, page.url()));
        let inner = Rc::new(Inner {
            clock: Clock::new(),
            client: RefCell::new(client),
            cache: RefCell::default(),
            requests: RefCell::default(),
            entries: RefCell::new(vec![page.url().to_owned()]),
            at: Cell::new(0),
            under_way: RefCell::default(),
            document: RefCell::default(),
        });
        let cache = Cache::new(Surroundings(Rc::clone(&inner)));
        inner.cache.replace(Some(cache.clone()));
        let data = page.data();
        data.iter()
            .filter_map(|line| frame(&line["query"]))
            .for_each(|frame| cache.seed(frame));
        let window = Surroundings(Rc::clone(&inner));
        let navigator = Navigator::new(state, cache.clone(), window, |_| None);
        Self {
            inner,
            cache,
            navigator,
            owner,
        }
    }

    /// The clock, which stands still meanwhile.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Moves the pointer over a link for long enough, and waits for what is loaded ahead then.
    #[allow(clippy::needless_pass_by_value, reason = "a page is written where it is named")]
    pub fn hover(&self, to: impl Href) {
        self.navigator.intend_below_base(&to.href());
        self.inner.clock.settle();
    }

    /// Follows a link and waits for the page.
    #[allow(clippy::needless_pass_by_value, reason = "a page is written where it is named")]
    pub fn click(&self, to: impl Href) {
        self.navigator
            .go_below_base(&to.href(), NavigateOptions::default());
        self.inner.clock.settle();
    }

    /// Goes back in the history.
    ///
    /// # Panics
    ///
    /// On the first page of the visit.
    pub fn back(&self) {
        let at = self.inner.at.get();
        assert!(at > 0, "the history begins with {}", self.url());
        self.inner.at.set(at - 1);
        let url = self.inner.entries.borrow()[at - 1].clone();
        if !self.navigator.popped(&url) {
            self.inner.at.set(at);
        }
        self.inner.clock.settle();
    }

    /// The address of the page that is shown.
    #[must_use]
    pub fn url(&self) -> String {
        self.navigator.state().location().url()
    }

    /// The document that the browser would load, if a link led out of the app.
    #[must_use]
    pub fn document(&self) -> Option<String> {
        self.inner.document.borrow().clone()
    }

    /// The requests for queries since the last call, each with its keys.
    #[allow(clippy::must_use_candidate, reason = "asking also forgets them")]
    pub fn requests(&self) -> Vec<Vec<String>> {
        self.inner.clock.settle();
        self.inner.requests.take()
    }

    /// The value that is held for a call, whatever its age.
    #[must_use]
    pub fn value<M: Query>(&self, call: &QueryCall<M>) -> Option<M::Value> {
        let held = self.cache.held(call.key().as_str())?;
        held.decode::<M>().ok()
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.inner.cache.take();
        self.owner.dispose();
    }
}

impl Debug for Visit {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Visit")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

/// What the cache and the navigator have in place of a browser.
struct Surroundings(Rc<Inner>);

fn frame(json: &Value) -> Option<QueryFrame> {
    serde_json::from_value(json.clone()).ok()
}

fn milliseconds(number: f64) -> Duration {
    Duration::from_secs_f64(number / 1000.0)
}

impl Inner {
    fn answer(&self, request: RequestId, keys: &[String], page: &str) {
        let reply = self.client.borrow_mut().query_on(page, keys);
        let cache = self.cache.borrow().clone();
        let Some(cache) = cache else { return };
        reply
            .queries()
            .filter_map(frame)
            .for_each(|frame| cache.answered(request, frame));
        cache.ended(request, None);
    }
}

impl Host for Surroundings {
    fn now(&self) -> f64 {
        self.0.clock.now().as_secs_f64() * 1000.0
    }

    fn soon(&self, job: Box<dyn FnOnce()>) {
        self.0.clock.soon(job);
    }

    fn after(&self, time: f64, job: Box<dyn FnOnce()>) {
        self.0.clock.after(milliseconds(time), job);
    }

    fn ask(&self, request: RequestId, keys: &[Rc<str>], page: Option<&str>) {
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        self.0.requests.borrow_mut().push(keys.clone());
        let under_way = self.0.under_way.borrow().clone();
        let shown = || self.0.entries.borrow()[self.0.at.get()].clone();
        let page = page.map(ToOwned::to_owned).or(under_way);
        let page = page.unwrap_or_else(shown);
        let inner = Rc::clone(&self.0);
        self.0
            .clock
            .soon(move || inner.answer(request, &keys, &page));
    }

    fn abort(&self, _: RequestId) {}

    fn redirect(&self, _: &str) {}
}

impl Window for Surroundings {
    fn push(&self, url: &str, options: &NavigateOptions) {
        let at = self.0.at.get() + usize::from(!options.replace);
        let mut entries = self.0.entries.borrow_mut();
        entries.truncate(at);
        entries.push(url.to_owned());
        self.0.at.set(at);
    }

    fn assign(&self, url: &str) {
        self.0.document.replace(Some(url.to_owned()));
    }

    fn busy(&self, to: Option<&str>) {
        self.0.under_way.replace(to.map(ToOwned::to_owned));
    }

    fn shown(&self, _: Scroll) {}

    fn undo_pop(&self) {}

    fn after(&self, time: f64, job: Box<dyn FnOnce()>) {
        self.0.clock.after(milliseconds(time), job);
    }
}
