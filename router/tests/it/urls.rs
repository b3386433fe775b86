//! Reading, writing and matching URLs.

use limosa_macros::Page;
use limosa_reactive::Memo;
use limosa_router::{App, Outlet, PageRoute, Pattern, PatternError, Trie, ValueError, match_page};

use crate::world::{Admin, AdminStock, Docs, Files, Home, ProductList, ProductPage, Tab};

fn app() -> App {
    App::new(Outlet)
        .page::<Home>()
        .page::<ProductPage>()
        .page::<ProductList>()
        .page::<Files>()
        .page::<Docs>()
        .page::<Admin>()
        .page::<AdminStock>()
}

fn names(url: &str) -> Vec<&'static str> {
    match_page(&app(), url)
        .map(|page| page.names())
        .unwrap_or_default()
}

#[test]
fn pages_write_their_urls() {
    assert_eq!(Home.href(), "/");
    assert_eq!(ProductPage::at(3).href(), "/products/3");
    assert_eq!(
        ProductPage {
            id: 3,
            tab: Some(Tab::Reviews)
        }
        .href(),
        "/products/3?tab=reviews"
    );
    assert_eq!(ProductList::at().href(), "/products");
    let list = ProductList {
        page: 2,
        q: "a&b c".to_owned(),
        tags: vec!["x".to_owned(), "ü".to_owned()],
    };
    assert_eq!(
        list.href(),
        "/products?page=2&q=a%26b%20c&tags=x&tags=%C3%BC"
    );
    assert_eq!(
        Files {
            path: vec!["a b".to_owned(), "c/d".to_owned()]
        }
        .href(),
        "/files/a%20b/c%2Fd"
    );
    assert_eq!(
        Docs {
            section: "ü".to_owned(),
            topic: None
        }
        .href(),
        "/docs/%C3%BC"
    );
    assert_eq!(AdminStock { low: true }.href(), "/admin/stock?low=true");
}

#[test]
fn urls_are_read_back() {
    let app = app();
    for page in [
        "/",
        "/products/3?tab=reviews",
        "/products?page=2&q=a%26b%20c&tags=x&tags=%C3%BC",
        "/docs/%C3%BC/x",
    ] {
        assert!(match_page(&app, page).is_some(), "{page}");
    }
    assert_eq!(
        match_page(&app, "/products/3"),
        match_page(&app, "/products/03?other=1")
    );
    assert_ne!(
        match_page(&app, "/products/3"),
        match_page(&app, "/products/3?tab=reviews")
    );
    assert_eq!(
        match_page(&app, "/products?page=x&q=a+b"),
        match_page(&app, "/products?q=a%20b&page=1")
    );
    assert_eq!(
        match_page(&app, "/products/3?tab=nonsense"),
        match_page(&app, "/products/3")
    );
}

/// Wants to know what is wrong with its search.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/report/:year/:month?")]
struct Report {
    year: u16,
    month: Option<u8>,
    #[search]
    from: Result<u32, ValueError>,
    #[search]
    tabs: Vec<Tab>,
}

plain_pages!(Report);

/// The page at a URL, as its view gets it.
fn report(url: &str) -> Report {
    let app = App::new(Outlet).page::<Report>();
    match_page(&app, url).unwrap().page().unwrap()
}

#[test]
fn a_search_value_that_does_not_parse_is_an_error_that_can_be_read() {
    let from = |url| report(url).from;
    assert_eq!(from("/report/2026?from=3"), Ok(3));
    assert_eq!(from("/report/2026?from=x"), Err(ValueError::Invalid));
    assert_eq!(from("/report/2026?from=-1"), Err(ValueError::Invalid));
    assert_eq!(from("/report/2026"), Err(ValueError::Missing));
    assert_eq!(ValueError::Missing.to_string(), "the parameter is missing");
    // A list with a value of another form is as absent; so is one of nothing.
    let tabs = |url| report(url).tabs;
    assert_eq!(tabs("/report/2026?tabs=reviews&tabs=details").len(), 2);
    assert_eq!(tabs("/report/2026?tabs=reviews&tabs=x"), []);
    assert_eq!(tabs("/report/2026"), []);
    // What cannot be read is not written.
    assert_eq!(report("/report/2026?from=x").href(), "/report/2026");
    assert_eq!(
        report("/report/2026/3?from=7").href(),
        "/report/2026/3?from=7"
    );
    assert_eq!(Report::at(2026, None).from, Err(ValueError::Missing));
    assert_eq!(report("/report/2026").month, None);
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/team")]
struct Team;

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("", parent = Team)]
struct TeamIndex;

#[derive(Page, Debug, Clone, PartialEq)]
#[page(":name", parent = Team)]
struct Member {
    name: String,
}

/// Something around pages, without a URL of its own.
#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
struct Group;

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("privacy", parent = Group)]
struct Privacy;

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/shelf/:shelf")]
struct Shelf {
    shelf: u32,
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("book/:book", parent = Shelf)]
struct Book {
    #[parent]
    shelf: Shelf,
    book: u32,
}

plain_pages!(Team TeamIndex Member Group Privacy Shelf Book);

#[test]
fn an_index_page_shares_the_url_of_its_parent_whatever_was_added_first() {
    let apps = [
        App::new(Outlet)
            .page::<Team>()
            .page::<TeamIndex>()
            .page::<Member>(),
        App::new(Outlet)
            .page::<Member>()
            .page::<TeamIndex>()
            .page::<Team>(),
    ];
    for app in apps {
        let names = |url| match_page(&app, url).unwrap().names();
        assert_eq!(names("/team"), ["Team", "TeamIndex"]);
        assert_eq!(names("/team/ada"), ["Team", "Member"]);
    }
    assert_eq!(TeamIndex.href(), "/team");
}

