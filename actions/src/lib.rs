//! Actions of Limosa: typed mutations, forms that work without script, and the single flight that brings fresh data
//! in the answer of the mutation.
#![forbid(unsafe_code)]

mod action;
mod bound;
mod components;
mod concurrency;
mod flash;
mod form;
mod hooks;
mod options;
mod reply;
mod sealed;
mod side;
mod submission;
pub mod wire;

pub use action::{Action, ActionCall};
pub use bound::{
    AsAction, BindFour, BindOne, BindThree, BindTwo, Binding, Bound, BoundAction, Function,
    WithForm, WithoutForm,
};
pub use components::{ActionError, ActionErrorProps, FieldError, FieldErrorProps};
pub use concurrency::{Concurrency, Lane};
pub use flash::Flash;
pub use form::{
    Date, EntryValue, Field, FieldInfo, FieldValue, File, Form, FormEntries, Limit, NO_CHOICE,
    Rules, Scalar, joined, keep_below,
};
pub use hooks::{FieldOf, FormTarget, box_field, check_field, field, form_action};
pub use options::ActionOptions;
pub use reply::{Destination, OtherSite, Reply, SiteUrl, redirect, reload};
pub use sealed::Sealed;
pub use side::{Crossing, FileContent};
pub use submission::{
    FormStatus, InFlight, OptimisticResource, Sent, Submission, Submissions, form_status,
    in_flight, optimistic, submission, submissions,
};

limosa_dom::server_side! {
    pub use side::server;
}
limosa_dom::browser_side! {
    pub use side::browser;
}

/// What the macros expand to. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use crate::concurrency::{Entry, Lanes};
    pub use crate::side::ActionBody;
    pub use crate::submission::{Laid, Lay, Rule};

    limosa_dom::server_side! {
        pub use crate::side::server::{ActionRegistration, Admitted};
    }
    limosa_dom::browser_side! {
        pub use crate::side::browser::RunHere;
    }
}
