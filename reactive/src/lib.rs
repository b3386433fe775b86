//! Signals, memos, effects, owners and resources: the reactive core of Limosa.

mod batch;
mod cell;
mod context;
mod effect;
mod graph;
mod handle;
pub mod host;
mod memo;
mod owner;
mod place;
mod report;
mod runtime;
mod side;
mod signal;
mod spawn;
mod stored;

pub use batch::batch;
pub use context::{expect_context, provide_context, use_context, with_context};
pub use effect::{Effect, RenderEffect, watch};
pub use handle::untrack;
pub use memo::Memo;
pub use owner::{Owner, on_cleanup};
pub use signal::{ReadSignal, RwSignal, WriteSignal, signal};
pub use spawn::spawn_scoped;
pub use stored::{Callback, StoredValue};
