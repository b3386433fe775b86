//! Rendering: resources read the request's queries, preloads run beside it.

use std::sync::Arc;

use limosa_reactive::{Callback, Connection, RwSignal, spawn_scoped, use_context};

use crate::app::{AppLocation, LinkPreload, RouterState, Target, note_error_type};
use crate::cache::Overlay;
use crate::error::CallError;
use crate::navigation::NavigateOptions;
use crate::query::{KeyPattern, Query, QueryCall, QueryKey, Stale};
use crate::side::server::link::forget_links;
use crate::side::server::outcome::frame_of_value;
use crate::side::server::{Outcome, RequestContext};

type Settled<M> = RwSignal<Option<Arc<Result<<M as Query>::Value, <M as Query>::Error>>>>;

/// Begins to render an app at a URL: status and redirect of the URL itself. Its preloads are started by the server, which
/// drives them beside the rendering.
pub(crate) fn start_app(_: RouterState, target: &Target) {
    forget_links();
    let Some(request) = RequestContext::of_render() else {
        return;
    };
    match target {
        Target::Page(_) => {}
        Target::Redirect(to) => request.response().redirect(to),
        Target::Nothing => request.response().set_status(404),
    }
}

/// Sets the status of the page that is rendered, if its head has not gone out.
pub(crate) fn set_status(status: u16) {
    if let Some(request) = RequestContext::of_render() {
        request.response().set_status(status);
    }
}

/// Connects a resource to a query of the request that is rendered.
pub(crate) fn connect<M: Query>(call: QueryCall<M>, _: u8) -> Connection<M::Value, M::Error> {
    note_error_type::<M::Error>();
    let request = RequestContext::of_render().or_else(RequestContext::current);
    let (settled, loading) = match request {
        Some(request) => follow(&request, call),
        None => {
            tracing::error!("the query `{}` was read outside of a request", M::NAME);
            there(Arc::new(Err(CallError::Internal.into())))
        }
    };
    Connection {
        settled: settled.read_only(),
        loading: loading.read_only(),
        refetch: Callback::new(|()| ()),
    }
}

type Signals<M> = (Settled<M>, RwSignal<bool>);

fn there<T: 'static>(answer: Arc<T>) -> (RwSignal<Option<Arc<T>>>, RwSignal<bool>) {
    (RwSignal::new(Some(answer)), RwSignal::new(false))
}

fn follow<M: Query>(request: &Arc<RequestContext>, call: QueryCall<M>) -> Signals<M> {
    let running = request.queries().start::<M>(request, call);
    if let Some(outcome) = running.peek() {
        note_redirect(request, &outcome);
        return there(outcome.shared::<M>());
    }
    let (settled, loading) = (RwSignal::new(None), RwSignal::new(true));
    let request = Arc::clone(request);
    spawn_scoped(async move {
        let outcome = running.outcome().await;
        note_redirect(&request, &outcome);
        loading.set(false);
        settled.set(Some(outcome.shared::<M>()));
    });
    (settled, loading)
}

fn note_redirect(request: &RequestContext, outcome: &Outcome) {
    if let Some(to) = outcome.redirect() {
        request.response().redirect(to);
    }
}

/// While rendering, a navigation is a redirect of the response.
pub(crate) fn navigate(to: &str, _: NavigateOptions) {
    match RequestContext::current().or_else(RequestContext::of_render) {
        Some(request) => request.response().redirect(below_base(to)),
        None => tracing::error!("`navigate` was called outside of a request"),
    }
}

fn below_base(to: &str) -> String {
    match use_context::<RouterState>() {
        Some(state) => state.app().parts().below_base(to),
        None => to.to_owned(),
    }
}

/// Path and search of the page that is rendered.
pub(crate) fn location(_: AppLocation) -> String {
    let request = RequestContext::current().or_else(RequestContext::of_render);
    request.map_or_else(|| "/".to_owned(), |request| request.page_url().to_owned())
}

/// There is no history on the server.
pub(crate) fn history_state() -> Option<String> {
    None
}

/// Links load nothing ahead on the server.
pub(crate) fn link_preload() -> Option<LinkPreload> {
    None
}

/// No element is there on the server.
pub(crate) fn watch_link(_: &limosa_dom::__private::web_sys::Element, _: bool) {}

/// Nobody leaves a page on the server.
pub(crate) fn guarded(_: bool) {}

/// The cache of a request holds nothing from before it.
pub(crate) fn held(_: &QueryKey) -> Option<String> {
    None
}

/// In the body of an action: the value goes with its answer.
pub(crate) fn put<M: Query>(call: &QueryCall<M>, value: &M::Value) {
    if let Some(request) = RequestContext::current()
        && let Some(frame) = frame_of_value::<M>(call.key().as_str(), value)
    {
        request.response().value(frame);
    }
}

/// In the body of an action: the value is read after it and goes with its answer.
pub(crate) fn refresh(key: &QueryKey) {
    if let Some(request) = RequestContext::current() {
        request.response().refresh(key.as_str());
    }
}

/// In the body of an action: what was changed is sent again, and nothing else.
pub(crate) fn touch(patterns: Vec<KeyPattern>) {
    if let Some(request) = RequestContext::current() {
        request.response().touch(patterns);
    }
}

/// Nothing is under way while a page is rendered.
pub(crate) fn overlay<M: Query>(
    _: &QueryCall<M>,
    _: u64,
    _: impl Fn(&mut M::Value) + 'static,
) -> Option<Overlay> {
    None
}

/// Values are forgotten in the browser only.
pub(crate) fn remove(_: &QueryKey) {}

/// A request reads nothing twice.
pub(crate) fn revalidate(_: &Stale) {}
