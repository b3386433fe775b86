//! What a rendered page knows of submissions: the flash of the visitor's last one without script.

use std::rc::Rc;
use std::sync::Arc;

use limosa_reactive::use_context;
use limosa_router::server::RequestContext;

use crate::flash::Flash;
use crate::form::FormEntries;
use crate::submission::{Slot, message_prefix};

/// The submission of an action, or of one of its bound forms, as the page shows it.
pub(crate) fn slot(id: &str, bound: Option<&str>) -> Slot {
    let flash = flash_of(id, bound);
    let settled = flash.map(|flash| Rc::new(flash.reply.clone()));
    Slot::new(message_prefix(id, bound), settled)
}

/// What the visitor typed into a form of this action and these arguments.
pub(crate) fn typed_text(id: &str, bound: Option<&str>) -> Option<FormEntries> {
    let flash = flash_of(id, bound)?;
    (!flash.typed_text.is_empty()).then(|| flash.typed_text.clone())
}

/// Path and search of the page that is rendered.
pub(crate) fn page_url() -> String {
    request().map_or_else(|| "/".to_owned(), |request| request.page_url().to_owned())
}

/// A key for the form's submission.
pub(crate) fn form_key() -> Option<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    Some(hexadecimal(u128::from_be_bytes(bytes)))
}

/// Always 32 digits. Every form of every page has one of these, and the formatting machinery takes ten times as long.
fn hexadecimal(number: u128) -> String {
    let digit = |place: u32| {
        let digit = (number >> (4 * place)) as u32 & 15;
        char::from_digit(digit, 16).expect("four bits are a digit")
    };
    (0..32).rev().map(digit).collect()
}

fn flash_of(id: &str, bound: Option<&str>) -> Option<Arc<Flash>> {
    let request = request()?;
    let flash = request.parts().extensions.get::<Arc<Flash>>()?;
    flash.is_of(id, bound).then(|| flash.clone())
}

fn request() -> Option<Arc<RequestContext>> {
    use_context::<Arc<RequestContext>>()
}

#[cfg(test)]
mod tests {
    use super::hexadecimal;

    #[test]
    fn keys_have_all_their_digits() {
        for number in [0, 1, 0x0123_4567_89ab_cdef, u128::MAX, u128::MAX - 15] {
            assert_eq!(hexadecimal(number), format!("{number:032x}"));
        }
    }
}
