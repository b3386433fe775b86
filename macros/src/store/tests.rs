//! What `#[derive(Store)]` refuses, and what it says about it.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand;

#[track_caller]
fn refuses(item: TokenStream, message: &str) {
    let said = expand(item).expect_err(message).to_string();
    assert!(said.contains(message), "it said: {said}");
}

#[test]
fn what_has_no_named_parts_is_explained() {
    refuses(
        quote!(
            struct Point(f64, f64);
        ),
        "give the fields names",
    );
    refuses(
        quote!(
            struct Nothing;
        ),
        "give the fields names",
    );
    refuses(
        quote!(
            union Either {
                left: u32,
                right: f32,
            }
        ),
        "goes on a struct or an enum",
    );
    refuses(
        quote!(
            enum Never {}
        ),
        "without variants",
    );
    refuses(
        quote!(
            struct Borrowed<'a> {
                name: &'a str,
            }
        ),
        "no references",
    );
}

#[test]
fn keys_are_checked() {
    refuses(
        quote!(
            struct Row {
                #[store(key)]
                id: u32,
                #[store(key)]
                name: String,
            }
        ),
        "only one field is the key",
    );
    refuses(
        quote!(
            struct Row {
                #[store(keyed)]
                id: u32,
            }
        ),
        "unknown option",
    );
    refuses(
        quote!(
            enum Row {
                Full {
                    #[store(key)]
                    id: u32,
                },
            }
        ),
        "only a struct has a key",
    );
}

#[test]
fn names_that_could_not_be_reached_are_refused() {
    refuses(
        quote!(
            struct Row {
                get: u32,
            }
        ),
        "`get` is a method of every store",
    );
    refuses(
        quote!(
            enum State {
                Disposed,
            }
        ),
        "`is_disposed` is a method of every store",
    );
    refuses(
        quote!(
            enum State {
                A { b_c: u32 },
                AB { c: u32 },
            }
        ),
        "two parts would both be `a_b_c()`",
    );
}

#[test]
fn the_trait_is_as_private_as_the_most_private_field() {
    let open = quote!(
        pub struct Row {
            pub id: u32,
        }
    );
    let expanded = |item| expand(item).expect("it expands").to_string();
    assert!(expanded(open).contains("pub trait RowFields"));
    let closed = quote!(
        pub struct Row {
            pub id: u32,
            secret: u32,
        }
    );
    assert!(!expanded(closed).contains("pub trait RowFields"));
}
