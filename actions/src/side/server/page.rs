//! What a rendered page knows of submissions: the flash of the visitor's last one without script.

use std::rc::Rc;
use std::sync::Arc;

use limosa_reactive::use_context;
use limosa_router::server::RequestContext;

use super::flash::Flash;
use crate::form::FormEntries;
use crate::submission::Slot;

/// The submission of an action, or of one of its bound forms, as the page shows it.
pub(crate) fn slot(id: &str, bound: Option<&str>) -> Slot {
    let flash = flash_of(id, bound);
    Slot::new(flash.map(|flash| Rc::new(flash.reply.clone())))
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
pub(crate) fn form_key() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn flash_of(id: &str, bound: Option<&str>) -> Option<Arc<Flash>> {
    let flash = Flash::of(&*request()?)?;
    let same =
        |flash: &Arc<Flash>| flash.action == id && bound.is_none_or(|bound| bound == flash.bound);
    Some(flash).filter(same)
}

fn request() -> Option<Arc<RequestContext>> {
    use_context::<Arc<RequestContext>>()
}
