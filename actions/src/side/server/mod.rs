//! The server: registry of actions, the steps of a call, the flight, and what a page knows of the last submission.

mod body;
mod content;
mod flight;
mod json;
mod outcome;
mod page;
mod prepare;
mod registry;

pub use body::{ActionBody, CallFuture, Crossing};
pub use content::FileContent;
pub use flight::{Flight, FlightPlan, Sleep};
pub use outcome::RawOutcome;

pub use crate::flash::Flash;
pub use prepare::{Body, PreparedCall, RawCall, Refusal};
pub use registry::{ActionRegistration, check_registrations, find_action};

pub(crate) use body::call;
pub(crate) use page::{form_key, page_url, slot, typed_text};
