//! What was sent with a call, with its types.

use std::fmt::{self, Debug, Formatter};

use crate::action::Action;
use crate::bound::Bound;
use crate::form::{Form, FormEntries};

/// What was sent with a call of an action. Owned; a copy, so that it may be changed.
pub struct Sent<M: Action> {
    /// Which submission it is, counted from the start of the page.
    pub number: u32,
    /// The arguments before the form, as a tuple.
    pub bound: M::Bound,
    /// The form, without its files.
    pub form: M::Form,
}

impl<M: Action> Sent<M> {
    /// Reads what was sent; nothing if it is not valid.
    pub(crate) fn read(number: u32, bound: &str, input: &str) -> Option<Self> {
        Some(Self {
            number,
            bound: M::Bound::from_json(bound)?,
            form: M::Form::decode(&FormEntries::from_urlencoded(input)).ok()?,
        })
    }
}

impl<M: Action> Debug for Sent<M> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(M::NAME)?;
        formatter.write_str(&self.bound.to_json())
    }
}
