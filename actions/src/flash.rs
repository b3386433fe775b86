//! What a page shown after a submission without script knows of it.

use limosa_router::wire::{from_json, to_json};
use serde::{Deserialize, Serialize};

use crate::form::FormEntries;
use crate::wire::ReplyFrame;

/// How the data block of a flash begins.
pub(crate) const FLASH_BLOCK: &str = "{\"flash\":";

/// The last submission of a visitor without script. Sealed by the server; found by `submission(..)` and fields as
/// an `Arc<Flash>` among the extensions of the request that renders the page, and in the browser in a data block.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flash {
    /// Path and search of the page it is for.
    pub page: String,
    /// Id of the action.
    pub action: String,
    /// JSON array of the bound arguments.
    pub bound: String,
    /// How it ended.
    pub reply: ReplyFrame,
    /// What the visitor typed, without secrets and files; empty after success.
    pub typed_text: FormEntries,
}

impl Flash {
    /// Whether it is about this action, or this bound form of it.
    #[must_use]
    pub fn is_of(&self, id: &str, bound: Option<&str>) -> bool {
        self.action == id && bound.is_none_or(|bound| bound == self.bound)
    }

    /// Status of the page that shows it; none after success.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.reply.status
    }

    /// The content of the data block that tells the browser the same, so that it hydrates what the server has rendered:
    /// `{"flash":{..}}` without a `<` that could end the element.
    ///
    /// # Panics
    /// Never: texts and raw JSON always serialise.
    #[must_use]
    pub fn to_data_block(&self) -> String {
        let json = to_json(self).expect("texts and raw JSON always serialise");
        [FLASH_BLOCK, &json, "}"].concat().replace('<', "\\u003c")
    }

    /// Reads what [`Flash::to_data_block`] wrote.
    #[must_use]
    pub fn from_data_block(text: &str) -> Option<Self> {
        let json = text.strip_prefix(FLASH_BLOCK)?.strip_suffix('}')?;
        from_json(json)
    }
}
