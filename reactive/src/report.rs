//! Errors of use: panics and warnings that name nodes and places.
//!
//! Debug builds say where a node was made. Release builds say what happened in fixed words, as the places and the code
//! that formats them would weigh more than the rest of this crate.

use std::panic::Location;

use crate::graph::{Graph, Kind, NodeId, RUNNING};
use crate::host;
use crate::place::Place;
use crate::runtime::runtime;

/// A node for a message: what it is and where it was made.
fn describe(id: NodeId, what: &str) -> String {
    describe_in(&runtime().graph.open(), id, what)
}

fn describe_in(graph: &Graph, id: NodeId, what: &str) -> String {
    match graph.place(id).and_then(Place::location) {
        Some(location) => format!("the {what} made at {location}"),
        None => format!("a {what}"),
    }
}

fn kind_name(id: NodeId) -> &'static str {
    let graph = runtime().graph.open();
    graph.nodes.get(id).map_or("node", |node| node.kind.name())
}

macro_rules! fail {
    ($short:literal, $($long:tt)*) => {
        if cfg!(debug_assertions) {
            panic!($($long)*)
        } else {
            panic!($short)
        }
    };
}

macro_rules! caution {
    ($short:literal, $($long:tt)*) => {
        if cfg!(debug_assertions) {
            host::warn(&format!($($long)*));
        } else {
            host::warn($short);
        }
    };
}

/// A read of something disposed.
#[cold]
#[track_caller]
pub(crate) fn read_disposed(id: NodeId, kind: Kind) -> ! {
    fail!(
        "read of a disposed node",
        "{} and was read at {}",
        gone(id, kind),
        Location::caller()
    )
}

/// A node that is disposed, or the store of a part that is gone.
fn gone(id: NodeId, kind: Kind) -> String {
    let node = describe(id, kind.name());
    if runtime().is_alive(id) {
        format!("a part of {node} is gone")
    } else {
        format!("{node} is disposed")
    }
}

/// A read while the value is being written, or a write while it is being read or written.
#[cold]
#[track_caller]
pub(crate) fn conflict(id: NodeId, kind: Kind) -> ! {
    fail!(
        "a value was used while it was being changed",
        "{} was used at {} while a closure that reads or changes it was running",
        describe(id, kind.name()),
        Location::caller()
    )
}

/// A memo was recomputed while its value is being read.
#[cold]
pub(crate) fn recomputed_while_read(id: NodeId) -> ! {
    fail!(
        "a memo was recomputed while it was being read",
        "{} was recomputed while a closure that reads it was running",
        describe(id, "memo")
    )
}

/// A write to something disposed: nothing happens.
#[cold]
#[track_caller]
pub(crate) fn write_disposed(id: NodeId, kind: Kind) {
    if cfg!(debug_assertions) {
        host::warn(&format!(
            "{}: the write at {} does nothing",
            gone(id, kind),
            Location::caller()
        ));
    }
}

/// A memo that reads itself.
#[cold]
#[track_caller]
pub(crate) fn cycle(id: NodeId) -> ! {
    fail!(
        "a memo depends on itself",
        "{} depends on itself; running: {}",
        describe(id, "memo"),
        running()
    )
}

fn running() -> String {
    let graph = runtime().graph.open();
    let nodes = graph.nodes.iter();
    let running = nodes.filter(|(_, node)| node.flags & RUNNING != 0);
    let names = running.map(|(id, node)| describe_in(&graph, id, node.kind.name()));
    names.collect::<Vec<_>>().join(", ")
}

/// Runs nested too deep.
#[cold]
pub(crate) fn too_deep(id: NodeId, depth: u32) -> ! {
    fail!(
        "a read goes through too many memos that were never evaluated or are out of date: read them in the order in which they were made",
        "the read of {} goes through {depth} nodes that were never evaluated or are out of date, more than the stack \
         bears: read them in the order in which they were made",
        describe(id, kind_name(id))
    )
}

/// Effects that keep each other running.
#[cold]
pub(crate) fn runaway(id: NodeId) -> ! {
    fail!(
        "effects keep each other running",
        "effects keep each other running, the last was {}",
        describe(id, kind_name(id))
    )
}

/// A write inside a memo.
#[cold]
#[track_caller]
pub(crate) fn write_in_memo(id: NodeId, memo: NodeId) -> ! {
    fail!(
        "a write inside a memo",
        "{} was written at {} while {} was computing",
        describe(id, kind_name(id)),
        Location::caller(),
        describe(memo, "memo")
    )
}

/// A context that nobody provides.
#[cold]
#[track_caller]
pub(crate) fn no_context(name: &'static str) -> ! {
    fail!(
        "no context of the expected type",
        "no owner above {} provides a context of type {name}",
        Location::caller()
    )
}

/// A context provided outside every owner.
#[cold]
#[track_caller]
pub(crate) fn context_without_owner() {
    caution!(
        "a context was provided outside every owner",
        "the context provided at {} has no owner and is lost",
        Location::caller()
    );
}
