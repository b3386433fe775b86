//! Stores as `#[derive(Store)]` makes them: who hears of what.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use limosa::prelude::*;

#[derive(Store, Clone, Debug, PartialEq)]
struct Product {
    #[store(key)]
    id: u32,
    name: String,
    stock: u32,
    origin: Origin,
}

#[derive(Store, Clone, Debug, PartialEq)]
struct Origin {
    country: &'static str,
    harbour: Option<Harbour>,
}

#[derive(Store, Clone, Debug, PartialEq)]
struct Harbour {
    name: &'static str,
    depth: u32,
}

#[derive(Store, Clone, Debug, PartialEq)]
struct Shop<T: PartialEq> {
    products: Vec<Product>,
    open: bool,
    note: T,
}

#[derive(Store, Clone, Debug, PartialEq)]
enum Shape {
    Empty,
    Circle { radius: f64 },
    Line(i32, i32),
    Named(Harbour),
}

fn product(id: u32) -> Product {
    Product {
        id,
        name: format!("product {id}"),
        stock: id * 10,
        origin: Origin {
            country: "nl",
            harbour: None,
        },
    }
}

fn shop(ids: &[u32]) -> Store<Shop<&'static str>> {
    Store::new(Shop {
        products: ids.iter().copied().map(product).collect(),
        open: true,
        note: "none",
    })
}

/// What ran, in order.
#[derive(Clone, Copy)]
struct Log(StoredValue<Vec<String>>);

impl Log {
    fn new() -> Self {
        Self(StoredValue::new(vec![]))
    }

    /// An effect that notes its name whenever it runs; the first run is not noted.
    fn on<R>(self, name: &str, read: impl Fn() -> R + 'static) {
        let name = name.to_owned();
        let first = StoredValue::new(true);
        Effect::new(move || {
            let _read = read();
            if !first.get() {
                self.0.update(|log| log.push(name.clone()));
            }
            first.set(false);
        });
    }

    #[track_caller]
    fn is(self, expected: &[&str]) {
        let mut found = self.0.get();
        found.sort();
        assert_eq!(found, expected);
        self.0.set(vec![]);
    }
}

fn panic_of<R>(run: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(run)) else {
        panic!("it did not panic");
    };
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().unwrap()).to_owned(),
    }
}

#[test]
fn a_reader_hears_of_its_part_and_what_it_belongs_to() {
    let store = Store::new(product(1));
    let log = Log::new();
    log.on("name", move || store.name().get());
    log.on("stock", move || store.stock().track());
    log.on("country", move || store.origin().country().track());
    log.on("origin", move || store.origin().get());
    log.on("whole", move || store.with(|_| ()));
    store.name().set("ruff".to_owned());
    log.is(&["name", "whole"]);
    store.origin().country().set("is");
    log.is(&["country", "origin", "whole"]);
    store.origin().update(|origin| origin.country = "no");
    log.is(&["country", "origin", "whole"]);
    store.set(product(2));
    log.is(&["country", "name", "origin", "stock", "whole"]);
    store.origin().harbour().set(None);
    log.is(&["origin", "whole"]);
    assert!(!store.stock().set_if_changed(20));
    log.is(&[]);
    store.stock().notify();
    log.is(&["stock", "whole"]);
}

#[test]
fn writes_in_a_batch_are_one_wave_and_are_seen_at_once() {
    let store = Store::new(product(1));
    let log = Log::new();
    log.on("both", move || {
        store.name().track();
        store.stock().track();
    });
    batch(|| {
        store.name().set("ruff".to_owned());
        store.stock().update(|stock| *stock += 1);
        assert_eq!(
            (store.name().get().as_str(), store.stock().get()),
            ("ruff", 11)
        );
    });
    log.is(&["both"]);
    let double = Memo::new(move || store.stock().get() * 2);
    assert_eq!(double.get(), 22);
    store.stock().set(3);
    assert_eq!(double.get(), 6);
}

#[test]
fn rows_follow_their_key_and_are_left_alone_by_what_happens_around_them() {
    let store = shop(&[1, 2, 3]);
    let products = store.products();
    let log = Log::new();
    log.on("keys", move || products.keys());
    log.on("length", move || products.len());
    for row in products.rows() {
        let id = row.id().get();
        log.on(&format!("row {id}"), move || row.name().track());
    }
    let second = products.row(&2).unwrap();
    products.arrange(|rows| rows.push(product(4)));
    log.is(&["keys", "length"]);
    products.arrange(|rows| rows.reverse());
    log.is(&["keys"]);
    products.arrange(|rows| rows.insert(0, product(5)));
    log.is(&["keys", "length"]);
    second.name().set("ruff".to_owned());
    log.is(&["row 2"]);
    assert_eq!(products.with(|rows| rows[3].name.clone()), "ruff");
    assert_eq!(products.keys(), [5, 4, 3, 2, 1]);
    assert_eq!(products.row(&2), Some(second));
    assert_eq!(second.stock().get(), 20);
}

