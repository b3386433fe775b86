//! What the tests share: queries, pages, and surroundings whose clock and network are in their hands.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use limosa::testing::Clock;
use limosa_macros::{Error, Page, query};
use limosa_reactive::Memo;
use limosa_router::cache::{Cache, Host, RequestId, Wanted};
use limosa_router::{
    CallError, FieldErrors, InternalExt, Preload, Query, QueryCall, QueryFn, QueryFrame,
    QueryOptions, QueryTag,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Error)]
pub(crate) enum ShopError {
    #[status(404)]
    NotFound,
    #[fields]
    Invalid(FieldErrors),
    #[call]
    Call(CallError),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Product {
    pub id: u32,
    pub name: String,
}

/// Whatever shows products.
pub(crate) const CATALOG: QueryTag = QueryTag::new("catalog");

/// A tag that nothing carries.
pub(crate) const NOTHING: QueryTag = QueryTag::new("nothing");

/// Reads one product; 0 is none, 13 breaks, 99 panics, 7 is elsewhere.
#[query(tags = [CATALOG])]
pub(crate) async fn product(id: u32) -> Result<Product, ShopError> {
    match id {
        0 => Err(ShopError::NotFound),
        7 => Err(CallError::redirect("/account").into()),
        13 => Err("secret cause").internal(),
        99 => panic!("a broken body"),
        _ => Ok(Product {
            id,
            name: format!("Product {id}"),
        }),
    }
}

#[query(fresh_for = "1s", keep_for = "10s")]
pub(crate) async fn reviews(id: u32, _page: Option<u32>) -> Result<Vec<String>, ShopError> {
    Ok(vec![format!("about {id}")])
}

#[query(refetch_every = "2s", refetch_on_focus, refetch_on_reconnect)]
pub(crate) async fn cart_count() -> Result<u32, CallError> {
    Ok(2)
}

/// Reads a product through another query, which the page is not to see.
#[query]
pub(crate) async fn product_name(id: u32) -> Result<String, ShopError> {
    Ok(product(id).await?.name)
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
pub(crate) struct Home;

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tab {
    Reviews,
    Details,
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/products/:id")]
pub(crate) struct ProductPage {
    pub id: u32,
    #[search]
    pub tab: Option<Tab>,
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/products")]
pub(crate) struct ProductList {
    #[search(default = 1)]
    pub page: u32,
    #[search]
    pub q: String,
    #[search]
    pub tags: Vec<String>,
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/files/*path")]
pub(crate) struct Files {
    pub path: Vec<String>,
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/docs/:section/:topic?")]
pub(crate) struct Docs {
    pub section: String,
    pub topic: Option<String>,
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/admin")]
pub(crate) struct Admin;

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("stock", parent = Admin)]
pub(crate) struct AdminStock {
    #[search]
    pub low: bool,
}

plain_pages!(Home ProductList Files Docs);

impl limosa_router::Page for ProductPage {
    fn preload(&self) -> impl Preload {
        (product(self.id), reviews(self.id, None))
    }

    fn view(page: Memo<Self>) -> impl limosa_dom::IntoView {
        move || page.get().id
    }
}

impl limosa_router::Page for AdminStock {
    fn preload(&self) -> impl Preload {
        self.low.then(|| reviews(0, None))
    }

    fn view(_: Memo<Self>) -> impl limosa_dom::IntoView {
        "AdminStock"
    }
}

impl limosa_router::Page for Admin {
    fn preload(&self) -> impl Preload {
        cart_count()
    }

    fn view(_: Memo<Self>) -> impl limosa_dom::IntoView {
        limosa_router::Outlet()
    }
}

/// Time, timers and network in the hands of a test.
#[derive(Default)]
pub(crate) struct World {
    pub clock: Clock,
    pub asked: RefCell<Vec<(RequestId, Vec<String>)>>,
    /// The pages that were asked for ahead of them, request by request.
    pub pages: RefCell<Vec<Option<String>>>,
    pub aborted: RefCell<Vec<RequestId>>,
    pub redirects: RefCell<Vec<String>>,
}

impl World {
    pub(crate) fn new() -> Rc<Self> {
        Rc::new(Self::default())
    }

    pub(crate) fn cache(self: &Rc<Self>) -> Cache {
        Cache::new(Surroundings(Rc::clone(self)))
    }

    /// Ends the tick.
    pub(crate) fn tick(&self) {
        self.clock.settle();
    }

    pub(crate) fn add_timer(&self, milliseconds: f64, job: Box<dyn FnOnce()>) {
        self.clock.after(of(milliseconds), job);
    }

    /// Lets time pass; timers run when they are due.
    pub(crate) fn pass(&self, milliseconds: f64) {
        self.clock.pass(of(milliseconds));
    }

    /// The keys asked for since the last call, request by request.
    pub(crate) fn taken(&self) -> Vec<(RequestId, Vec<String>)> {
        self.tick();
        std::mem::take(&mut *self.asked.borrow_mut())
    }
}

fn of(milliseconds: f64) -> Duration {
    Duration::from_secs_f64(milliseconds / 1000.0)
}

struct Surroundings(Rc<World>);

impl Host for Surroundings {
    fn now(&self) -> f64 {
        self.0.clock.now().as_secs_f64() * 1000.0
    }

    fn soon(&self, job: Box<dyn FnOnce()>) {
        self.0.clock.soon(job);
    }

    fn after(&self, milliseconds: f64, job: Box<dyn FnOnce()>) {
        self.0.add_timer(milliseconds, job);
    }

    fn ask(&self, request: RequestId, keys: &[Rc<str>], page: Option<&str>) {
        self.0.pages.borrow_mut().push(page.map(ToOwned::to_owned));
        self.0
            .asked
            .borrow_mut()
            .push((request, keys.iter().map(ToString::to_string).collect()));
    }

    fn abort(&self, request: RequestId) {
        self.0.aborted.borrow_mut().push(request);
    }

    fn redirect(&self, to: &str) {
        self.0.redirects.borrow_mut().push(to.to_owned());
    }
}

/// A frame as the server would send it.
pub(crate) fn frame(key: &str, json: &str, tag: &str, stamp: &str) -> QueryFrame {
    let text = format!(r#"{{"key":{key:?},"value":{json},"tag":"{tag}","stamp":"{stamp}"}}"#);
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn wanted<M: Query>(call: &QueryCall<M>) -> Wanted<'_> {
    Wanted {
        key: call.key().as_str(),
        options: M::OPTIONS,
        local: None,
    }
}

/// The options of a query function.
pub(crate) fn options<A, F: QueryFn<A>>(_: F) -> QueryOptions {
    F::Query::OPTIONS
}

pub(crate) fn id<A, F: QueryFn<A>>(_: F) -> &'static str {
    F::Query::ID
}

/// Runs where it is called.
#[query(client, tags = [CATALOG])]
pub(crate) async fn doubled(number: u32) -> Result<u32, CallError> {
    Ok(number * 2)
}
