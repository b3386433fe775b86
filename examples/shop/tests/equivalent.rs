//! Every action of the shop, called directly, posted by a script and sent without one, ends in the same for the visitor.

use limosa::server::Server;
use limosa::testing::{Client, Ending, Form, actions, assert_equivalent};
use shop::{
    CartAdd, Edit, Login, NewProduct, NewReview, Quantity, Rename, Settings, cart_add, create,
    delete, draft, like, login, logout, product, publish, quantity, remove, rename, review,
};

/// The smallest picture there is.
const GIF: &[u8] = b"GIF89a\x01\0\x01\0\0\xff\0,\0\0\0\0\x01\0\x01\0\0\x02\0;";

/// A visitor of a shop of their own.
fn visitor() -> Client {
    let settings = Settings {
        database: None,
        is_test: true,
        ..Settings::default()
    };
    Client::new(shop::server(Server::new(shop::app), settings).expect("memory is enough"))
}

/// A visitor who has three of product 3 and one of product 4 in the cart.
fn buyer() -> Client {
    let mut visitor = visitor();
    for (id, count) in [(3, "3"), (4, "1")] {
        let page = visitor.get(&format!("/products/{id}"));
        let page = visitor.submit(page.form("#cart-add").set("quantity", count));
        assert_eq!(page.status(), 200);
    }
    visitor
}

fn logged_in(user: &str) -> Client {
    let mut visitor = buyer();
    let form = visitor.get("/account").form("#login");
    let form = form
        .set("user", user)
        .set("password", &format!("{user}-password"));
    let page = visitor.submit(form);
    assert_eq!(page.text("#user").as_deref(), Some(user));
    visitor
}

fn admin() -> Client {
    logged_in("admin")
}

#[track_caller]
fn ends(ending: &Ending, status: u16, url: &str, words: &str) {
    assert_eq!((ending.status, ending.url.as_str()), (status, url));
    assert!(
        ending.words.contains(words),
        "no `{words}`: {}",
        ending.words
    );
}

#[track_caller]
fn says(ending: &Ending, status: u16, field: &str) {
    let fields: Vec<_> = ending
        .messages
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!((ending.status, fields), (status, vec![field]));
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_rename_ends_the_same() {
    for (id, typed, status) in [
        (7, "Grün & <b>gut</b>", 200),
        (7, "", 422),
        (13, "Lucky", 500),
    ] {
        let page = format!("/products/{id}");
        let fill = |page: &limosa::testing::Page| page.form("#rename").set("name", typed);
        let call = |_: &mut Client| rename(id, Rename { name: text(typed) });
        let ending = assert_equivalent(visitor, &page, fill, call);
        match status {
            200 => ends(&ending, 200, &page, typed),
            422 => says(&ending, 422, "name"),
            _ => assert_eq!(
                (ending.status, ending.failure.as_str()),
                (500, "Something went wrong")
            ),
        }
    }
}

#[test]
fn a_review_ends_the_same() {
    let review_of = |stars: u8| NewReview {
        author: text("Ada"),
        text: text("Works\nwell"),
        stars,
    };
    for (stars, status) in [(5, 200), (6, 422)] {
        let ending = assert_equivalent(
            visitor,
            "/products/7",
            |page| {
                let form = page.form("#review").set("author", "Ada");
                form.set("text", "Works\nwell")
                    .set("stars", &stars.to_string())
            },
            |_| review(7, review_of(stars)),
        );
        match status {
            200 => ends(&ending, 200, "/products/7", "Works well"),
            _ => says(&ending, 422, "stars"),
        }
    }
}

#[test]
fn the_cart_ends_the_same() {
    let added = assert_equivalent(
        visitor,
        "/products/7",
        |page| page.form("#cart-add").set("quantity", "4"),
        |_| cart_add(7, CartAdd { quantity: 4 }),
    );
    ends(&added, 200, "/products/7", "Cart 4");
    for (count, status) in [(9, 200), (1000, 422)] {
        let changed = assert_equivalent(
            buyer,
            "/cart",
            |page| {
                page.form("form.quantity")
                    .set("quantity", &count.to_string())
            },
            |_| quantity(3, Quantity { quantity: count }),
        );
        match status {
            200 => ends(&changed, 200, "/cart", "Cart 10"),
            _ => says(&changed, 422, "quantity"),
        }
    }
    let removed = assert_equivalent(
        buyer,
        "/cart",
        |page| page.form("form.remove"),
        |_| remove(3),
    );
    ends(&removed, 200, "/cart", "Cart 1");
}

#[test]
fn a_text_ends_the_same_by_either_button() {
    let edit = || Edit {
        description: text("About it"),
    };
    let fill = |button: &'static str| {
        move |page: &limosa::testing::Page| -> Form {
            page.form("#edit").set("description", "About it").by(button)
        }
    };
    let published = assert_equivalent(visitor, "/products/7", fill("publish"), |_| {
        publish(7, edit())
    });
    ends(&published, 200, "/products/7", "About it");
    let kept = assert_equivalent(visitor, "/products/7", fill("draft"), |_| draft(7, edit()));
    ends(&kept, 200, "/products/7", "Product 7 does what it should");
    assert!(!kept.words.contains("About it"));
}

