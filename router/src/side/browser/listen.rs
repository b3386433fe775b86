//! The app in its window: links, history, data blocks.

use std::cell::RefCell;

use limosa_reactive::browser::{after, later, text};
use limosa_reactive::host;

use crate::app::{LinkPreload, RouterState, Target};
use crate::navigation::{NavigateOptions, Navigator, Scroll, Window};
use crate::query::Stale;
use crate::side::browser::bridge;
use crate::side::browser::network::read_line;
use crate::side::browser::queries::cache;

thread_local! {
    static NAVIGATOR: RefCell<Option<Navigator>> = const { RefCell::new(None) };
}

/// Begins to run an app: reads what the document brought, and listens.
pub(crate) fn start_app(state: RouterState, target: &Target) {
    let location = state.location_untracked();
    let app = state.app();
    let never_ahead = app.parts().link_preload == LinkPreload::Never;
    bridge::locate(app.parts().location as u32, &location.url(), never_ahead);
    read_data_blocks();
    if bridge::is_loading() {
        cache().hold(true);
    }
    cache().set_epoch(&text(bridge::stored_epoch()));
    let navigator = Navigator::new(state, cache(), Page, |call| call.starter);
    let first = NAVIGATOR.replace(Some(navigator)).is_none();
    if first {
        bridge::start();
    }
    if let Target::Redirect(to) = target {
        redirect(to);
    }
}

/// Goes to a URL of the site.
pub(crate) fn navigate(to: &str, options: NavigateOptions) {
    match navigator() {
        Some(navigator) => navigator.go_below_base(to, options),
        None => bridge::assign(to),
    }
}

/// Follows a redirect of a query.
pub(super) fn redirect(to: &str) {
    match navigator() {
        Some(navigator) => navigator.redirect(to),
        None => bridge::assign(to),
    }
}

/// Says whether leaving the document needs a confirmation.
pub(crate) fn guarded(is_guarded: bool) {
    bridge::guarded(is_guarded);
}

/// Loads what a link leads to, at once or when it comes into view.
pub(crate) fn watch_link(link: &web_sys::Element, once: bool) {
    bridge::watch_link(link, once);
}

/// Reads the data blocks that have come since the last time.
pub fn read_data_blocks() {
    let lines = text(bridge::data_lines());
    let frames = lines.lines().filter_map(read_line);
    frames.for_each(|frame| cache().seed(frame));
}

/// Nothing when the app has stopped: links and history are the browser's again.
fn navigator() -> Option<Navigator> {
    if host::is_stopped() {
        return None;
    }
    NAVIGATOR.with_borrow(Clone::clone)
}

/// The visitor may go to what a link leads to.
pub(super) fn intend(url: &str) {
    if let Some(navigator) = navigator() {
        navigator.intend(url);
    }
}

/// A link was clicked; says whether it is followed here. Behind its URL, parted by a NUL, the text for the history entry.
pub(super) fn click(link: &str, replace: bool, keep_scroll: bool) -> bool {
    let (url, state) = match link.split_once('\0') {
        Some((url, state)) => (url, Some(state.to_owned())),
        None => (link, None),
    };
    let Some(navigator) = navigator().filter(|navigator| navigator.knows(url)) else {
        return false;
    };
    let options = NavigateOptions {
        replace,
        keep_scroll,
        state,
    };
    navigator.go(url, options);
    true
}

/// The visitor has gone back or forward; says whether the entry is shown.
pub(super) fn pop(url: &str) -> bool {
    navigator().is_some_and(|navigator| navigator.popped(url))
}

/// The visitor has gone to a hash of the page.
pub(super) fn moved(url: &str) {
    if let Some(navigator) = navigator() {
        navigator.moved(url);
    }
}

/// Whether the document may be left without a question.
pub(super) fn may_close() -> bool {
    navigator().is_none_or(|navigator| navigator.may_close())
}

/// Another tab has begun another session.
pub(super) fn set_epoch(epoch: &str) {
    if cache().epoch() != epoch {
        cache().set_epoch(epoch);
        cache().empty(&[]);
        cache().revalidate(&Stale::Mounted, &[]);
    }
}

/// The document is there as a whole.
pub(super) fn loaded() {
    read_data_blocks();
    cache().hold(false);
}

/// The window of the page.
struct Page;

impl Window for Page {
    fn push(&self, url: &str, options: &NavigateOptions) {
        bridge::push(url, options.replace, options.state.as_deref());
    }

    fn assign(&self, url: &str) {
        bridge::assign(url);
    }

    fn busy(&self, to: Option<&str>) {
        bridge::busy(to);
    }

    fn transition(&self, put: Box<dyn FnOnce()>) {
        bridge::transition(later(put));
    }

    fn shown(&self, scroll: Scroll) {
        bridge::shown(match scroll {
            Scroll::Start => 0,
            Scroll::Restore => 1,
            Scroll::Keep => 2,
        });
    }

    fn undo_pop(&self) {
        bridge::undo_pop();
    }

    fn after(&self, milliseconds: f64, job: Box<dyn FnOnce()>) {
        after(milliseconds, job);
    }
}
