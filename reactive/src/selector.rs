//! Selectors: which of many is the one, at the cost of two updates per change.

use std::hash::Hash;

use crate::effect::RenderEffect;
use crate::hash::{Table, hash};
use crate::keyed::number;
use crate::memo::Memo;
use crate::owner::Owner;
use crate::runtime::runtime;
use crate::stored::StoredValue;
use crate::trigger::Trigger;

/// Says of each key whether it is the selected one. `Copy`; belongs to the owner it was made under.
///
/// A change of the selection runs the readers of the old key and of the new one, whatever the number of keys.
///
/// ```
/// use limosa_reactive::{Effect, Selector, StoredValue, signal};
/// let (selected, select) = signal(1);
/// let selector = Selector::new(move || selected.get());
/// let runs = StoredValue::new(0);
/// for row in 0..100 {
///     Effect::new(move || {
///         selector.selected(&row);
///         runs.update(|runs| *runs += 1);
///     });
/// }
/// select.set(7);
/// assert_eq!(runs.get(), 102);
/// assert!(selector.selected(&7));
/// ```
pub struct Selector<K> {
    current: Memo<K>,
    keys: StoredValue<Keys<K>>,
}

impl<K> Clone for Selector<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Selector<K> {}

impl<K> std::fmt::Debug for Selector<K> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Selector")
    }
}

impl<K: Clone + Eq + Hash + 'static> Selector<K> {
    /// Makes a selector of the key that a closure, which is tracked, returns.
    #[track_caller]
    #[must_use]
    pub fn new(source: impl FnMut() -> K + 'static) -> Self {
        let current = Memo::new(source);
        let keys = StoredValue::new(Keys::new());
        RenderEffect::with_previous(move |previous: Option<K>| {
            let key = current.get();
            if let Some(previous) = previous.filter(|previous| *previous != key) {
                keys.with(|keys| [keys.find(&previous), keys.find(&key)])
                    .into_iter()
                    .flatten()
                    .for_each(Trigger::notify);
            }
            key
        });
        Self { current, keys }
    }

    /// Whether `key` is selected; subscribes to that key alone. False once the selector is disposed.
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn selected(self, key: &K) -> bool {
        if runtime().is_tracking()
            && let Some(signal) = self.keys.try_update(|keys| keys.find_or_add(key))
        {
            signal.track();
        }
        let current = self.current.try_with_untracked(|current| current == key);
        current.unwrap_or(false)
    }
}

/// A signal per key that somebody asked for.
struct Keys<K> {
    signals: Vec<(K, Trigger)>,
    /// Where in `signals` a key is.
    table: Table,
    owner: Owner,
    /// The number of keys at which those nobody reads any more are looked for; the table has room for them.
    full: usize,
}

const FEW: usize = 32;

impl<K: Clone + Eq + Hash> Keys<K> {
    fn new() -> Self {
        Self {
            signals: Vec::new(),
            table: Table::for_length(FEW),
            owner: Owner::new(),
            full: FEW,
        }
    }

    fn find(&self, key: &K) -> Option<Trigger> {
        let is_it = |index: u32| self.signals[index as usize].0 == *key;
        let found = self.table.find(hash(key), is_it)?;
        Some(self.signals[found as usize].1)
    }

    fn find_or_add(&mut self, key: &K) -> Trigger {
        if let Some(signal) = self.find(key) {
            return signal;
        }
        if self.signals.len() >= self.full {
            self.drop_unread();
        }
        let signal = self.owner.with(|| Trigger::new());
        self.table.add(hash(key), number(self.signals.len()));
        self.signals.push((key.clone(), signal));
        signal
    }

    /// Keeps the cost of forgotten keys in proportion to that of living ones.
    fn drop_unread(&mut self) {
        self.signals.retain(|(_, signal)| {
            let read = signal.has_readers();
            if !read {
                signal.dispose();
            }
            read
        });
        self.full = FEW.max(self.signals.len() * 2);
        self.table = Table::for_length(self.full);
        for (index, (key, _)) in self.signals.iter().enumerate() {
            self.table.add(hash(key), number(index));
        }
    }
}
