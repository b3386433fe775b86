//! What the program is told from outside: its arguments and the `SHOP_*` variables.

use std::{path::PathBuf, time::Duration};

/// How this run of the shop behaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Where the database is; `None` is memory.
    pub database: Option<PathBuf>,
    /// How long every request is held back, but for assets and `/test/*`.
    pub latency: Duration,
    /// How long the query `reviews` takes.
    pub slow_reviews: Duration,
    /// Whether there are routes for tests.
    pub is_test: bool,
}

impl Settings {
    /// Reads the arguments and variables of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let is_memory = std::env::args()
            .skip(1)
            .any(|argument| argument == "--memory");
        Self {
            database: (!is_memory).then(|| PathBuf::from("target/shop.db")),
            latency: milliseconds("SHOP_LATENCY_MS"),
            slow_reviews: milliseconds("SHOP_SLOW_REVIEWS_MS"),
            is_test: std::env::var("SHOP_TEST").is_ok_and(|value| value == "1"),
        }
    }
}

/// Nothing or nonsense is no delay.
fn milliseconds(variable: &str) -> Duration {
    let value = std::env::var(variable)
        .ok()
        .and_then(|value| value.parse().ok());
    Duration::from_millis(value.unwrap_or_default())
}
