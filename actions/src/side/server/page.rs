//! What a rendered page knows of submissions: the flash of the visitor's last one without script.

use std::rc::Rc;
use std::sync::Arc;

use limosa_reactive::use_context;
use limosa_router::server::RequestContext;

use crate::action::Action;
use crate::flash::Flash;
use crate::form::FormEntries;
use crate::side::server::random_bytes;
use crate::submission::{Recorded, Rule, Slot, message_prefix};

/// The submission of an action, or of one of its bound forms, as the page shows it.
pub(crate) fn slot(id: &str, bound: Option<&str>) -> Slot {
    let flash = flash_of(id, bound);
    let settled = flash.map(|flash| Rc::new(flash.reply.clone()));
    Slot::new(message_prefix(id, bound), settled)
}

/// Whether calls are made here: data may be shown as they will leave it.
pub(crate) const MAKES_CALLS: bool = false;

/// No submission is under way while a page is rendered.
pub(crate) fn records(_: Option<&str>) -> Vec<Recorded> {
    Vec::new()
}

/// Only browsers submit.
pub(crate) fn watch_submissions(_: Rule) -> impl FnOnce() + 'static {
    || ()
}

/// Reads a number; what is none gives none.
pub(crate) fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Only browsers submit.
pub(crate) fn note_options<M: Action>() {}

/// How the last submission ended is for the page that shows it.
pub(crate) fn clear(slot: Slot) {
    slot.settled.set(None);
}

/// Only browsers submit.
pub(crate) fn retry(_: Slot) {}

/// Only browsers submit.
pub(crate) fn abort(_: Slot) {}

/// What the visitor typed into a form of this action and these arguments.
pub(crate) fn typed_text(id: &str, bound: Option<&str>) -> Option<FormEntries> {
    let flash = flash_of(id, bound)?;
    (!flash.typed_text.is_empty()).then(|| flash.typed_text.clone())
}

/// Path and search of the page that is rendered.
pub(crate) fn page_url() -> String {
    request().map_or_else(|| "/".to_owned(), |request| request.page_url().to_owned())
}

/// Whether any form of this page may have messages or typed text.
pub(crate) fn has_messages() -> bool {
    request().is_some_and(|request| request.parts().extensions.get::<Arc<Flash>>().is_some())
}

/// The first message beside a field of an action's form.
pub(crate) fn message(id: &str, bound: Option<&str>, name: &str) -> Option<String> {
    let flash = flash_of(id, bound)?;
    flash.reply.invalid.get(name).first().cloned()
}

/// A key for the form's submission.
pub(crate) fn form_key() -> Option<String> {
    Some(text_of(&random_bytes::<18>()))
}

/// Four characters for three bytes; every form of every page has such a key.
fn text_of(bytes: &[u8; 18]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = [0; 24];
    for (three, four) in bytes.chunks_exact(3).zip(text.chunks_exact_mut(4)) {
        let number = three
            .iter()
            .fold(0, |number, byte| number << 8 | usize::from(*byte));
        four.copy_from_slice(&[18, 12, 6, 0].map(|place| ALPHABET[number >> place & 63]));
    }
    str::from_utf8(&text).unwrap_or_default().to_owned()
}

/// JSON of the value that the last submission of this form ended with.
pub(crate) fn previous(id: &str, bound: Option<&str>) -> Option<String> {
    let flash = flash_of(id, bound)?;
    flash
        .reply
        .value
        .as_ref()
        .map(|value| value.get().to_owned())
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
    use super::text_of;

    #[test]
    fn keys_have_all_their_bits() {
        assert_eq!(text_of(&[0; 18]), "A".repeat(24));
        assert_eq!(text_of(&[255; 18]), "_".repeat(24));
        let bytes = std::array::from_fn(|place| if place == 17 { 1 } else { 0 });
        assert_eq!(text_of(&bytes), ["A".repeat(23), "B".to_owned()].concat());
    }
}
