//! The content of a file in the browser: it stays with the browser until it is sent.

use wasm_bindgen::JsValue;

use super::script;

/// Content of a chosen file. Cloning is cheap: clones share it.
#[derive(Debug, Clone, PartialEq)]
pub struct FileContent {
    file: JsValue,
    length: u64,
}

impl FileContent {
    /// The content of a `File` or `Blob` of the browser.
    #[must_use]
    pub fn from_browser(file: JsValue) -> Self {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sizes are whole and not negative"
        )]
        let length = script::size(&file) as u64;
        Self { file, length }
    }

    /// Length in bytes.
    #[must_use]
    #[allow(
        clippy::len_without_is_empty,
        reason = "`File::is_empty` is the public way"
    )]
    pub fn len(&self) -> u64 {
        self.length
    }

    pub(super) fn as_browser(&self) -> &JsValue {
        &self.file
    }
}
