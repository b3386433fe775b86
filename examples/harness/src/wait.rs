//! Waiting with an end: every wait of a test is bounded and says what it waited for.

use std::time::{Duration, Instant};

/// How long any single wait may take before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

const PAUSE: Duration = Duration::from_millis(15);

/// Asks `attempt` again and again until it answers, and returns its answer.
///
/// # Panics
/// After [`PATIENCE`], with `what` and the last reason that `attempt` gave.
#[track_caller]
pub fn wait_until<T>(what: &str, attempt: impl FnMut() -> Result<T, String>) -> T {
    match poll(attempt) {
        Ok(value) => value,
        Err(reason) => panic!("waited {PATIENCE:?} for {what}: {reason}"),
    }
}

/// Like [`wait_until`], but leaves the failure to the caller.
pub(crate) fn poll<T>(mut attempt: impl FnMut() -> Result<T, String>) -> Result<T, String> {
    let end = Instant::now() + PATIENCE;
    loop {
        match attempt() {
            Ok(value) => return Ok(value),
            Err(reason) if Instant::now() >= end => return Err(reason),
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_repeated_until_it_answers() {
        let mut attempts = 0;
        let answer = wait_until("the third attempt", || {
            attempts += 1;
            if attempts == 3 {
                Ok("here")
            } else {
                Err("not yet".to_owned())
            }
        });
        assert_eq!((answer, attempts), ("here", 3));
    }
}