#[test]
fn the_readers_of_a_row_that_goes_are_not_told_and_its_handle_is_dead() {
    let store = shop(&[1, 2]);
    let products = store.products();
    let log = Log::new();
    let first = products.row(&1).unwrap();
    let name = first.name();
    log.on("name", move || name.get());
    log.on("found", move || {
        products.row(&1).map(|row| row.stock().get())
    });
    products.arrange(|rows| rows.remove(0));
    log.is(&["found"]);
    assert!(first.is_disposed() && name.is_disposed());
    assert_eq!(name.try_get(), None);
    assert!(panic_of(|| name.get()).contains("a part of the store made at tests/store.rs"));
    name.set("nobody".to_owned());
    assert_eq!(first.try_update(|row| row.stock), None);
    products.arrange(|rows| rows.push(product(1)));
    log.is(&["found"]);
    assert_eq!(first.try_get(), None, "a key that comes back is a new row");
    assert_eq!(products.row(&1).unwrap().stock().get(), 10);
}

#[test]
fn every_way_of_writing_a_list_keeps_rows_with_their_key() {
    let store = shop(&[1, 2, 3]);
    let products = store.products();
    let third = products.row(&3).unwrap();
    let check = |name: &str| {
        assert_eq!(third.id().get(), 3);
        assert_eq!(third.name().get(), name);
    };
    products.update(|rows| rows.swap(0, 2));
    check("product 3");
    products.set(vec![product(7), product(3)]);
    check("product 3");
    store.update(|shop| shop.products.insert(0, product(8)));
    check("product 3");
    store.patch(Shop {
        products: vec![product(3), product(7)],
        open: false,
        note: "patched",
    });
    check("product 3");
    products.row(&7).unwrap().id().set(9);
    check("product 3");
    assert_eq!(products.keys(), [3, 9]);
    assert_eq!(products.row(&7), None);
    store.set(Shop {
        products: vec![],
        open: true,
        note: "",
    });
    assert!(third.is_disposed());
    assert!(products.is_empty());
}

#[test]
fn rows_with_the_same_key_are_rows_of_their_own() {
    let list = Store::new(vec![product(1), product(1)]);
    let rows = list.rows();
    rows[1].stock().set(7);
    assert_eq!(list.with(|rows| (rows[0].stock, rows[1].stock)), (10, 7));
    list.arrange(|rows| rows.insert(1, product(2)));
    assert_eq!(rows[1].stock().get(), 7);
    list.arrange(|rows| rows.truncate(1));
    assert!(rows[1].is_disposed());
    assert!(!rows[0].is_disposed());
}

#[test]
fn a_patch_tells_only_of_what_differs() {
    let store = shop(&[1, 2, 3]);
    let products = store.products();
    let log = Log::new();
    log.on("keys", move || products.keys());
    log.on("open", move || store.open().track());
    log.on("list", move || products.track());
    log.on("whole", move || store.track());
    for row in products.rows() {
        let id = row.id().get();
        log.on(&format!("name {id}"), move || row.name().track());
        log.on(&format!("row {id}"), move || row.track());
        log.on(&format!("country {id}"), move || {
            row.origin().country().track()
        });
    }
    let same = store.get();
    store.patch(same.clone());
    log.is(&[]);
    let mut next = same.clone();
    next.products[1].name = "ruff".to_owned();
    store.patch(next.clone());
    log.is(&["list", "name 2", "row 2", "whole"]);
    next.products[0].stock = 1;
    next.open = false;
    store.patch(next.clone());
    log.is(&["list", "open", "row 1", "whole"]);
    next.products.reverse();
    store.patch(next.clone());
    log.is(&["keys", "list", "whole"]);
    next.products.remove(0);
    next.products[0].origin.country = "is";
    store.patch(next.clone());
    log.is(&["country 2", "keys", "list", "row 2", "whole"]);
    assert_eq!(store.get(), next);
}

#[test]
fn an_option_tells_of_its_inside_only_while_there_is_one() {
    let store = Store::new(product(1).origin);
    let harbour = store.harbour();
    let log = Log::new();
    log.on("is some", move || harbour.is_some());
    log.on("depth", move || {
        harbour.some().map(|inside| inside.depth().get())
    });
    assert!(harbour.is_none());
    let port = |depth| {
        Some(Harbour {
            name: "Delfzijl",
            depth,
        })
    };
    harbour.set(port(3));
    log.is(&["depth", "is some"]);
    let depth = harbour.some().unwrap().depth();
    log.on("handle", move || depth.get());
    harbour.set(port(4));
    log.is(&["depth", "handle"]);
    harbour.patch(port(4));
    log.is(&[]);
    harbour.patch(port(5));
    log.is(&["depth", "handle"]);
    harbour.set(None);
    log.is(&["depth", "is some"]);
    assert_eq!(depth.try_get(), None);
    depth.set(9);
    assert_eq!(harbour.get(), None);
    harbour.set(port(6));
    log.is(&["depth", "handle", "is some"]);
    assert_eq!(depth.get(), 6);
}

