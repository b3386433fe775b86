//! Parts that are there or not: options, and the variants of enums.

use super::Store;
use super::access::Field;

impl<T: 'static> Store<Option<T>> {
    /// Whether there is a value; subscribes to that alone. False if it is gone.
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn is_some(self) -> bool {
        self.form(|value| usize::from(value.is_some())) == 1
    }

    /// Whether there is no value; subscribes to that alone. True if it is gone.
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn is_none(self) -> bool {
        !self.is_some()
    }

    /// A handle of the value if there is one; subscribes to whether there is.
    ///
    /// The handle is as if disposed while there is none: its readers are not told then, those of this are.
    ///
    /// ```
    /// use limosa_reactive::Store;
    /// let name = Store::new(Some("ruff"));
    /// let inner = name.some().expect("a name");
    /// inner.set("knot");
    /// assert_eq!(name.get(), Some("knot"));
    /// name.set(None);
    /// assert_eq!(inner.try_get(), None);
    /// ```
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn some(self) -> Option<Store<T>> {
        let field = const { &Field::new(Option::<T>::as_ref, Option::<T>::as_mut) };
        self.is_some().then(|| self.field(0, field))
    }
}

impl<T: 'static> Store<T> {
    /// Which variant an enum is, as a number; subscribes to that alone. What `#[derive(Store)]` calls.
    #[doc(hidden)]
    pub fn form(self, of: fn(&T) -> usize) -> usize {
        self.tree().map_or(0, |tree| tree.form(self.part(), of))
    }
}
