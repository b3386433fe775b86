//! Nothing is written ahead in the browser.

use super::{Builder, Instance};
use crate::template::Template;

/// Elements are made when they are built.
#[doc(hidden)]
pub const WRITES_AT_ONCE: bool = false;

/// There is none.
pub(crate) enum Written {}

/// Gives the closure back.
pub(crate) fn write_at_once<F: FnOnce(&mut Instance<'_>)>(
    _template: &'static Template,
    fill: F,
) -> Result<Written, F> {
    Err(fill)
}

impl Builder<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "there is none")]
    pub(crate) fn written(&mut self, written: Written) {
        match written {}
    }
}
