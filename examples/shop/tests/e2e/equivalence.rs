//! The same steps with script, without, and before hydration end at the same address with the same visible text.

use limosa_harness::Page;

use crate::support::Shop;

/// Steps of a visitor on `/products/7`, and how to see that they are done.
struct Case {
    steps: fn(&Page),
    done: &'static str,
    posts: usize,
}

const RENAME: Case = Case {
    steps: |page| {
        page.type_into("#rename [name=name]", "Grün & <b>gut</b>");
        page.click("#rename button");
    },
    done: "document.querySelector('h1#name')?.textContent.includes('Grün')",
    posts: 1,
};

const REVIEW: Case = Case {
    steps: |page| {
        page.type_into("#review [name=author]", "Ada");
        page.type_into("#review [name=text]", "Works & shines");
        page.choose("#review [name=stars]", "5");
        page.click("#review button");
    },
    done: "document.querySelectorAll('ul#reviews > li:not(.pending)').length === 21",
    posts: 1,
};

const CART_ADD: Case = Case {
    steps: |page| {
        page.type_into("#cart-add [name=quantity]", "4");
        page.click("#cart-add button");
    },
    done: "document.querySelector('#cart-count')?.textContent.trim() === '4'",
    posts: 1,
};

const EMPTY_NAME: Case = Case {
    steps: |page| {
        page.skip_validation("#rename");
        page.type_into("#rename [name=name]", "");
        page.click("#rename button");
    },
    done: "document.querySelector('[data-error=name]')?.textContent.trim()",
    posts: 1,
};

#[derive(Debug, PartialEq)]
struct End {
    path: String,
    title: String,
    text: String,
    cart_count: String,
    typed: String,
}

fn end(page: &Page) -> End {
    page.wait_until_quiet();
    End {
        path: page.path(),
        title: page.evaluate("document.title"),
        // What streams late stands after `main` where there is no script to move it.
        text: words(&page.visible_text("body")),
        cart_count: page.text("#cart-count"),
        typed: page.value("#rename [name=name]"),
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn scripted(case: &Case) -> End {
    let shop = Shop::open();
    let page = shop.ready_page("/products/7");
    (case.steps)(&page);
    page.wait_for(case.done, "the outcome with script");
    end(&page)
}

fn early(case: &Case) -> End {
    let shop = Shop::open();
    let (page, gate) = shop.waiting_page("/products/7");
    (case.steps)(&page);
    gate.release();
    page.wait_for(case.done, "the outcome of a form sent before hydration");
    end(&page)
}

fn plain(case: &Case) -> End {
    let shop = Shop::open();
    let page = shop.plain_page("/products/7");
    page.forget();
    (case.steps)(&page);
    page.wait_for(case.done, "the outcome without script");
    let posts: Vec<_> = page
        .requests()
        .into_iter()
        .filter(|request| request.method == "POST")
        .collect();
    assert_eq!(
        posts.iter().map(|post| post.status).collect::<Vec<_>>(),
        [Some(303)],
        "{page:?}"
    );
    let seen = end(&page);
    reload_posts_nothing(&shop, &page, case);
    seen
}

fn reload_posts_nothing(shop: &Shop, page: &Page, case: &Case) {
    let actions = |shop: &Shop| {
        shop.log()
            .iter()
            .filter(|(ran, _)| ran.starts_with("action"))
            .count()
    };
    let before = actions(shop);
    page.forget();
    page.reload();
    let methods: Vec<_> = page
        .requests()
        .into_iter()
        .map(|request| request.method)
        .collect();
    assert!(methods.iter().all(|method| method == "GET"), "{page:?}");
    assert_eq!(actions(shop), before);
    assert!(before <= case.posts);
}

#[track_caller]
fn check(case: &Case) {
    let with_script = scripted(case);
    assert_eq!(
        plain(case),
        with_script,
        "without script (left) and with script (right)"
    );
    assert_eq!(
        early(case),
        with_script,
        "before hydration (left) and with script (right)"
    );
    assert_eq!(with_script.path, "/products/7");
}

#[test]
fn a_rename_ends_the_same() {
    check(&RENAME);
}

#[test]
fn a_review_ends_the_same() {
    check(&REVIEW);
}

#[test]
fn filling_the_cart_ends_the_same() {
    check(&CART_ADD);
}

#[test]
fn an_empty_name_ends_the_same() {
    check(&EMPTY_NAME);
}
