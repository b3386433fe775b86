//! The server: registry of actions, the steps of a call, the flight, and what a page knows of the last submission.

mod body;
mod content;
mod flight;
mod json;
mod outcome;
mod page;
mod prepare;
mod random;
mod registry;
mod report;
mod seal;

pub use body::{ActionBody, Admitted, CallFuture, Crossing, answer};
pub use content::{FileContent, FileReader};
pub use flight::{Flight, FlightPlan, Sleep};
pub use json::{JsonRefusal, entries_of_json};
pub use outcome::RawOutcome;

pub use crate::flash::Flash;
pub use prepare::{PreparedCall, RawCall, Refusal};
pub use random::random_bytes;
pub use registry::{ActionRegistration, actions, check_registrations, find_action};
pub use seal::Sealer;

pub(crate) use body::{call, dispatch};
pub(crate) use page::{
    MAKES_CALLS, abort, clear, form_key, has_messages, message, note_options, number, page_url,
    previous, records, retry, slot, typed_text, watch_submissions,
};
pub(crate) use seal::{open_seal, seal_seen};

/// The script that keeps what visitors do before the app has started: submits of actions as they were, edits, and the link
/// they clicked. `browser::ready` replays them; where that never happens, `window.$limosaEarly.release()` sends them
/// natively, as does the script itself after 10 s. Runs before the app starts; until then the browser submits by itself.
pub const EARLY_SCRIPT: &str = include_str!("early.js");
