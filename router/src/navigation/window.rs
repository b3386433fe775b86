//! What navigation needs of the browser's window.

/// How to navigate. `Default` adds a history entry and scrolls to the top or to the hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavigateOptions {
    /// Takes the place of the current history entry.
    pub replace: bool,
    /// Leaves the scroll position as it is.
    pub keep_scroll: bool,
    /// A text that is kept with the history entry, also over a reload: [`history_state`](crate::history_state) reads it.
    pub state: Option<String>,
}

/// Where a page is scrolled to once it is shown. `Copy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    /// To the top, or to the element the hash names.
    Start,
    /// To where it was when this history entry was left.
    Restore,
    /// Not at all.
    Keep,
}

/// History, scrolling and timers of a page.
pub trait Window {
    /// Adds or replaces a history entry.
    fn push(&self, url: &str, options: &NavigateOptions);

    /// Leaves the app for another document.
    fn assign(&self, url: &str);

    /// A navigation to a URL begins; nothing is under way any more.
    fn busy(&self, to: Option<&str>);

    /// Puts a page in place, as a view transition where the app wants it and the browser has them: then a little later.
    fn transition(&self, put: Box<dyn FnOnce()>) {
        put();
    }

    /// A page has been put in place: scroll, focus and announcement are due.
    fn shown(&self, scroll: Scroll);

    /// Undoes a step of history that a guard has refused.
    fn undo_pop(&self);

    /// Runs a job after some milliseconds.
    fn after(&self, milliseconds: f64, job: Box<dyn FnOnce()>);
}
