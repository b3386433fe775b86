//! Timers of the window.

use std::time::Duration;

use limosa_reactive::browser;

/// Runs a job later; it cannot be stopped, but may find that there is nothing left to do.
pub(crate) fn after(delay: Duration, job: Box<dyn FnOnce()>) {
    browser::after(delay.as_secs_f64() * 1000.0, job);
}
