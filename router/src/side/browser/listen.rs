//! The app in its window: links, history, data blocks.

use std::cell::RefCell;

use limosa_reactive::host;
use wasm_bindgen::prelude::{Closure, JsValue};

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
    cache().set_epoch(&bridge::stored_epoch());
    let navigator = Navigator::new(state, cache(), Page, |call| call.starter);
    let first = NAVIGATOR.replace(Some(navigator)).is_none();
    if first {
        listen();
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
    let lines = bridge::data_lines();
    let frames = lines.iter().filter_map(|line| read_line(line));
    frames.for_each(|frame| cache().seed(frame));
}

/// Nothing when the app has stopped: links and history are the browser's again.
fn navigator() -> Option<Navigator> {
    if host::is_stopped() {
        return None;
    }
    NAVIGATOR.with_borrow(Clone::clone)
}

/// What the page calls, unless the app has stopped.
fn listener(run: impl Fn() + 'static) -> Closure<dyn Fn()> {
    Closure::new(move || {
        if !host::is_stopped() {
            run();
        }
    })
}

/// As `listener`, for one call.
pub(super) fn once(run: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(move || {
        if !host::is_stopped() {
            run();
        }
    })
}

fn listen() {
    let intend = Closure::new(|url: String| {
        if let Some(navigator) = navigator() {
            navigator.intend(&url);
        }
    });
    let click = Closure::new(|url: String, replace, keep_scroll, state| {
        let Some(navigator) = navigator().filter(|navigator| navigator.knows(&url)) else {
            return false;
        };
        navigator.go(
            &url,
            NavigateOptions {
                replace,
                keep_scroll,
                state,
            },
        );
        true
    });
    let pop = Closure::new(|url: String| {
        if let Some(navigator) = navigator() {
            return navigator.popped(&url);
        }
        // Only the server can show it now.
        bridge::assign(&url);
        true
    });
    let moved = Closure::new(|url: String| {
        if let Some(navigator) = navigator() {
            navigator.moved(&url);
        }
    });
    let focused = listener(|| cache().focused());
    let online = listener(|| cache().reconnected());
    let epoch = Closure::new(|epoch: String| {
        if !host::is_stopped() && cache().epoch() != epoch {
            cache().set_epoch(&epoch);
            cache().empty(&[]);
            cache().revalidate(&Stale::Mounted, &[]);
        }
    });
    let loaded = listener(|| {
        read_data_blocks();
        cache().hold(false);
    });
    let blocks = listener(read_data_blocks);
    let leave = Closure::new(|| navigator().is_none_or(|navigator| navigator.may_close()));
    bridge::start(
        &intend, &click, &pop, &moved, &focused, &online, &epoch, &loaded, &blocks, &leave,
    );
    // They listen as long as the document lives.
    intend.forget();
    click.forget();
    pop.forget();
    moved.forget();
    focused.forget();
    online.forget();
    epoch.forget();
    loaded.forget();
    blocks.forget();
    leave.forget();
}

/// The window of the page.
struct Page;

impl Window for Page {
    fn push(&self, url: &str, options: &NavigateOptions) {
        bridge::push(url, options.replace, options.state.clone());
    }

    fn assign(&self, url: &str) {
        bridge::assign(url);
    }

    fn busy(&self, to: Option<&str>) {
        bridge::busy(to);
    }

    fn transition(&self, put: Box<dyn FnOnce()>) {
        bridge::transition(once(put));
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
        bridge::after(milliseconds, once(job));
    }
}
