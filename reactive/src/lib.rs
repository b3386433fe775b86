//! Signals, memos, effects, owners and resources: the reactive core of Limosa.

mod batch;
mod cell;
mod context;
mod effect;
mod error;
mod graph;
mod handle;
pub mod host;
mod memo;
mod owner;
pub mod pending;
mod place;
mod report;
mod resource;
mod runtime;
mod selector;
mod side;
mod signal;
mod source;
mod spawn;
mod stored;

pub use batch::batch;
pub use context::{expect_context, provide_context, use_context, with_context};
pub use effect::{Effect, RenderEffect, watch};
pub use error::{ErrorBoundary, ErrorId, raise};
pub use handle::untrack;
pub use memo::Memo;
pub use owner::{Owner, on_cleanup};
pub use pending::PendingBoundary;
pub use resource::{Resource, resource};
pub use selector::Selector;
pub use signal::{ReadSignal, RwSignal, WriteSignal, signal};
pub use source::{Connection, Source};
pub use spawn::spawn_scoped;
pub use stored::{Callback, StoredValue};
