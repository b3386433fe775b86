//! Renders a page beside the loads that its preload asked for.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::future::{BoxFuture, FutureExt, LocalBoxFuture, ready, select};
use futures::stream::{self, FuturesUnordered, Stream, StreamExt};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use limosa_actions::server::Flash;
use limosa_dom::server::{Mode, RenderOptions, Rendering, Shell};
use limosa_reactive::{Owner, provide_context};
use limosa_router::App;
use limosa_router::server::{Asked, PageTexts, RequestContext, Running};

use super::document::{self, Frame};
use super::handler::PageRequest;
use crate::calls::ascii;
use crate::render::{LocalStream, Rendered, RenderedBody};
use crate::security::random_token;
use crate::server::{PageMode, ServerState};
use crate::session::SessionSealer;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");

/// Renders a page: its shell, then whatever is late. Runs on the app's thread.
pub(super) async fn render(app: App, state: ServerState, mut request: PageRequest) -> Rendered {
    let begun = Instant::now();
    let nonce = random_token();
    let mut headers = headers(&state, &mut request, &nonce);
    let is_head = request.parts.method == Method::HEAD;
    let mut page = Page::start(&app, &state, request, nonce);
    let shell = page.shell(state.settings.first_byte_grace).await;
    let Asked {
        status,
        redirect,
        headers: asked,
        ..
    } = page.context.response().take();
    for (name, value) in asked {
        headers.append(name, value);
    }
    if state.settings.server_timing {
        insert_timing(&mut headers, begun);
    }
    if let Some(to) = redirect {
        return redirected(&state, headers, &to);
    }
    let asked = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = page.status.or(asked).unwrap_or(StatusCode::OK);
    let body = if is_head {
        RenderedBody::Whole(Bytes::new())
    } else {
        let is_whole = page.rendering.is_complete();
        let data = page.context.queries().settled();
        let html = page.frame(&state).open(&shell, &data, is_whole);
        body(html, page)
    };
    Rendered {
        status,
        headers,
        body,
    }
}

/// Most pages have nothing late: they leave in one piece, with a length.
fn body(mut html: String, page: Page) -> RenderedBody {
    if page.is_rendered {
        html.push_str(document::END);
        return RenderedBody::Whole(html.into());
    }
    let mut chunks = page.chunks().boxed_local();
    let mut context = Context::from_waker(Waker::noop());
    loop {
        // What is not ready is polled again with a waker, by whoever sends the rest.
        match chunks.poll_next_unpin(&mut context) {
            Poll::Ready(Some(chunk)) => html.push_str(&chunk),
            Poll::Ready(None) => {
                html.push_str(document::END);
                return RenderedBody::Whole(html.into());
            }
            Poll::Pending => break,
        }
    }
    let shell = stream::once(async move { html });
    let end = stream::once(async { document::END.to_owned() });
    let all: LocalStream = shell
        .chain(chunks)
        .chain(end)
        .map(Bytes::from)
        .boxed_local();
    RenderedBody::Chunks(all)
}

/// A page in the making. Dropping it drops all work on it.
struct Page {
    rendering: Rendering,
    /// Loads that the page's preload asked for, whether or not its views read them.
    preloads: FuturesUnordered<BoxFuture<'static, ()>>,
    context: Arc<RequestContext>,
    nonce: String,
    status: Option<StatusCode>,
    is_rendered: bool,
    _owner: RootOwner,
}

struct RootOwner(Owner);

impl Drop for RootOwner {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

impl Page {
    fn start(app: &App, state: &ServerState, request: PageRequest, nonce: String) -> Self {
        let PageRequest {
            mut parts,
            flash,
            status,
            visitor,
            ..
        } = request;
        parts.extensions.insert(state.clone());
        SessionSealer::insert(state, &mut parts, Some(&visitor));
        if let Some(flash) = flash {
            parts.extensions.insert(flash);
        }
        let page_url = parts.uri.path_and_query();
        let page_url = page_url.map_or("/", |url| url.as_str()).to_owned();
        let context = ServerState::context(parts, page_url);
        let owner = RootOwner(Owner::new_inert_root());
        let mut preloads = FuturesUnordered::new();
        let visit = app.visit(context.page_url());
        if let Some(preload) = visit.preload() {
            let started = context.queries().start_all(&context, preload);
            let queries = started.running.into_iter();
            let queries = queries.map(|query| loaded(query, Arc::clone(&context)).boxed());
            // What is there at once the views then read at once. The rest is polled again with a waker.
            let mut at_once = Context::from_waker(Waker::noop());
            let all = started.tasks.into_iter().chain(queries);
            preloads.extend(all.filter_map(|mut load| {
                let polled = load.as_mut().poll(&mut at_once);
                polled.is_pending().then_some(load)
            }));
        }
        let options = RenderOptions {
            mode: mode(state.settings.mode),
            nonce: Some(nonce.clone()),
        };
        let rendering = owner.0.with(|| {
            provide_context(Arc::clone(&context));
            let app = app.clone();
            limosa_dom::server::render(move || app.view_visit(visit), options)
        });
        Self {
            rendering,
            preloads,
            context,
            nonce,
            status,
            is_rendered: false,
            _owner: owner,
        }
    }

