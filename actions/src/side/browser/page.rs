//! The page a submission is made on, and what its answer does to it.

use std::cell::Cell;

use limosa_reactive::browser::text;
use limosa_reactive::{Owner, provide_context, use_context, watch};
use limosa_router::browser::queries;
use limosa_router::{Mounted, NavigateOptions, QueryFrame, RouterState, Stale, location, navigate};

use super::{script, slots};

thread_local! {
    /// Whether a change of page is noticed.
    static WATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Where the visitor is.
pub(super) struct Place(String);

impl Place {
    /// Whether the visitor is still there, and not on the way to another page.
    pub(super) fn is_here(&self) -> bool {
        self.0 == url() && !script::leaving()
    }
}

pub(super) fn place() -> Place {
    Place(url())
}

/// Path and search of the page that is shown.
pub(crate) fn url() -> String {
    text(script::here())
}

/// The clock by which answers are compared.
pub(super) fn now() -> f64 {
    queries::now()
}

/// The session as this tab knows it.
pub(super) fn epoch() -> String {
    queries::epoch()
}

/// The keys the page shows.
pub(super) fn mounted() -> Vec<Mounted> {
    queries::mounted()
}

/// Another session has begun with this answer: all data but what comes with it was of another visitor.
pub(super) fn session(epoch: &str, coming: &[String]) {
    if !epoch.is_empty() && epoch != queries::epoch() {
        queries::set_epoch(epoch);
        queries::empty(coming);
    }
}

/// Takes the answer of a query in.
pub(super) fn apply(frame: QueryFrame, sent_at: f64) {
    queries::apply(frame, sent_at);
}

/// Takes the answer of a query in that another tab was given, if this one has asked for it.
pub(super) fn hear(frame: QueryFrame) {
    queries::hear(frame);
}

/// These keys are on their way.
pub(super) fn expect(keys: &[String]) {
    queries::expect(keys);
}

/// These keys do not come any more.
pub(super) fn give_up(keys: &[String]) {
    queries::give_up(keys);
}

/// Makes everything in scope stale that does not come with the answer.
pub(super) fn revalidate(stale: &Stale, coming: &[String]) {
    queries::revalidate(stale, coming);
}

/// Sends the visitor to a page, or to another site.
pub(super) fn go(to: &str) {
    if to.starts_with('/') && !to.starts_with("//") {
        navigate(to, NavigateOptions::default());
    } else {
        script::assign(to);
    }
}

/// What follows an action whose body ran here; called in a batch.
pub(super) fn after_client_action(stale: &Stale, location: Option<&str>) {
    revalidate(stale, &[]);
    if let Some(to) = location {
        go(to);
    }
}

/// Sees to it that messages of ended submissions do not follow the visitor to other pages.
pub(super) fn watch_page(owner: Owner) {
    let Some(state) = use_context::<RouterState>() else {
        return;
    };
    if WATCHING.replace(true) {
        return;
    }
    owner.with(|| {
        provide_context(state);
        watch(
            || location().path().to_owned(),
            |_, before| {
                if before.is_some() {
                    slots::forget();
                }
            },
        );
    });
}
