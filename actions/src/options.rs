//! Settings of one action, from `#[action(..)]`.

use std::time::Duration;

use crate::concurrency::{Concurrency, Lane};

/// Settings of one action. Copy, known at compile time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ActionOptions {
    /// The body runs where it is called, without a request.
    pub client: bool,
    /// A started body is dropped when its submission is.
    pub abort: bool,
    /// How long the body may take; `None` takes the server's setting.
    pub timeout: Option<Duration>,
    /// What becomes of a call while an earlier one is under way; `None`: calls run in parallel, forms drop submits.
    pub concurrency: Option<Concurrency>,
    /// Which calls that is about.
    pub lane: Lane,
    /// The body is told how the call before it ended; see [`Previous`](crate::Previous).
    pub previous: bool,
}

impl ActionOptions {
    /// Runs on the server, to its end, within the time that the server sets.
    pub const DEFAULT: Self = Self {
        client: false,
        abort: false,
        timeout: None,
        concurrency: None,
        lane: Lane::Bound,
        previous: false,
    };

    /// Runs where it is called.
    #[must_use]
    pub const fn client(mut self) -> Self {
        self.client = true;
        self
    }

    /// Is dropped with its submission.
    #[must_use]
    pub const fn abort(mut self) -> Self {
        self.abort = true;
        self
    }

    /// May take this long.
    #[must_use]
    pub const fn timeout(mut self, milliseconds: u64) -> Self {
        self.timeout = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Does this with a call while an earlier one is under way.
    #[must_use]
    pub const fn concurrency(mut self, policy: Concurrency) -> Self {
        self.concurrency = Some(policy);
        self
    }

    /// Sends a call once no other has come for this long.
    #[must_use]
    pub const fn debounce(self, milliseconds: u64) -> Self {
        self.concurrency(Concurrency::Debounce(Duration::from_millis(milliseconds)))
    }

    /// Decides which calls share a lane.
    #[must_use]
    pub const fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// Tells the body how the call before it ended. Calls are queued unless something else is asked for.
    #[must_use]
    pub const fn previous(mut self) -> Self {
        self.previous = true;
        if self.concurrency.is_none() {
            self.concurrency = Some(Concurrency::Queue);
        }
        self
    }
}
