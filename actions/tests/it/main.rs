//! Native tests of actions: forms, calls, wire, pages, flights, seals.

mod calls;
mod flights;
mod forms;
mod pages;
mod seals;
mod wire;
