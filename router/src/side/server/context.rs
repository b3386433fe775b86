//! The context of a request: what queries, rendering and flights share.

use std::cell::RefCell;
use std::fmt::{self, Debug, Formatter};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::HeaderValue;
use http::request::Parts;
use limosa_reactive::use_context;

use crate::side::server::{Queries, ResponseParts, cookies};

thread_local! {
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
}

#[derive(Clone)]
struct Current {
    request: Arc<RequestContext>,
    /// Whether what is started now belongs into the page.
    exposed: bool,
}

/// One request, or one read after a mutation within it. In an `Arc`; `Send` and `Sync`.
pub struct RequestContext {
    parts: Parts,
    page_url: String,
    response: ResponseParts,
    queries: Queries,
    may_send_to: RedirectRule,
}

/// Whether a query of this request may send the visitor to this place.
pub type RedirectRule = fn(&Parts, &str) -> bool;

impl RequestContext {
    /// The context of a request whose page is the one it asks for; its queries may send the visitor anywhere.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let page_url = parts.uri.path_and_query();
        let page_url = page_url.map_or("/", |url| url.as_str()).to_owned();
        Self::on_page(parts, page_url, |_, _| true)
    }

    /// The context of what a page asks for: `page_url` is path and search of that page. A query that sends the visitor where
    /// it must not has failed.
    #[must_use]
    pub fn on_page(
        parts: Parts,
        page_url: impl Into<String>,
        may_send_to: RedirectRule,
    ) -> Arc<Self> {
        Arc::new(Self {
            parts,
            page_url: page_url.into(),
            response: ResponseParts::default(),
            queries: Queries::default(),
            may_send_to,
        })
    }

    /// Method, URI, headers and extensions of the request.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Path and search of the page that is shown.
    #[must_use]
    pub fn page_url(&self) -> &str {
        &self.page_url
    }

    /// What is asked of the response.
    #[must_use]
    pub fn response(&self) -> &ResponseParts {
        &self.response
    }

    /// The query cache of this request.
    #[must_use]
    pub fn queries(&self) -> &Queries {
        &self.queries
    }

    /// The request as it is after a mutation: its cookies laid over, on another page, nothing read yet, the same extensions.
    #[must_use]
    pub fn after_mutation(&self, set_cookies: &[HeaderValue], page_url: &str) -> Arc<Self> {
        let mut parts = self.parts.clone();
        cookies::overlay(&mut parts.headers, set_cookies);
        Self::on_page(parts, page_url, self.may_send_to)
    }

    /// Whether a query may send the visitor to this place.
    pub(super) fn may_send_to(&self, to: &str) -> bool {
        (self.may_send_to)(&self.parts, to)
    }

    /// Makes this the request at hand whenever the future is polled; what it awaits is not sent to the page.
    pub fn scope<F: IntoFuture>(self: &Arc<Self>, future: F) -> Scoped<F::IntoFuture> {
        self.scoped(future.into_future(), false)
    }

    /// Like [`RequestContext::scope`], for loads whose values the page is to have.
    pub fn scope_page<F: IntoFuture>(self: &Arc<Self>, future: F) -> Scoped<F::IntoFuture> {
        self.scoped(future.into_future(), true)
    }

    /// The request at hand, inside of [`RequestContext::scope`].
    #[must_use]
    pub fn current() -> Option<Arc<Self>> {
        CURRENT.with_borrow(|current| current.as_ref().map(|current| Arc::clone(&current.request)))
    }

    /// The request that the current reactive owner renders.
    #[must_use]
    pub fn of_render() -> Option<Arc<Self>> {
        use_context::<Arc<Self>>()
    }

    /// Whether queries started now belong into the page: everywhere but in server code.
    pub(super) fn exposes() -> bool {
        CURRENT.with_borrow(|current| current.as_ref().is_none_or(|current| current.exposed))
    }

    pub(super) fn expose<R>(request: &Arc<Self>, run: impl FnOnce() -> R) -> R {
        let _restore = enter(Current {
            request: Arc::clone(request),
            exposed: true,
        });
        run()
    }

    fn scoped<F: Future>(self: &Arc<Self>, future: F, exposed: bool) -> Scoped<F> {
        Scoped {
            current: Current {
                request: Arc::clone(self),
                exposed,
            },
            future: Box::pin(future),
        }
    }
}

impl Debug for RequestContext {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestContext")
            .field("method", &self.parts.method)
            .field("uri", &self.parts.uri)
            .field("queries", &self.queries)
            .finish_non_exhaustive()
    }
}

/// A future that knows its request; made by [`RequestContext::scope`].
pub struct Scoped<F> {
    current: Current,
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Scoped<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let _restore = enter(self.current.clone());
        self.future.as_mut().poll(context)
    }
}

impl<F> Debug for Scoped<F> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Scoped")
            .field("request", &self.current.request)
            .finish_non_exhaustive()
    }
}

/// Puts back what was current, also when a poll panics.
struct Restore(Option<Current>);

fn enter(current: Current) -> Restore {
    Restore(CURRENT.replace(Some(current)))
}

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}
