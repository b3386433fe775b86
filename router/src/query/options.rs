//! What a query says about freshness and transport.

use std::time::Duration;

use crate::query::QueryTag;

/// Settings of one query, from `#[query(..)]`. `Copy`, known at compile time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryOptions {
    /// How long a preloaded value counts as fresh.
    pub fresh_for: Duration,
    /// How long a value that nobody reads is kept at least.
    pub keep_for: Duration,
    /// How long a single flight waits for it; `None` takes the server's.
    pub flight_budget: Option<Duration>,
    /// Reads again when the page gets the focus back.
    pub refetch_on_focus: bool,
    /// Reads again when the browser is online again.
    pub refetch_on_reconnect: bool,
    /// Reads again and again while somebody reads it.
    pub refetch_every: Option<Duration>,
    /// `Cache-Control` of a GET for this query alone; `None` is `private, no-store`.
    pub cache_control: Option<&'static str>,
    /// What it is called together with other queries.
    pub tags: &'static [QueryTag],
}

impl QueryOptions {
    /// Fresh for 5 s, kept for 3 minutes, nothing else.
    pub const DEFAULT: Self = Self {
        fresh_for: Duration::from_secs(5),
        keep_for: Duration::from_mins(3),
        flight_budget: None,
        refetch_on_focus: false,
        refetch_on_reconnect: false,
        refetch_every: None,
        cache_control: None,
        tags: &[],
    };
}

impl Default for QueryOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}
