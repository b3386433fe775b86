//! Native tests of actions: forms, calls, wire, pages, flights, seals.
#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "helpers of tests"
)]

mod calls;
mod concurrency;
mod flights;
mod forms;
mod pages;
mod seals;
mod wire;
