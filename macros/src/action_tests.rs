//! What `#[action]` expands to; what it refuses is in `tests/ui/` of the facade.

use proc_macro2::TokenStream;
use quote::quote;

use crate::action;

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
