//! Navigation in a window of the test's.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use limosa_reactive::Owner;
use limosa_router::cache::Cache;
use limosa_router::navigation::{Navigator, Scroll, Window};
use limosa_router::{
    App, AppLocation, NavigateOptions, Outlet, QueryFrame, RouterState, Stale, before_leave,
};

use crate::reader::read;
use crate::world::{
    Admin, AdminStock, Home, ProductList, ProductPage, World, cart_count, frame, product, reviews,
};

type Log = Rc<RefCell<Vec<String>>>;

struct Page {
    world: Rc<World>,
    log: Log,
}

impl Page {
    fn note(&self, what: &str, detail: &str) {
        self.log.borrow_mut().push([what, " ", detail].concat());
    }
}

impl Window for Page {
    fn push(&self, url: &str, options: &NavigateOptions) {
        self.note(if options.replace { "replace" } else { "push" }, url);
    }

    fn assign(&self, url: &str) {
        self.note("assign", url);
    }

    fn busy(&self, to: Option<&str>) {
        self.note("busy", to.map_or("no", |_| "yes"));
    }

    fn shown(&self, scroll: Scroll) {
        self.note("shown", &format!("{scroll:?}"));
    }

    fn undo_pop(&self) {
        self.note("undo", "");
    }

    fn after(&self, milliseconds: f64, job: Box<dyn FnOnce()>) {
        self.world.add_timer(milliseconds, job);
    }
}

struct Site {
    world: Rc<World>,
    cache: Cache,
    navigator: Navigator,
    log: Log,
}

impl Site {
    fn new() -> Self {
        Self::of(App::new(Outlet))
    }

    fn of(app: App) -> Self {
        let app = app
            .page::<Home>()
            .page::<ProductPage>()
            .page::<ProductList>()
            .redirect("/old", "/products")
            .redirect("/items/:id/*rest", "/products/:id?from=items")
            .redirect("/loop", "/loop");
        let (world, log) = (World::new(), Log::default());
        let cache = world.cache();
        let state = Owner::new_root().with(|| RouterState::new(&app, "/"));
        let window = Page {
            world: Rc::clone(&world),
            log: Rc::clone(&log),
        };
        let navigator = Navigator::new(state, cache.clone(), window, |_| None);
        Self {
            world,
            cache,
            navigator,
            log,
        }
    }

    fn go(&self, url: &str) {
        self.navigator.go(url, NavigateOptions::default());
    }

    fn answer(&self) {
        for (request, keys) in self.world.taken() {
            for key in keys {
                let json = if key.starts_with(product(1).key().as_str().split('[').next().unwrap())
                {
                    r#"{"id":1,"name":"x"}"#
                } else {
                    "[]"
                };
                self.cache
                    .answered(request, frame(&key, json, "t", "a-1-1"));
            }
        }
        self.world.tick();
    }

    fn log(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.borrow_mut())
    }

    fn path(&self) -> String {
        self.navigator.state().location().path().to_owned()
    }
}

#[test]
fn the_old_page_stays_until_the_new_one_is_there() {
    let site = Site::new();
    site.go("/products/1");
    assert_eq!(site.log(), ["busy yes"]);
    assert_eq!(
        (site.path().as_str(), site.navigator.state().is_routing()),
        ("/", true)
    );
    site.answer();
    assert_eq!(site.log(), ["push /products/1", "busy no", "shown Start"]);
    assert_eq!(
        (site.path().as_str(), site.navigator.state().is_routing()),
        ("/products/1", false)
    );
    site.world.pass(1_000.0);
    assert!(site.log().is_empty());
}

#[test]
fn after_a_short_time_the_new_page_is_shown_with_what_there_is() {
    let site = Site::new();
    site.go("/products/1");
    site.world.pass(299.0);
    assert_eq!(site.path(), "/");
    site.world.pass(1.0);
    assert_eq!(site.path(), "/products/1");
    site.log();
    site.answer();
    assert!(site.log().is_empty());
}

#[test]
fn how_long_is_as_the_app_says() {
    let site = Site::of(App::new(Outlet).patience(Duration::from_secs(2)));
    site.go("/products/1");
    site.world.pass(1_999.0);
    assert_eq!(site.path(), "/");
    site.world.pass(1.0);
    assert_eq!(site.path(), "/products/1");
}

