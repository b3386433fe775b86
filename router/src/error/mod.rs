//! Errors that cross the wire, shared by queries and actions.

mod app;
mod call;
mod fields;
mod internal;

pub use app::AppError;
pub use call::CallError;
pub use fields::FieldErrors;
pub use internal::{Internal, InternalExt};
