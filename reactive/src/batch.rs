//! Batches: several writes, one wave.

use crate::runtime::Batch;

/// Runs a closure and then, if no other batch is open, the effects of all it wrote. Returns what the closure returns.
///
/// Reads inside see what was written. If the closure panics the effects run all the same.
///
/// ```
/// use limosa_reactive::{Effect, StoredValue, batch, signal};
/// let (first, set_first) = signal(1);
/// let (second, set_second) = signal(2);
/// let sums = StoredValue::new(vec![]);
/// Effect::new(move || sums.update(|sums| sums.push(first.get() + second.get())));
/// batch(|| {
///     set_first.set(10);
///     set_second.set(20);
/// });
/// assert_eq!(sums.get(), [3, 30]);
/// ```
pub fn batch<R>(run: impl FnOnce() -> R) -> R {
    let batch = Batch::open();
    let result = run();
    batch.close();
    result
}