#[test]
fn a_page_without_loads_is_shown_at_once() {
    let site = Site::new();
    site.go("/products?page=2");
    assert_eq!(
        site.log(),
        [
            "busy yes",
            "push /products?page=2",
            "busy no",
            "shown Start"
        ]
    );
}

#[test]
fn the_last_navigation_wins() {
    let site = Site::new();
    site.go("/products/1");
    site.go("/products/2");
    site.answer();
    site.world.pass(1_000.0);
    assert_eq!(site.path(), "/products/2");
    assert_eq!(
        site.log()
            .iter()
            .filter(|line| line.starts_with("push"))
            .count(),
        1
    );
    site.go("/products/3");
    site.go("/");
    site.world.pass(1_000.0);
    assert_eq!(site.path(), "/");
}

#[test]
fn hovering_and_then_clicking_costs_one_request() {
    let site = Site::new();
    site.navigator.intend("/products/1");
    assert_eq!(site.world.taken().len(), 1);
    site.go("/products/1");
    assert!(site.world.taken().is_empty());
}

#[test]
fn what_is_loaded_ahead_is_asked_for_the_page_it_is_for() {
    let site = Site::new();
    site.navigator.intend("/products/1?tab=reviews");
    let layout = Owner::new_root();
    let call = cart_count();
    let _ = layout.with(|| read(&site.cache, &call, 0));
    let asked: Vec<_> = site
        .world
        .taken()
        .into_iter()
        .map(|(_, keys)| keys)
        .collect();
    assert_eq!(
        asked,
        [
            vec![
                product(1).key().as_str().to_owned(),
                reviews(1, None).key().as_str().to_owned()
            ],
            vec![call.key().as_str().to_owned()],
        ]
    );
    let pages = [Some("/products/1?tab=reviews".to_owned()), None];
    assert_eq!(*site.world.pages.borrow(), pages);
    site.go("/products/2");
    site.world.tick();
    assert_eq!(
        site.world.pages.borrow()[2..],
        [None],
        "the window knows it"
    );
}

#[test]
fn a_redirect_met_ahead_is_asked_for_anew_on_the_way() {
    let site = Site::new();
    site.navigator.intend("/products/7");
    let redirect = |to: &str| {
        for (request, keys) in site.world.taken() {
            for key in keys {
                let redirect = Some(to.to_owned());
                let moved = QueryFrame {
                    redirect,
                    ..QueryFrame::new(key)
                };
                site.cache.answered(request, moved);
            }
        }
        site.world.tick();
    };
    redirect("/?next=ahead");
    assert_eq!((site.path().as_str(), site.log().len()), ("/", 0));
    site.go("/products/7");
    redirect("/?next=there");
    assert_eq!(site.navigator.state().location().search(), "next=there");
}

#[test]
fn nested_pages_load_in_one_request() {
    let site = Site::of(App::new(Outlet).page::<Admin>().page::<AdminStock>());
    site.go("/admin/stock?low=true");
    let asked = site.world.taken();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        asked[0].1,
        [cart_count().key().as_str(), reviews(0, None).key().as_str()]
    );
}

#[test]
fn back_shows_what_is_there_without_a_request() {
    let site = Site::new();
    site.go("/products/1");
    site.answer();
    site.go("/");
    site.world.pass(60_000.0);
    site.log();
    assert!(site.navigator.popped("/products/1"));
    assert_eq!(site.log(), ["busy yes", "busy no", "shown Restore"]);
    assert!(site.world.taken().is_empty());
    site.go("/");
    site.go("/products/1");
    assert_eq!(
        site.world.taken().len(),
        1,
        "a link after the window reads again"
    );
}

#[test]
fn what_is_no_page_is_a_document() {
    let site = Site::new();
    assert!(!site.navigator.knows("/elsewhere"));
    site.go("/elsewhere");
    assert_eq!(site.log(), ["assign /elsewhere"]);
    assert!(site.navigator.popped("/elsewhere"));
    assert_eq!(site.path(), "/elsewhere");
}

#[test]
fn redirects_of_the_app_and_of_queries_are_followed_and_loops_stopped() {
    let site = Site::new();
    site.go("/old");
    assert_eq!(site.path(), "/products");
    site.log();
    site.go("/items/3/%C3%BC/x");
    site.answer();
    assert_eq!(site.path(), "/products/3");
    assert_eq!(site.navigator.state().location().search(), "from=items");
    site.go("/loop");
    assert_eq!(
        (site.path().as_str(), site.navigator.state().is_routing()),
        ("/products/3", false)
    );
    site.go("/products/7");
    for (request, keys) in site.world.taken() {
        for key in keys {
            let mut moved = QueryFrame::new(key);
            moved.redirect = Some("/".to_owned());
            site.cache.answered(request, moved);
        }
    }
    site.world.tick();
    assert_eq!(site.path(), "/");
    assert!(site.log().contains(&"replace /".to_owned()));
    assert!(!site.log().iter().any(|line| line == "push /products/7"));
}

