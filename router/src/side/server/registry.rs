//! All queries of the program by id.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::app::App;
use crate::page::PageRoute;
use crate::query::{KeyPattern, Query, QueryOptions, QueryTag};
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

/// The tags of one query, submitted by `#[query(tags = ..)]`; also those of queries that run in the browser, which no request can
/// start.
#[derive(Debug, Clone, Copy)]
pub struct TagRegistration {
    id: &'static str,
    tags: &'static [QueryTag],
}

impl TagRegistration {
    /// The registration of a query's tags.
    #[must_use]
    pub const fn new<M: Query>() -> Self {
        Self {
            id: M::ID,
            tags: M::OPTIONS.tags,
        }
    }
}

inventory::collect!(TagRegistration);

/// The queries that carry a tag.
pub(crate) fn tagged(tag: QueryTag, into: &mut Vec<KeyPattern>) {
    let tagged = inventory::iter::<TagRegistration>.into_iter();
    let tagged = tagged.filter(|query| query.tags.contains(&tag));
    into.extend(tagged.map(|query| KeyPattern::Query(query.id.to_owned())));
}

/// Reads the registry, at the start of a server; gives the number of queries.
///
/// # Panics
/// If two queries have the same id; both are named.
pub fn check_registrations() -> usize {
    QUERIES.len()
}

/// One page of the program, submitted by `#[derive(Page)]`.
#[derive(Debug, Clone, Copy)]
pub struct PageRegistration {
    name: &'static str,
    module: &'static str,
    id: fn() -> TypeId,
}

impl PageRegistration {
    /// The registration of a page.
    #[must_use]
    pub const fn new<P: PageRoute>(module: &'static str) -> Self {
        Self {
            name: P::NAME,
            module,
            id: TypeId::of::<P>,
        }
    }
}

inventory::collect!(PageRegistration);

/// The pages of the program that an app does not have, by module and name: links to them lead nowhere.
#[must_use]
pub fn missing_pages(app: &App) -> Vec<String> {
    let pages = inventory::iter::<PageRegistration>.into_iter();
    pages
        .filter(|page| !app.has_type((page.id)()))
        .map(|page| [page.module, "::", page.name].concat())
        .collect()
}
