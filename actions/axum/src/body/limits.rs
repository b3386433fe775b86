//! Bounds on what a request may bring.

use std::time::Duration;

/// How much a call may send and how long it may take to send it.
///
/// `Copy`; the defaults suit forms without large uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a body, files included; 2 MiB.
    pub body: usize,
    /// Bytes of a body that are held in memory: all of it where it has no files, and its texts and small files where it has;
    /// 2 MiB.
    pub memory: usize,
    /// Bytes of one file that are held in memory; a larger one is in a temporary file, which goes with the last clone of its
    /// [`File`](limosa_actions::File); 64 KiB.
    pub file: usize,
    /// Fields and files in one form; 1,000.
    pub fields: usize,
    /// Bytes of a field's name; 256.
    pub name: usize,
    /// Nested arrays and objects in a JSON body; 32.
    pub depth: usize,
    /// Time from the first to the last byte of a body; 30 seconds.
    pub time: Duration,
    /// Keys in one request for queries; 100.
    pub keys: usize,
    /// Bytes of a path with its query; 8 KiB.
    pub url: usize,
    /// Time until the head of a request has come, and with that how long a connection may stay open unused; 75 seconds, more
    /// than proxies keep theirs for. Counts where the server accepts connections itself.
    pub idle: Duration,
    /// How long the client may take nothing of an answer that waits for it; 30 seconds. Counts as `idle` does.
    pub stall: Duration,
    /// Connections that are open at a time; 10,000. More wait with the system until one ends. Counts as `idle` does.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 2 * 1024 * 1024,
            memory: 2 * 1024 * 1024,
            file: 64 * 1024,
            fields: 1_000,
            name: 256,
            depth: 32,
            time: Duration::from_secs(30),
            keys: 100,
            url: 8 * 1024,
            idle: Duration::from_secs(75),
            stall: Duration::from_secs(30),
            connections: 10_000,
        }
    }
}

impl Limits {
    /// The same limits with room for bodies of `bytes`, for apps that take uploads.
    #[must_use]
    pub fn body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// The same limits with another measure of what is held in memory of a body.
    #[must_use]
    pub fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// The same limits with another measure of what is held in memory of one file.
    #[must_use]
    pub fn file(mut self, bytes: usize) -> Self {
        self.file = bytes;
        self
    }

    /// The same limits with another number of connections.
    #[must_use]
    pub fn connections(mut self, count: usize) -> Self {
        self.connections = count;
        self
    }

    /// The same limits with another time for a head to come, and for unused connections.
    #[must_use]
    pub fn idle(mut self, time: Duration) -> Self {
        self.idle = time;
        self
    }

    /// The same limits with another time for clients that take nothing of their answers.
    #[must_use]
    pub fn stall(mut self, time: Duration) -> Self {
        self.stall = time;
        self
    }

    /// The same limits with another time to send a body.
    #[must_use]
    pub fn time(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }
}
