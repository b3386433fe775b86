//! Which todos are shown: the hash of the address says it.

use limosa::prelude::*;

/// Which todos are shown.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Filter {
    All,
    Active,
    Completed,
}

impl Filter {
    pub(crate) const EACH: [Self; 3] = [Self::All, Self::Active, Self::Completed];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Active => "Active",
            Self::Completed => "Completed",
        }
    }

    /// The address within the page.
    pub(crate) fn href(self) -> &'static str {
        match self {
            Self::All => "#/",
            Self::Active => "#/active",
            Self::Completed => "#/completed",
        }
    }

    /// Whether a todo is shown that is completed or is not.
    pub(crate) fn shows(self, completed: bool) -> bool {
        match self {
            Self::All => true,
            Self::Active => !completed,
            Self::Completed => completed,
        }
    }

    /// The filter of the address; follows links, back and forward.
    pub(crate) fn of_address() -> ReadSignal<Self> {
        let (filter, set_filter) = signal(Self::now());
        on_window("hashchange", move |_: web_sys::Event| {
            set_filter.set(Self::now())
        });
        filter
    }

    fn now() -> Self {
        let hash = web_sys::window().and_then(|window| window.location().hash().ok());
        let hash = hash.unwrap_or_default();
        let named = Self::EACH.into_iter().find(|filter| filter.href() == hash);
        named.unwrap_or(Self::All)
    }
}
