//! What a cache entry holds: a frame as it came, or why none came. Types come in when it is first read.

use std::any::Any;
use std::cell::OnceCell;
use std::sync::Arc;

use limosa_reactive::RwSignal;

use crate::cache::overlay::{Arrival, Layered};
use crate::error::{AppError, CallError};
use crate::query::{Query, QueryFrame, Stamp};
use crate::wire::from_json;

/// The last answer of an entry.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A frame with a value or an error.
    Frame(QueryFrame),
    /// The call itself failed.
    Failed(CallError),
}

impl Answer {
    /// The typed result.
    ///
    /// # Errors
    /// The error of the query, or of the call.
    pub fn decode<M: Query>(&self) -> Result<M::Value, M::Error> {
        match self {
            Self::Frame(frame) => match (&frame.value, &frame.error) {
                (Some(value), _) => {
                    from_json(value.get()).ok_or_else(|| CallError::Malformed.into())
                }
                (None, Some(error)) => {
                    Err(from_json(error.get()).unwrap_or_else(|| CallError::Malformed.into()))
                }
                (None, None) => Err(untyped(frame.status).into()),
            },
            Self::Failed(error) => Err(error.clone().into()),
        }
    }

    /// Where a query sends the visitor.
    #[must_use]
    pub fn redirect(&self) -> Option<&str> {
        match self {
            Self::Frame(frame) => frame.redirect.as_deref(),
            Self::Failed(error) => error.location(),
        }
    }

    /// Why the call failed, if it did.
    #[must_use]
    pub fn failed(&self) -> Option<&CallError> {
        match self {
            Self::Frame(_) => None,
            Self::Failed(error) => Some(error),
        }
    }

    /// Whether it is a value.
    #[must_use]
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Frame(frame) if frame.value.is_some())
    }

    /// Whether both are values and alike: by their tags, or by their texts, as tags hold for one boot of the server.
    pub(super) fn is_same_value(&self, other: &Self) -> bool {
        let (Self::Frame(this), Self::Frame(other)) = (self, other) else {
            return false;
        };
        let (Some(value), Some(other_value)) = (&this.value, &other.value) else {
            return false;
        };
        (this.tag.is_some() && this.tag == other.tag) || value.get() == other_value.get()
    }

    /// The status a page has that shows it.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Frame(frame) if frame.value.is_some() => 200,
            Self::Frame(frame) => frame.status.unwrap_or(500),
            Self::Failed(error) => error.status(),
        }
    }

    pub(super) fn clear_tag(&mut self) {
        if let Self::Frame(frame) = self {
            frame.tag = None;
        }
    }

    pub(super) fn tag(&self) -> Option<&str> {
        match self {
            Self::Frame(frame) => frame.tag.as_deref(),
            Self::Failed(_) => None,
        }
    }
}

/// What a server that does not know the query can say: a status without an error of its type.
fn untyped(status: Option<u16>) -> CallError {
    match status {
        Some(409) => CallError::StaleBuild,
        Some(400) => CallError::Malformed,
        _ => CallError::Internal,
    }
}

/// An answer with its types, which is a signal, below what submissions under way lay over it.
pub(super) trait Slot {
    fn apply(&self, answer: &Answer);
    fn as_any(&self) -> &dyn Any;
    /// Takes an overlay off.
    fn take_off(&self, order: u64);
    /// Takes an overlay off with an answer that has what it stands for.
    fn land(&self, order: u64, done: Option<Stamp>);
    /// Something has come.
    fn arrived(&self, arrival: &Arrival);
}

pub(super) type Settled<M> =
    RwSignal<Option<Arc<Result<<M as Query>::Value, <M as Query>::Error>>>>;

pub(super) struct TypedSlot<M: Query> {
    pub(super) settled: Settled<M>,
    pub(super) layers: OnceCell<Box<dyn Layered<M>>>,
}

impl<M: Query> Slot for TypedSlot<M> {
    fn apply(&self, answer: &Answer) {
        let answer = Arc::new(answer.decode::<M>());
        let shown = match self.layers.get() {
            Some(layers) => layers.show(answer),
            None => answer,
        };
        self.settled.set(Some(shown));
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn take_off(&self, order: u64) {
        if let Some(layers) = self.layers.get() {
            layers.take_off(order);
        }
    }

    fn land(&self, order: u64, done: Option<Stamp>) {
        if let Some(layers) = self.layers.get() {
            layers.land(order, done);
        }
    }

    fn arrived(&self, arrival: &Arrival) {
        if let Some(layers) = self.layers.get() {
            layers.arrived(arrival);
        }
    }
}
