//! The database against real SQLite.

use super::*;
use crate::model::Cart;

fn db() -> Db {
    Db::in_memory().unwrap()
}

fn quantities(cart: &Cart) -> Vec<(u32, u32)> {
    cart.lines
        .iter()
        .map(|line| (line.product, line.quantity))
        .collect()
}

#[tokio::test]
async fn the_seed_is_that_of_the_contract() {
    let db = db();
    let product = db.product(42).await.unwrap().unwrap();
    assert_eq!(
        (product.name.as_str(), product.price, product.stock),
        ("Product 42", 4200, 10)
    );
    assert_eq!(db.reviews(42).await.unwrap().len(), 20);
    let stats = db.stats().await.unwrap();
    assert_eq!(
        (stats.products, stats.stock, stats.reviews, stats.in_carts),
        (100, 1000, 2000, 0)
    );
    assert_eq!(db.product(101).await.unwrap(), None);
}

#[tokio::test]
async fn the_list_has_twenty_rows_a_page() {
    let db = db();
    let ids = async |page, search| {
        let listing = db.products(page, search).await.unwrap();
        (
            listing.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
            listing.total,
        )
    };
    assert_eq!(ids(1, "").await, ((1..=20).collect(), 100));
    assert_eq!(ids(5, "").await, ((81..=100).collect(), 100));
    assert_eq!(ids(6, "").await, (vec![], 100));
    assert_eq!(ids(u32::MAX, "").await, (vec![], 100));
    assert_eq!(
        ids(1, "PRODUCT 9").await,
        ([9].into_iter().chain(90..=99).collect(), 11)
    );
    assert_eq!(ids(1, "nothing").await, (vec![], 0));
}

#[tokio::test]
async fn a_search_is_literal_and_ignores_case_of_all_letters() {
    let db = db();
    for (id, name) in [(1, "100% Ärger_x"), (2, "100 percent")] {
        assert!(db.rename(id, name).await.unwrap());
    }
    for search in ["0%", "ärger", "ÄRGER_", "_x"] {
        assert_eq!(db.products(1, search).await.unwrap().total, 1, "{search}");
    }
    assert_eq!(db.products(1, "%").await.unwrap().total, 1);
    assert_eq!(
        db.products(1, "'; DROP TABLE product --")
            .await
            .unwrap()
            .total,
        0
    );
}

#[tokio::test]
async fn a_review_comes_first() {
    let db = db();
    assert!(db.add_review(3, "Ada", "Fine", 5).await.unwrap());
    let reviews = db.reviews(3).await.unwrap();
    assert_eq!(
        (reviews.len(), reviews[0].author.as_str(), reviews[0].stars),
        (21, "Ada", 5)
    );
    assert!(!db.add_review(101, "Ada", "Fine", 5).await.unwrap());
}

#[tokio::test]
async fn carts_do_not_share_what_is_in_them() {
    let db = db();
    assert!(db.cart_add("a", 3, 2).await.unwrap());
    assert!(db.cart_add("a", 1, 1).await.unwrap());
    assert!(db.cart_add("a", 3, 5).await.unwrap());
    assert!(!db.cart_add("a", 101, 1).await.unwrap());
    let cart = db.cart("a").await.unwrap();
    assert_eq!(quantities(&cart), [(3, 7), (1, 1)]);
    assert_eq!(
        (
            cart.total(),
            db.cart_count("a").await.unwrap(),
            db.cart_count("b").await.unwrap()
        ),
        (2200, 8, 0)
    );
    assert!(db.set_quantity("a", 3, 1).await.unwrap());
    assert!(!db.set_quantity("b", 3, 1).await.unwrap());
    assert!(db.remove_from_cart("a", 1).await.unwrap());
    assert!(!db.remove_from_cart("a", 1).await.unwrap());
    db.move_cart("a", "b").await.unwrap();
    assert_eq!(quantities(&db.cart("b").await.unwrap()), [(3, 1)]);
    assert_eq!(db.cart_count("a").await.unwrap(), 0);
    db.clear_cart("b").await.unwrap();
    assert_eq!(db.cart("b").await.unwrap(), Cart::default());
}

#[tokio::test]
async fn a_draft_is_not_shown_until_it_is_published() {
    let db = db();
    let before = db.product(5).await.unwrap().unwrap();
    assert!(db.keep_draft(5, "soon").await.unwrap());
    let drafted = db.product(5).await.unwrap().unwrap();
    assert_eq!(
        (&drafted.description, drafted.draft.as_deref()),
        (&before.description, Some("soon"))
    );
    assert!(db.publish(5, "now").await.unwrap());
    let published = db.product(5).await.unwrap().unwrap();
    assert_eq!(
        (published.description.as_str(), published.draft),
        ("now", None)
    );
}

#[tokio::test]
async fn products_come_and_go_and_no_number_is_used_twice() {
    let db = db();
    let photo = Photo {
        media_type: "image/png".to_owned(),
        bytes: vec![1, 2, 3],
    };
    let new = NewProduct {
        name: "Tea".to_owned(),
        price: 250,
        photo: Some(photo.clone()),
    };
    assert_eq!(db.create(new.clone()).await.unwrap(), 101);
    assert!(db.product(101).await.unwrap().unwrap().has_photo);
    assert_eq!(db.photo(101).await.unwrap(), Some(photo));
    assert_eq!(db.photo(1).await.unwrap(), None);
    db.cart_add("a", 101, 1).await.unwrap();
    assert!(db.delete(101).await.unwrap());
    assert_eq!(
        (
            db.product(101).await.unwrap(),
            db.cart_count("a").await.unwrap()
        ),
        (None, 0)
    );
    assert_eq!(
        db.create(NewProduct { photo: None, ..new }).await.unwrap(),
        102
    );
    db.reset().await.unwrap();
    assert_eq!(
        db.create(NewProduct {
            name: "Again".to_owned(),
            price: 1,
            photo: None
        })
        .await
        .unwrap(),
        101
    );
}

#[tokio::test]
async fn a_reset_restores_the_seed() {
    let db = db();
    db.rename(1, "Tea").await.unwrap();
    db.cart_add("a", 1, 1).await.unwrap();
    assert_eq!((db.like().await.unwrap(), db.like().await.unwrap()), (1, 2));
    db.reset().await.unwrap();
    assert_eq!(db.product(1).await.unwrap().unwrap().name, "Product 1");
    assert_eq!(
        (db.cart_count("a").await.unwrap(), db.likes().await.unwrap()),
        (0, 0)
    );
}

#[tokio::test]
async fn only_the_right_password_fits() {
    let db = db();
    assert!(db.is_password("ada", "ada-password").await.unwrap());
    assert!(db.is_password("admin", "admin-password").await.unwrap());
    assert!(!db.is_password("ada", "admin-password").await.unwrap());
    assert!(!db.is_password("ada", "").await.unwrap());
    assert!(!db.is_password("nobody", "ada-password").await.unwrap());
}

#[tokio::test]
async fn a_file_keeps_what_was_written() {
    let folder = std::env::temp_dir().join(format!("limosa-shop-{}", std::process::id()));
    let path = folder.join("new/shop.db");
    Db::open(&path).unwrap().rename(1, "Kept").await.unwrap();
    let name = Db::open(&path)
        .unwrap()
        .product(1)
        .await
        .unwrap()
        .unwrap()
        .name;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(name, "Kept");
}
