//! All queries of the program by id.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::query::{Query, QueryOptions};
use crate::side::server::{Starter, start_text};

/// One query of the program, submitted by `#[query]`.
#[derive(Debug, Clone, Copy)]
pub struct QueryRegistration {
    /// The id on the wire.
    pub id: &'static str,
    /// The name of the function.
    pub name: &'static str,
    /// The module it is in.
    pub module: &'static str,
    /// Freshness and transport.
    pub options: QueryOptions,
    /// Starts it from the JSON array of its arguments.
    pub start: Starter,
}

impl QueryRegistration {
    /// The registration of a query.
    #[must_use]
    pub const fn new<M: Query>(module: &'static str) -> Self {
        Self {
            id: M::ID,
            name: M::NAME,
            module,
            options: M::OPTIONS,
            start: start_text::<M>,
        }
    }
}

inventory::collect!(QueryRegistration);

static QUERIES: LazyLock<HashMap<&'static str, &'static QueryRegistration>> = LazyLock::new(|| {
    let mut queries = HashMap::new();
    for query in inventory::iter::<QueryRegistration> {
        if let Some(other) = queries.insert(query.id, query) {
            panic!(
                "the queries `{}::{}` and `{}::{}` have the same id {}",
                other.module, other.name, query.module, query.name, query.id
            );
        }
    }
    queries
});

/// The query with an id.
#[must_use]
pub fn find_query(id: &str) -> Option<&'static QueryRegistration> {
    QUERIES.get(id).copied()
}

/// Reads the registry, at the start of a server; gives the number of queries.
///
/// # Panics
/// If two queries have the same id; both are named.
pub fn check_registrations() -> usize {
    QUERIES.len()
}
