//! Reading, writing and matching URLs.

use limosa_router::{App, Outlet, PageRoute, Pattern, PatternError, Trie, match_page};

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
        trie.insert(&Pattern::parse(pattern).unwrap(), number)
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
        trie.insert(&Pattern::parse(second).unwrap(), 1).is_err()
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