#[test]
fn a_hash_moves_within_the_page() {
    let site = Site::new();
    site.go("/#end");
    assert_eq!(site.log(), ["push /#end", "shown Start"]);
    assert_eq!(site.navigator.state().location().hash(), "end");
    site.navigator.go(
        "/#end",
        NavigateOptions {
            keep_scroll: true,
            ..NavigateOptions::default()
        },
    );
    assert_eq!(site.log(), ["replace /#end", "shown Keep"]);
}

#[test]
fn guards_keep_the_visitor() {
    let site = Site::new();
    let form = Owner::new_root();
    form.with(|| before_leave(|to| to.path() == "/products"));
    assert!(!site.navigator.may_close());
    site.go("/products/1");
    assert!(site.log().is_empty());
    assert!(!site.navigator.popped("/products/1"));
    assert_eq!(site.log(), ["undo "]);
    site.go("/products");
    assert_eq!(site.path(), "/products");
    assert!(
        site.navigator.may_close(),
        "that is where the guard lets go"
    );
    form.dispose();
    site.go("/");
    assert_eq!(site.path(), "/");
    assert!(site.navigator.may_close());
}

#[test]
fn parameters_of_the_same_page_load_anew() {
    let site = Site::new();
    site.go("/products/1");
    site.answer();
    site.go("/products/2");
    let asked = site.world.taken();
    assert_eq!(
        asked[0].1,
        [product(2).key().as_str(), reviews(2, None).key().as_str()]
    );
}

#[test]
fn a_page_that_is_about_to_go_is_not_read_again() {
    let site = Site::new();
    let owner = Owner::new_root();
    let call = product(1);
    let reading = owner.with(Owner::new);
    let _ = reading.with(|| read(&site.cache, &call, 1));
    site.answer();
    // What an action does whose reply sends the visitor to another page, whose data is still on its way.
    site.cache.revalidate(&Stale::Mounted, &[]);
    site.go("/products/2");
    let asked: Vec<String> = site
        .world
        .taken()
        .into_iter()
        .flat_map(|(_, keys)| keys)
        .collect();
    assert_eq!(
        asked,
        [product(2).key().as_str(), reviews(2, None).key().as_str()]
    );
    site.world.pass(300.0);
    reading.dispose();
    site.world.tick();
    assert_eq!(site.path(), "/products/2");
}

#[test]
fn what_is_no_page_is_a_document_or_the_not_found_page_of_an_app_without_documents() {
    let site = Site::new();
    site.go("/nowhere");
    assert_eq!(site.log(), ["assign /nowhere"]);
    for location in [AppLocation::Hash, AppLocation::Memory] {
        let site = Site::of(App::new(Outlet).location(location));
        site.go("/nowhere");
        assert_eq!(site.path(), "/nowhere");
        assert_eq!(site.log()[1], "push /nowhere");
    }
}

#[test]
fn the_base_is_added_once_and_to_urls_of_the_site_only() {
    let site = Site::of(App::new(Outlet).base("/shop"));
    let go = |url| {
        site.navigator
            .go_below_base(url, NavigateOptions::default())
    };
    go("/products/1");
    site.answer();
    assert_eq!(site.path(), "/shop/products/1");
    go("https://example.org/");
    assert_eq!(site.log().last().unwrap(), "assign https://example.org/");
    // Whoever is asked sees what links say, and can go there with it.
    let asked = Rc::new(RefCell::new(Vec::new()));
    let (guard, noted) = (Owner::new_root(), Rc::clone(&asked));
    guard.with(|| {
        before_leave(move |to| {
            noted.borrow_mut().push(to.url());
            false
        });
    });
    go("/products?page=2#end");
    assert!(!site.navigator.popped("/shop"));
    assert!(!site.navigator.popped("/shopping"));
    assert!(!site.navigator.may_close());
    assert_eq!(
        *asked.borrow(),
        ["/products?page=2#end", "/", "/shopping", "/products/1"]
    );
    guard.dispose();
}