    /// The shell, with what is late by less than `grace` in it, loads that nothing shows included.
    async fn shell(&mut self, grace: Duration) -> Shell {
        if self.preloads.is_empty()
            && let Some(shell) = self.rendering.shell_at_once()
        {
            self.is_rendered = true;
            return shell;
        }
        let end = grace_of(grace).shared();
        let until = end.clone();
        let shell = self
            .drive(|rendering| rendering.shell_after(until).boxed_local())
            .await;
        let preloads = &mut self.preloads;
        let all = async { while preloads.next().await.is_some() {} };
        select(all.boxed_local(), end).await;
        shell
    }

    /// Waits for a step of the rendering while the preloads go on.
    async fn drive<T>(
        &mut self,
        step: impl for<'a> FnOnce(&'a mut Rendering) -> LocalBoxFuture<'a, T>,
    ) -> T {
        let preloads = &mut self.preloads;
        let mut step = step(&mut self.rendering);
        let poll = |context: &mut Context<'_>| {
            while let Poll::Ready(Some(())) = preloads.poll_next_unpin(context) {}
            step.poll_unpin(context)
        };
        poll_fn(poll).await
    }

    fn frame<'a>(&'a self, state: &'a ServerState) -> Frame<'a> {
        let flash = self.context.parts().extensions.get::<Arc<Flash>>();
        let flash = flash.map(|flash| flash.to_data_block());
        Frame {
            site: &state.site,
            nonce: &self.nonce,
            flash,
            development: state.settings.development.as_deref(),
        }
    }

    /// What follows the shell, each chunk with the data that came with it.
    fn chunks(self) -> impl Stream<Item = String> {
        stream::unfold(self, |mut page| async move {
            page.next().await.map(|chunk| (chunk, page))
        })
    }

    async fn next(&mut self) -> Option<String> {
        if !self.is_rendered {
            if let Some(chunk) = self
                .drive(|rendering| rendering.next_chunk().boxed_local())
                .await
            {
                let mut html = String::with_capacity(chunk.len());
                let data = self.context.queries().settled();
                document::push_data(&mut html, &data, PageTexts::none());
                html.push_str(&chunk);
                return Some(html);
            }
            self.is_rendered = true;
        }
        while self.preloads.next().await.is_some() {}
        let data = self.context.queries().settled();
        (!data.is_empty()).then(|| document::late_data(&data, &self.nonce))
    }
}

/// A query that sends elsewhere does so whether or not a view reads it, as long as the head has not gone out.
async fn loaded(query: Running, context: Arc<RequestContext>) {
    if let Some(to) = query.outcome().await.redirect() {
        context.response().redirect(to);
    }
}

/// Ends so long after it was first polled.
fn grace_of(time: Duration) -> LocalBoxFuture<'static, ()> {
    if time.is_zero() {
        return ready(()).boxed_local();
    }
    async move { tokio::time::sleep(time).await }.boxed_local()
}

fn headers(state: &ServerState, request: &mut PageRequest, nonce: &str) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(CONTENT_TYPE, HTML);
    headers.insert(CACHE_CONTROL, NO_STORE);
    if let Some(policy) = &state.settings.content_security_policy {
        match HeaderValue::try_from(policy.replace("{nonce}", nonce)) {
            Ok(policy) => drop(headers.insert(CONTENT_SECURITY_POLICY, policy)),
            Err(_) => tracing::error!("the content security policy cannot be sent in a header"),
        }
    }
    if request.is_new_visitor {
        headers.append(SET_COOKIE, request.visitor.set_cookie(request.https));
    }
    for cookie in std::mem::take(&mut request.set_cookies) {
        headers.append(SET_COOKIE, cookie);
    }
    headers
}

fn insert_timing(headers: &mut HeaderMap, begun: Instant) {
    let text = format!("shell;dur={:.1}", begun.elapsed().as_secs_f64() * 1000.0);
    let value = HeaderValue::try_from(text).expect("a number in ASCII is a header value");
    headers.insert(HeaderName::from_static("server-timing"), value);
}

fn redirected(state: &ServerState, mut headers: HeaderMap, to: &str) -> Rendered {
    headers.remove(CONTENT_TYPE);
    headers.remove(CONTENT_SECURITY_POLICY);
    let (status, body) = (StatusCode::SEE_OTHER, RenderedBody::Whole(Bytes::new()));
    if state.may_send_to(to)
        && let Ok(to) = HeaderValue::try_from(ascii(to))
    {
        headers.insert(LOCATION, to);
        return Rendered {
            status,
            headers,
            body,
        };
    }
    tracing::error!("a page redirects to an address that is none");
    Rendered {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        headers,
        body,
    }
}

fn mode(mode: PageMode) -> Mode {
    match mode {
        PageMode::OutOfOrder => Mode::OutOfOrder,
        PageMode::InOrder => Mode::InOrder,
        PageMode::Complete => Mode::Complete,
    }
}
