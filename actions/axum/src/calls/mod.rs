//! Calls: queries and actions, scripted or not.

mod action;
mod answer;
mod commit;
mod direct;
mod query;
mod run;
mod scripted;
mod unscripted;

pub(crate) use action::action;
pub(crate) use answer::ascii;
pub use commit::CommitPoint;
pub(crate) use direct::direct;
pub(crate) use query::query;
