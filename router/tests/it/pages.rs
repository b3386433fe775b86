//! Pages rendered on the server.

use std::sync::Arc;

use futures::executor::block_on;
use limosa_dom::server::{Mode, RenderOptions, render};
use limosa_dom::{IntoView, ResourceView, View};
use limosa_macros::{Page, component, view};
use limosa_reactive::{Memo, Owner, provide_context, resource};
use limosa_router::server::{Asked, RequestContext};
use limosa_router::{A, App, AppLocation, LinkPreload, NavigateOptions, Outlet, navigate};

use crate::world::{Admin, AdminStock, Home, ProductPage, product};

/// A page with a title that holds the first byte.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/shown/:id")]
struct Shown {
    id: u32,
}

impl limosa_router::Page for Shown {
    fn view(page: Memo<Self>) -> impl IntoView {
        let item = resource(move || product(page.get().id));
        view! { <h1>{item.map(|product| product.name.clone())}</h1> }
    }
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/guarded")]
struct Guarded;

impl limosa_router::Page for Guarded {
    fn view(_: Memo<Self>) -> impl IntoView {
        navigate("/account", NavigateOptions::default());
        "secret"
    }
}

#[component]
fn Shell() -> impl IntoView {
    view! {
        <nav>
            <A to=Home>"Home"</A>
            <A to=ProductPage::at(3) class="item" preload=LinkPreload::Never>"Three"</A>
            <A to=Admin>"Admin"</A>
        </nav>
        <main><Outlet/></main>
    }
}

fn app() -> App {
    App::new(Shell)
        .page::<Home>()
        .page::<ProductPage>()
        .page::<Shown>()
        .page::<Guarded>()
        .page::<Admin>()
        .page::<AdminStock>()
        .redirect("/old", "/shown/1")
        .not_found(|| view! { <p>"Nothing here"</p> })
        .error(|status| view! { <p>"Failed with " {status}</p> })
}

fn get(app: App, url: &str) -> (String, Asked) {
    let (parts, ()) = http::Request::builder()
        .uri(url)
        .body(())
        .unwrap()
        .into_parts();
    let request = RequestContext::new(parts);
    let owner = Owner::new_inert_root();
    let context = Arc::clone(&request);
    let options = RenderOptions {
        mode: Mode::Complete,
        ..RenderOptions::default()
    };
    let mut rendering = owner.with(|| {
        provide_context(context);
        render(move || -> View { app.into_view() }, options)
    });
    let mut shell = None;
    for _ in 0..50 {
        limosa_reactive::host::run_until_stalled();
        if shell.is_none() {
            shell = Some(Box::pin(async { rendering.shell().await }));
            break;
        }
    }
    let spawned = async {
        std::future::poll_fn(|context| {
            limosa_reactive::host::run_until_stalled();
            let shell = shell.as_mut().unwrap().as_mut().poll(context);
            context.waker().wake_by_ref();
            shell
        })
        .await
    };
    let body = block_on(spawned).body;
    drop(shell);
    owner.dispose();
    (body, request.response().take())
}

fn main_of(body: &str) -> &str {
    let start = body.find("<main>").unwrap() + "<main>".len();
    &body[start..body.find("</main>").unwrap()]
}

#[test]
fn a_page_is_rendered_into_the_outlet_of_the_layout() {
    let (body, asked) = get(app(), "/");
    assert!(main_of(&body).contains("Home"), "{body}");
    assert_eq!((asked.status, asked.redirect), (None, None));
    let (body, _) = get(app(), "/shown/3");
    assert!(main_of(&body).contains("<h1>Product 3</h1>"), "{body}");
}

#[test]
fn links_know_whether_they_lead_here() {
    let (body, _) = get(app(), "/admin/stock");
    assert!(body.contains("<a href=\"/\">Home</a>"), "{body}");
    assert!(
        body.contains("<a href=\"/products/3\" class=\"item\" data-preload=\"never\">Three</a>"),
        "{body}"
    );
    assert!(
        body.contains("<a href=\"/admin\" data-active>Admin</a>"),
        "{body}"
    );
    let (body, _) = get(app(), "/");
    assert!(
        body.contains("<a href=\"/\" aria-current=\"page\" data-active>Home</a>"),
        "{body}"
    );
    let (body, _) = get(app().base("/shop"), "/shop");
    assert!(
        body.contains("<a href=\"/shop/\" aria-current=\"page\" data-active>Home</a>"),
        "{body}"
    );
}

#[test]
fn nested_pages_stand_in_the_outlets_of_their_parents() {
    let (body, _) = get(app(), "/admin/stock");
    assert!(main_of(&body).contains("AdminStock"), "{body}");
    let (body, _) = get(app(), "/admin");
    assert!(!main_of(&body).contains("AdminStock"), "{body}");
}

#[test]
fn what_is_not_there_is_404_and_says_so() {
    for url in ["/nowhere", "/shown/x", "/shown/0"] {
        let (body, asked) = get(app(), url);
        assert!(
            main_of(&body).contains("<p>Nothing here</p>"),
            "{url}: {body}"
        );
        assert_eq!(asked.status, Some(404), "{url}");
    }
}

#[test]
fn a_page_that_fails_has_its_status_and_no_cause() {
    let (body, asked) = get(app(), "/shown/13");
    assert!(main_of(&body).contains("Failed with <!>500"), "{body}");
    assert!(!body.contains("secret"), "{body}");
    assert_eq!(asked.status, Some(500));
}

#[test]
fn redirects_come_from_the_app_from_queries_and_from_views() {
    let to = |url: &str| get(app(), url).1.redirect;
    assert_eq!(to("/old").as_deref(), Some("/shown/1"));
    assert_eq!(to("/shown/7").as_deref(), Some("/account"));
    assert_eq!(to("/guarded").as_deref(), Some("/account"));
}

#[test]
fn values_read_travel_with_the_page_once() {
    let (parts, ()) = http::Request::builder()
        .uri("/shown/3")
        .body(())
        .unwrap()
        .into_parts();
    let request = RequestContext::new(parts);
    block_on(request.scope_page(product(3))).unwrap();
    assert_eq!(request.queries().settled_frames().len(), 1);
}

#[test]
fn links_stand_below_the_base_and_behind_the_hash_of_the_app() {
    let (body, _) = get(app().base("/shop"), "/shop/products/3");
    assert!(body.contains(r#"href="/shop/products/3""#), "{body}");
    assert_eq!(body.matches("aria-current").count(), 1);
    let (body, _) = get(app().location(AppLocation::Hash), "/products/3");
    assert!(body.contains(r##"href="#/products/3""##), "{body}");
    assert_eq!(body.matches("aria-current").count(), 1);
}

#[test]
fn a_view_that_navigates_redirects_below_the_base() {
    let (_, asked) = get(app().base("/shop"), "/shop/guarded");
    assert_eq!(asked.redirect.as_deref(), Some("/shop/account"));
}
