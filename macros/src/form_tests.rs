//! What `#[action]` and `#[derive(Form)]` refuse, and what they say about it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{action, form};

fn refused(result: syn::Result<TokenStream>, message: &str) {
    let said = result.expect_err(message).to_string();
    assert!(said.contains(message), "it said: {said}");
}

fn action_of(options: TokenStream, item: TokenStream, message: &str) {
    refused(action::expand(options, item), message);
}

#[test]
fn actions_that_cannot_be_are_explained() {
    let none = TokenStream::new;
    action_of(
        none(),
        quote!(
            fn rename(id: u32) -> Result<(), CallError> {
                Ok(())
            }
        ),
        "goes on an `async fn`",
    );
    action_of(
        none(),
        quote!(
            async fn rename(form: Rename, id: u32) -> Result<(), CallError> {
                Ok(())
            }
        ),
        "bound arguments come before the form",
    );
    action_of(
        none(),
        quote!(
            async fn rename(form: Rename, #[form] other: Rename) -> Result<(), CallError> {
                Ok(())
            }
        ),
        "reads one form",
    );
    let many = quote!(
        async fn of(a: u8, b: u8, c: u8, d: u8, e: u8) -> Result<(), CallError> {
            Ok(())
        }
    );
    action_of(none(), many, "up to four bound arguments");
}

#[test]
fn unknown_marks_and_options_are_explained() {
    let none = TokenStream::new;
    let marked = quote!(
        async fn rename(#[client] id: u32) -> Result<(), CallError> {
            Ok(())
        }
    );
    action_of(none(), marked, "`#[server]` or `#[form]`");
    let plain = quote!(
        async fn rename(id: u32) -> Result<(), CallError> {
            Ok(())
        }
    );
    action_of(quote!(cached), plain, "unknown option");
    let extracting = quote!(
        async fn rename(#[server] db: State<Db>) -> Result<(), CallError> {
            Ok(())
        }
    );
    action_of(quote!(client), extracting, "no `#[server]` arguments");
}

#[test]
fn an_action_says_what_it_replies() {
    let plain = quote!(
        async fn rename(id: u32, form: Rename) -> Result<u8, CallError> {
            Ok(1)
        }
    );
    let replying = quote!(
        async fn create(form: New) -> Result<Reply<u32>, CallError> {
            Ok(reload())
        }
    );
    let text = |item| {
        action::expand(TokenStream::new(), item)
            .expect("a right action")
            .to_string()
    };
    assert!(text(plain).contains("reply . into_value ()"));
    assert!(text(replying).contains("type Value = u32"));
}

#[test]
#[allow(clippy::too_many_lines, reason = "one table")]
fn structs_that_are_no_forms_are_explained() {
    for (item, message) in [
        (
            quote!(
                struct Rename(String);
            ),
            "has named fields",
        ),
        (
            quote!(
                struct Rename<T> {
                    name: T,
                }
            ),
            "cannot be generic",
        ),
        (
            quote!(
                struct Rename {
                    #[field(maximum = 80)]
                    name: String,
                }
            ),
            "a field knows `min`",
        ),
        (
            quote!(
                struct Rename {
                    #[field(max = "eighty")]
                    name: String,
                }
            ),
            "a date is written",
        ),
        (
            quote!(
                struct Rename {
                    #[field(max = LONGEST)]
                    name: String,
                }
            ),
            "a bound is a number",
        ),
        (
            quote!(
                enum Size {
                    Small,
                    Other(u8),
                }
            ),
            "has no data",
        ),
        (
            quote!(
                #[form(checked = x)]
                struct Rename {
                    name: String,
                }
            ),
            "a form knows `check`",
        ),
    ] {
        refused(form::expand(item), message);
    }
}