#[test]
fn an_enum_gives_the_fields_of_the_variant_it_is() {
    let store = Store::new(Shape::Empty);
    let log = Log::new();
    log.on("is circle", move || store.is_circle());
    log.on("radius", move || {
        store.circle_radius().map(|radius| radius.get())
    });
    assert!(store.is_empty() && store.circle_radius().is_none());
    store.set(Shape::Circle { radius: 1.0 });
    log.is(&["is circle", "radius"]);
    let radius = store.circle_radius().unwrap();
    radius.set(2.0);
    log.is(&["radius"]);
    store.patch(Shape::Circle { radius: 3.0 });
    log.is(&["radius"]);
    assert_eq!(radius.get(), 3.0);
    store.patch(Shape::Line(1, 2));
    log.is(&["is circle", "radius"]);
    assert_eq!(radius.try_get(), None);
    assert_eq!(store.line_1().unwrap().get(), 2);
    store.set(Shape::Named(Harbour {
        name: "Delfzijl",
        depth: 3,
    }));
    assert_eq!(store.named().unwrap().depth().get(), 3);
    assert!(store.is_named());
    log.is(&["is circle", "radius"]);
}

#[test]
fn a_write_that_panics_leaves_rows_where_they_belong() {
    let list = Store::new(vec![product(1), product(2), product(3)]);
    let third = list.row(&3).unwrap();
    let log = Log::new();
    log.on("name", move || third.try_with(|row| row.name.clone()));
    let message = panic_of(|| {
        list.update(|rows| {
            rows.remove(0);
            rows[1].name = "changed".to_owned();
            panic!("half way")
        })
    });
    assert_eq!(message, "half way");
    log.is(&["name"]);
    assert_eq!(third.name().get(), "changed");
    assert_eq!(list.keys(), [2, 3]);
}

#[test]
fn a_comparison_that_panics_keeps_what_was_there() {
    #[derive(Store, Clone, Debug)]
    struct Row {
        #[store(key)]
        id: u32,
        picky: Picky,
    }
    #[derive(Clone, Debug)]
    struct Picky(u32);
    impl PartialEq for Picky {
        fn eq(&self, other: &Self) -> bool {
            assert!(other.0 != 13, "thirteen");
            self.0 == other.0
        }
    }
    let row = |id, picky| Row {
        id,
        picky: Picky(picky),
    };
    let list = Store::new(vec![row(1, 1), row(2, 2)]);
    let second = list.row(&2).unwrap();
    let message = panic_of(|| list.patch(vec![row(2, 13), row(1, 1)]));
    assert_eq!(message, "thirteen");
    assert_eq!(second.picky().get().0, 2);
    list.patch(vec![row(2, 3), row(1, 1)]);
    assert_eq!((second.picky().get().0, list.keys()), (3, vec![2, 1]));
}

#[test]
fn a_store_ends_with_its_owner_and_obeys_the_rules_of_signals() {
    let root = Owner::new_root();
    let store = root.with(|| Store::new(product(1)));
    let name = store.name();
    let memo = Memo::new(move || store.stock().set(1));
    assert!(panic_of(|| memo.get()).contains("the store made at"));
    assert!(panic_of(|| store.with(|_| store.stock().set(1))).contains("while a closure"));
    assert!(panic_of(|| store.update(|_| store.stock().get())).contains("while a closure"));
    store.stock().set(5);
    assert_eq!(store.stock().get_untracked(), 5);
    root.dispose();
    assert!(store.is_disposed() && name.is_disposed());
    assert_eq!(store.try_get(), None);
    assert_eq!(store.stock().try_get(), None);
    assert!(name.try_set("x".to_owned()).is_some());
    assert!(panic_of(|| name.get()).contains("is disposed"));
    assert_eq!(store.origin().harbour().some(), None);
}

#[test]
fn lists_without_a_key_go_by_position() {
    let list = Store::new(vec![1, 2]);
    let log = Log::new();
    let second = list.at(1);
    log.on("second", move || second.try_get());
    log.on("length", move || list.len());
    list.at(0).set(5);
    log.is(&[]);
    list.update(|list| list.insert(0, 9));
    log.is(&["length", "second"]);
    assert_eq!(second.get(), 5);
    list.set(vec![1]);
    log.is(&["length"]);
    assert_eq!(second.try_get(), None);
    assert_eq!(list.at(7).try_get(), None);
}
