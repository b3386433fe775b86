//! What `#[query]`, `#[derive(Error)]` and `#[derive(Page)]` refuse, and what they say about it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{error, page, query};

fn refused(result: syn::Result<TokenStream>, message: &str) {
    let said = result.expect_err(message).to_string();
    assert!(said.contains(message), "it said: {said}");
}

fn query_of(options: TokenStream, item: TokenStream, message: &str) {
    refused(query::expand(options, item), message);
}

#[test]
fn queries_that_cannot_cross_are_explained() {
    let none = TokenStream::new;
    query_of(
        none(),
        quote!(
            fn count() -> Result<u32, CallError> {
                Ok(1)
            }
        ),
        "goes on an `async fn`",
    );
    query_of(
        none(),
        quote!(
            async fn count() {}
        ),
        "needs a result",
    );
    query_of(
        none(),
        quote!(
            async fn find(text: &str) -> Result<u32, CallError> {
                Ok(1)
            }
        ),
        "take `String`, not `&str`",
    );
    query_of(
        none(),
        quote!(
            async fn first<T>(list: Vec<T>) -> Result<u32, CallError> {
                Ok(1)
            }
        ),
        "cannot be generic",
    );
    query_of(
        none(),
        quote!(
            async fn of((a, b): (u32, u32)) -> Result<u32, CallError> {
                Ok(1)
            }
        ),
        "needs a plain name",
    );
    let many = quote!(
        async fn of(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) -> Result<u32, CallError> {
            Ok(1)
        }
    );
    query_of(none(), many, "up to six arguments");
}

#[test]
fn options_of_queries_are_checked() {
    let item = || {
        quote!(
            async fn one() -> Result<u32, CallError> {
                Ok(1)
            }
        )
    };
    query_of(quote!(fresh = "5s"), item(), "unknown option");
    query_of(quote!(fresh_for = "5 minutes"), item(), "not a duration");
    let extracting = quote!(
        async fn one(#[server] db: State<Db>) -> Result<u32, CallError> {
            Ok(1)
        }
    );
    query_of(quote!(client), extracting, "has no `#[server]` arguments");
}

#[test]
fn errors_that_cannot_be_errors_are_explained() {
    let refuses = |item, message| refused(error::expand(item), message);
    refuses(
        quote!(
            enum ShopError {
                #[status(404)]
                NotFound,
            }
        ),
        "no variant for a failed call",
    );
    refuses(
        quote!(
            enum ShopError {
                #[status(200)]
                Fine,
                #[call]
                Call(CallError),
            }
        ),
        "400 to 599",
    );
    refuses(
        quote!(
            struct ShopError;
        ),
        "goes on an enum",
    );
    refuses(
        quote!(
            enum ShopError {
                #[call]
                Call,
            }
        ),
        "holds one value",
    );
    refuses(
        quote!(
            enum ShopError {
                #[call]
                One(CallError),
                #[call]
                Two(CallError),
            }
        ),
        "only one variant",
    );
}

#[test]
fn pages_without_a_url_of_their_own_are_explained() {
    let refuses = |item, message| refused(page::expand(item), message);
    refuses(
        quote!(
            struct Home;
        ),
        "a page needs its URL",
    );
    refuses(
        quote!(
            #[page("products")]
            struct Relative;
        ),
        "starts with `/`",
    );
    refuses(
        quote!(
            #[page("/*rest/more")]
            struct Files {
                rest: Vec<String>,
            }
        ),
        "nothing can follow a splat",
    );
    refuses(
        quote!(
            #[page("/products/")]
            struct Slash;
        ),
        "no slash at its end",
    );
    refuses(
        quote!(
            #[page("/:id/:id")]
            struct Twice {
                id: u32,
            }
        ),
        "occurs twice",
    );
    refuses(
        quote!(
            #[page("/products/:id")]
            struct Product;
        ),
        "no field of that name",
    );
    refuses(
        quote!(
            #[page("/products/:id")]
            struct Product {
                id: u32,
                tab: String,
            }
        ),
        "`tab` is not in the URL",
    );
    refuses(
        quote!(
            #[page("/")]
            struct Generic<T>(T);
        ),
        "not generic",
    );
}
