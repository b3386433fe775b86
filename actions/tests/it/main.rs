//! Native tests of actions: forms, calls, wire.

mod calls;
mod forms;
mod wire;
