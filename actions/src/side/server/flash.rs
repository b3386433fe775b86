//! What a page shown after a submission without script knows of it.

use std::sync::Arc;

use limosa_router::server::RequestContext;
use serde::{Deserialize, Serialize};

use crate::form::FormEntries;
use crate::wire::ReplyFrame;

/// The last submission of a visitor without script. Sealed by the server; found by `submission(..)` and fields as
/// an `Arc<Flash>` among the extensions of the request that renders the page.
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
    /// The flash of the request that is rendered.
    #[must_use]
    pub fn of(request: &RequestContext) -> Option<Arc<Self>> {
        request.parts().extensions.get::<Arc<Self>>().cloned()
    }

    /// Status of the page that shows it.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.reply.status
    }

    /// The content of the data block that tells the browser the same: `{"flash":{..}}` without a `<` that could end
    /// the element.
    ///
    /// # Panics
    /// Never: texts and raw JSON always serialise.
    #[must_use]
    pub fn to_data_block(&self) -> String {
        let json = serde_json::to_string(self).expect("texts and raw JSON always serialise");
        ["{\"flash\":", &json, "}"].concat().replace('<', "\\u003c")
    }
}
