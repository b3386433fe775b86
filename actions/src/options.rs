//! Settings of one action, from `#[action(..)]`.

use std::time::Duration;

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
}

impl ActionOptions {
    /// Runs on the server, to its end, within the time that the server sets.
    pub const DEFAULT: Self = Self {
        client: false,
        abort: false,
        timeout: None,
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
}