#[test]
fn a_new_product_ends_the_same() {
    let ending = assert_equivalent(
        visitor,
        "/products/new",
        |page| {
            let form = page
                .form("#create")
                .set("name", "Kettle")
                .set("price", "1999");
            form.attach("photo", "kettle.gif", "image/gif", GIF)
        },
        |_| {
            create(NewProduct {
                name: text("Kettle"),
                price: 1999,
                photo: Some(photo("image/gif", GIF)),
            })
        },
    );
    ends(&ending, 200, "/products/101", "Kettle");
    let refused = assert_equivalent(
        visitor,
        "/products/new",
        |page| {
            let form = page
                .form("#create")
                .set("name", "Kettle")
                .set("price", "1999");
            form.attach("photo", "kettle.gif", "text/plain", b"no picture")
        },
        |_| {
            create(NewProduct {
                name: text("Kettle"),
                price: 1999,
                photo: Some(photo("text/plain", b"no picture")),
            })
        },
    );
    says(&refused, 422, "photo");
}

fn photo(content_type: &str, bytes: &[u8]) -> limosa::prelude::File {
    limosa::testing::file("kettle.gif", content_type, bytes)
}

#[test]
fn deleting_ends_the_same_for_the_admin() {
    let ending = assert_equivalent(
        admin,
        "/products/5",
        |page| page.form("#delete"),
        |visitor| {
            let shown = visitor.call("/products/5", async { product(5).await });
            delete(
                shown
                    .expect("it is there")
                    .deletion
                    .expect("a seal for the admin"),
            )
        },
    );
    ends(&ending, 200, "/products", "Product 6");
    assert!(!ending.words.contains("Product 5 "), "{}", ending.words);
}

#[test]
fn logging_in_and_out_ends_the_same() {
    for (password, status) in [("ada-password", 200), ("wrong", 401)] {
        let ending = assert_equivalent(
            buyer,
            "/account",
            |page| {
                page.form("#login")
                    .set("user", "ada")
                    .set("password", password)
            },
            |_| {
                login(Login {
                    user: text("ada"),
                    password: text(password),
                })
            },
        );
        match status {
            200 => ends(&ending, 200, "/account", "You are logged in as ada"),
            _ => says(&ending, 401, "user"),
        }
        assert!(
            ending.words.contains("Cart 4"),
            "it is kept: {}",
            ending.words
        );
    }
    let ending = assert_equivalent(admin, "/account", |page| page.form("#logout"), |_| logout());
    ends(&ending, 200, "/", "Cart 0");
}

#[test]
fn liking_ends_the_same_though_it_has_no_form() {
    let ending = assert_equivalent(visitor, "/", |_| Form::to(&like, "/"), |_| like());
    ends(&ending, 200, "/", "1 likes so far");
}

#[test]
fn no_action_is_left_out() {
    // A call of it is somewhere above.
    let source = include_str!("equivalent.rs");
    let is_called = |name: &&str| {
        let call = format!("{name}(");
        let before = source.match_indices(&call).map(|(at, _)| &source[..at]);
        let mut before = before.filter_map(|text| text.chars().next_back());
        before.any(|letter| !(letter.is_alphanumeric() || letter == '_'))
    };
    let called: Vec<&str> = actions().into_iter().filter(is_called).collect();
    assert_eq!(called, actions());
    assert_eq!(called.len(), 12);
}
