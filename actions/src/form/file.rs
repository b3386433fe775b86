//! A file of a form, wherever its content lies.

use crate::side::FileContent;

/// One file that a visitor chose. Cloning is cheap: clones share the content.
///
/// On the server the content is in memory or, when it is large, in a temporary file that the last clone
/// removes; in the browser it stays with the browser until it is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    name: String,
    content_type: String,
    content: FileContent,
}

impl File {
    /// A file with this name, content type and content.
    #[must_use]
    pub fn new(name: String, content_type: String, content: FileContent) -> Self {
        Self {
            name,
            content_type,
            content,
        }
    }

    /// The name on the visitor's disk, as the browser told it: text to show, never a path to open.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content type that the browser guessed; do not trust it.
    #[must_use]
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Length of the content in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.content.len()
    }

    /// Whether the content is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the content lies.
    #[must_use]
    pub fn content(&self) -> &FileContent {
        &self.content
    }

    /// What a file input without a chosen file sends.
    pub(crate) fn is_absent(&self) -> bool {
        self.name.is_empty() && self.is_empty()
    }
}