#[test]
fn a_group_is_around_pages_and_has_no_url() {
    let app = App::new(Outlet).page::<Home>().page::<Privacy>();
    let names = |url| match_page(&app, url).unwrap().names();
    assert_eq!(names("/privacy"), ["Group", "Privacy"]);
    assert_eq!(names("/"), ["Home"]);
    assert_eq!(Privacy.href(), "/privacy");
}

#[test]
fn a_page_below_one_with_parameters_holds_it() {
    let app = App::new(Outlet).page::<Shelf>().page::<Book>();
    let book = Book::at(Shelf::at(3), 4);
    assert_eq!(book.href(), "/shelf/3/book/4");
    let found = match_page(&app, "/shelf/3/book/4").unwrap();
    assert_eq!(found.page::<Book>(), Some(book));
    assert_eq!(found.page::<Shelf>(), Some(Shelf { shelf: 3 }));
    assert!(match_page(&app, "/shelf/x/book/4").is_none());
}

#[test]
fn what_does_not_parse_is_no_page() {
    for url in [
        "/products/x",
        "/products/-1",
        "/products/4294967296",
        "/nowhere",
        "/products//3",
        "/docs",
        "/%ff",
        "/docs/%ff",
    ] {
        assert_eq!(names(url), Vec::<&str>::new(), "{url}");
    }
}

#[test]
fn nested_pages_show_their_parents() {
    assert_eq!(names("/admin"), ["Admin"]);
    assert_eq!(names("/admin/stock"), ["Admin", "AdminStock"]);
    let app = app();
    let page = |url| match_page(&app, url).unwrap();
    assert_eq!(page("/admin/stock").shared_depth(&page("/admin")), 1);
    assert_eq!(
        page("/admin/stock").shared_depth(&page("/admin/stock?low=true")),
        1
    );
    assert_eq!(page("/products/3").shared_depth(&page("/products/4")), 0);
    assert_eq!(page("/products/3").shared_depth(&page("/products/3")), 1);
    assert_eq!(page("/admin/stock").preload().calls().len(), 1);
}

#[test]
fn a_slash_at_the_end_is_as_the_app_says() {
    use limosa_router::TrailingSlash::{Redirect, Strict};
    assert_eq!(names("/products/"), ["ProductList"]);
    assert!(match_page(&app().trailing_slash(Strict), "/products/").is_none());
    assert!(match_page(&app().trailing_slash(Redirect), "/products/").is_none());
    assert!(match_page(&app().trailing_slash(Redirect), "/").is_some());
}

#[test]
#[should_panic(expected = "ProductPage and ProductPage have the same URLs: /products/:id")]
fn a_page_that_is_added_twice_is_named() {
    let _ = app().page::<ProductPage>();
}

#[test]
fn a_base_path_is_in_front_of_everything() {
    let app = app().base("/shop/");
    assert!(match_page(&app, "/shop/products/3").is_some());
    assert!(match_page(&app, "/shop").is_some());
    assert!(match_page(&app, "/products/3").is_none());
    assert!(match_page(&app, "/shopping").is_none());
}

#[test]
#[should_panic(expected = "Home and the redirect to /products have the same URLs")]
fn two_pages_with_one_url_are_named() {
    let _ = app().redirect("/", "/products");
}

fn trie(patterns: &[&str]) -> Trie {
    let mut trie = Trie::default();
    for (number, pattern) in patterns.iter().enumerate() {
        trie.insert(Pattern::parse(pattern).unwrap(), number)
            .unwrap();
    }
    trie
}

fn find(trie: &Trie, path: &str) -> Option<usize> {
    let parts: Vec<String> = path
        .split('/')
        .filter(|part| !part.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    trie.find(&parts).map(|found| found.route)
}

#[test]
fn order_is_fixed_then_parameter_then_splat_from_the_left_whatever_was_added_first() {
    let patterns = ["/*all", "/:a/b", "/a/:b", "/a/b", "/a/*rest", "/:a/:b/c"];
    let expected = [
        ("/a/b", 3),
        ("/a/x", 2),
        ("/x/b", 1),
        ("/a/b/c", 4),
        ("/a/x/d", 4),
        ("/x/y", 0),
        ("/", 0),
        ("/a", 4),
    ];
    for (path, wanted) in expected {
        assert_eq!(find(&trie(&patterns), path), Some(wanted), "{path}");
    }
    let reversed: Vec<&str> = patterns.iter().rev().copied().collect();
    for (path, wanted) in expected {
        assert_eq!(find(&trie(&reversed), path), Some(5 - wanted), "{path}");
    }
}

#[test]
fn patterns_that_match_the_same_clash_also_through_optional_parts() {
    let clashes = |first, second| {
        let mut trie = trie(&[first]);
        trie.insert(Pattern::parse(second).unwrap(), 1).is_err()
    };
    assert!(clashes("/a/:x", "/a/:y"));
    assert!(clashes("/a/:x?", "/a"));
    assert!(clashes("/a/*x", "/a/*y"));
    assert!(!clashes("/a/:x", "/a/*y"));
    assert_eq!(Pattern::parse("/*a/b"), Err(PatternError::AfterSplat));
    assert_eq!(Pattern::parse("/:a/:a"), Err(PatternError::RepeatedName));
}

#[test]
fn matching_a_path_does_not_depend_on_how_many_pages_there_are() {
    let patterns: Vec<String> = (0..1000)
        .map(|number| format!("/section{number}/:id/part"))
        .collect();
    let texts: Vec<&str> = patterns.iter().map(String::as_str).collect();
    assert_eq!(find(&trie(&texts), "/section777/5/part"), Some(777));
    assert_eq!(find(&trie(&texts), "/section777/5"), None);
}
