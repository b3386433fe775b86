//! Visits of a whole app: a page client, the server behind it, and a clock in the test's hands.

use std::time::Duration;

use limosa::server::Server;
use limosa::testing::{Client, Visit};
use limosa_dom::IntoView;
use limosa_macros::{Page, query};
use limosa_reactive::Memo;
use limosa_router::server::RequestContext;
use limosa_router::{App, CallError, Href, Outlet, Page, Preload, PreloadList, TrailingSlash};

use crate::world::{Admin, AdminStock, Home, ProductPage, cart_count, product, reviews};

/// Where the visitor was when this was read.
#[query]
async fn place() -> Result<String, CallError> {
    let request = RequestContext::current().ok_or(CallError::Internal)?;
    Ok(request.page_url().to_owned())
}

/// Its guard remembers where the visitor was going.
#[query]
async fn guarded() -> Result<u32, CallError> {
    let request = RequestContext::current().ok_or(CallError::Internal)?;
    Err(CallError::redirect(
        ["/?next=", request.page_url()].concat(),
    ))
}

macro_rules! reading {
    ($($page:ident $url:literal $query:ident;)*) => {
        $(
            #[derive(Page, Debug, Clone, PartialEq, Default)]
            #[page($url)]
            struct $page;

            impl Page for $page {
                fn preload(&self) -> impl Preload {
                    $query()
                }

                fn view(_: Memo<Self>) -> impl IntoView {
                    stringify!($page)
                }
            }
        )*
    };
}

reading! {
    Here "/here" place;
    There "/there" guarded;
}

fn app() -> App {
    App::new(Outlet)
        .page::<Home>()
        .page::<ProductPage>()
        .page::<Admin>()
        .page::<AdminStock>()
        .page::<Here>()
        .page::<There>()
        .redirect("/items/:id", "/products/:id")
        .trailing_slash(TrailingSlash::Redirect)
}

fn client() -> Client {
    Client::new(Server::new(app))
}

fn visit(page: impl Href) -> Visit {
    Visit::open(client(), &app(), page)
}

/// The keys of what a page loads.
fn keys_of(page: &impl Page) -> Vec<String> {
    let list = PreloadList::of(page.preload());
    let calls = list.calls().iter();
    calls.map(|call| call.key.as_str().to_owned()).collect()
}

#[test]
fn what_the_document_brought_is_not_asked_for_and_a_link_costs_one_request() {
    let visit = visit(ProductPage::at(1));
    assert_eq!(visit.value(&product(1)).unwrap().name, "Product 1");
    assert!(visit.requests().is_empty());
    visit.click(ProductPage::at(2));
    assert_eq!(visit.requests(), [keys_of(&ProductPage::at(2))]);
    assert_eq!(visit.url(), "/products/2");
    visit.hover(ProductPage::at(3));
    visit.click(ProductPage::at(3));
    assert_eq!(visit.requests(), [keys_of(&ProductPage::at(3))]);
}

#[test]
fn a_link_reads_again_what_is_no_longer_fresh_and_back_does_not() {
    let visit = visit(Home);
    visit.click(ProductPage::at(1));
    visit.click(Home);
    visit.requests();
    visit.clock().pass(Duration::from_millis(900));
    visit.click(ProductPage::at(1));
    assert!(visit.requests().is_empty());
    visit.click(Home);
    // `reviews` says that it is fresh for a second, `product` is for five.
    visit.clock().pass(Duration::from_millis(1_100));
    visit.click(ProductPage::at(1));
    assert_eq!(visit.requests(), [[reviews(1, None).key().as_str()]]);
    visit.click(Home);
    visit.clock().pass(Duration::from_secs(60));
    visit.back();
    assert_eq!(
        (visit.url().as_str(), visit.requests().len()),
        ("/products/1", 0)
    );
}

#[test]
fn what_nobody_uses_goes_after_three_to_eight_minutes() {
    let visit = visit(Home);
    visit.click(ProductPage::at(1));
    visit.click(Home);
    visit.clock().pass(Duration::from_mins(2));
    assert!(visit.value(&product(1)).is_some());
    visit.clock().pass(Duration::from_mins(6));
    assert!(visit.value(&product(1)).is_none());
}

#[test]
fn nested_pages_load_together() {
    let visit = visit(Home);
    visit.click(AdminStock { low: true });
    let keys = [
        cart_count().key().as_str().to_owned(),
        reviews(0, None).key().as_str().to_owned(),
    ];
    assert_eq!(visit.requests(), [keys]);
}

#[test]
fn a_query_and_its_guard_know_the_page_they_are_read_for() {
    let visit = visit(Home);
    visit.hover(Here);
    assert_eq!(
        visit.value(&place()).as_deref(),
        Some("/here"),
        "though nobody is there"
    );
    visit.hover(There);
    assert_eq!(visit.url(), "/", "a redirect is not followed ahead");
    visit.click(There);
    assert_eq!(visit.url(), "/?next=/there");
    assert_eq!(visit.document(), None);
    visit.click("https://example.org/");
    assert_eq!(visit.document().as_deref(), Some("https://example.org/"));
}

#[test]
fn documents_have_the_status_of_what_is_there() {
    let mut client = client();
    let mut get = |url: &str| {
        let page = client.raw("GET", url, &[], "");
        (
            page.status(),
            page.header("location").map(ToOwned::to_owned),
        )
    };
    assert_eq!(get("/products/1").0, 200);
    assert_eq!(get("/products/x").0, 404);
    assert_eq!(get("/nowhere").0, 404);
    assert_eq!(get("/items/3"), (303, Some("/products/3".to_owned())));
    assert_eq!(
        get("/products/3/?tab=x"),
        (303, Some("/products/3?tab=x".to_owned()))
    );
    assert_eq!(
        get("/there?a=1"),
        (303, Some("/?next=/there?a=1".to_owned()))
    );
}
