//! Rendering a page: the shell, then what is late, in the order of one of three modes.

use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::future::{LocalBoxFuture, poll_fn};
use futures::stream::{FuturesUnordered, Stream};
use futures::{FutureExt, StreamExt};

use super::builder::Builder;
use super::late::{LateHtml, fallback_style};
use super::output::{Output, Part, Session};
use super::resolve::settle;
use crate::view::View;

/// In which order a page is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Fallbacks first, contents as they are ready.
    #[default]
    OutOfOrder,
    /// No fallbacks: the page waits wherever something is not ready.
    InOrder,
    /// All at once, when everything is ready.
    Complete,
}

/// How a page is rendered.
#[derive(Debug, Clone, Default)]
pub struct RenderOptions {
    /// In which order it is sent.
    pub mode: Mode,
    /// The nonce of the content security policy, put on every script and style.
    pub nonce: Option<String>,
}

/// What goes out first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shell {
    /// The inside of `<head>`, as far as components said.
    pub head: String,
    /// Attributes of `<html>`, each with a blank before it.
    pub html_attributes: String,
    /// Attributes of `<body>`, each with a blank before it.
    pub body_attributes: String,
    /// The inside of `<body>`.
    pub body: String,
}

/// A page that is being rendered. Lives on one thread; dropped, it renders no further.
pub struct Rendering {
    session: Rc<Session>,
    body: Option<LocalBoxFuture<'static, Output>>,
    late: FuturesUnordered<LocalBoxFuture<'static, LateHtml>>,
    /// Late contents that were ready before the shell was.
    ready: VecDeque<LateHtml>,
    /// What follows the shell when contents are sent in order.
    rest: VecDeque<Segment>,
    sent_late: bool,
}

impl std::fmt::Debug for Rendering {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Rendering")
    }
}

enum Segment {
    Html(String),
    Wait(LocalBoxFuture<'static, Output>),
}

/// Starts to render. Call it below an inert root owner, which lives until the page is sent.
///
/// ```
/// use limosa_dom::View;
/// use limosa_dom::server::{RenderOptions, render};
/// use limosa_reactive::Owner;
/// let owner = Owner::new_inert_root();
/// let mut rendering = owner.with(|| render(|| View::text("a < b"), RenderOptions::default()));
/// let shell = futures::executor::block_on(rendering.shell());
/// assert_eq!(shell.body, "a &lt; b");
/// owner.dispose();
/// ```
pub fn render(app: impl FnOnce() -> View + 'static, options: RenderOptions) -> Rendering {
    let session = Session::new(options);
    let mut out = Output::with_capacity(&session, 8192);
    View::lazy(app).build(&mut Builder::new(&mut out));
    Rendering {
        session,
        body: Some(settle(out)),
        late: FuturesUnordered::new(),
        ready: VecDeque::new(),
        rest: VecDeque::new(),
        sent_late: false,
    }
}

impl Rendering {
    /// Waits for everything outside `<Suspense>`s. The second time it gives an empty shell.
    pub async fn shell(&mut self) -> Shell {
        let Some(mut body) = self.body.take() else {
            return Shell::default();
        };
        let output = poll_fn(|context| {
            self.poll_late(context);
            body.poll_unpin(context)
        });
        let output = output.await;
        let session = Rc::clone(&self.session);
        let mut head = Box::pin(session.finish_head());
        let finished = poll_fn(|context| {
            self.poll_late(context);
            head.poll_unpin(context)
        });
        let mut head = finished.await;
        self.take_late();
        if !self.late.is_empty() || !self.ready.is_empty() {
            head.push_str(&fallback_style(self.session.options.nonce.as_deref()));
        }
        self.push_front(output);
        let body = self.take_html();
        Shell {
            head,
            body,
            ..Shell::default()
        }
    }

    /// The next piece to send, `None` when the page is complete.
    pub async fn next_chunk(&mut self) -> Option<String> {
        if let Some(Segment::Wait(_)) = self.rest.front()
            && let Some(Segment::Wait(content)) = self.rest.pop_front()
        {
            let output = content.await;
            self.push_front(output);
            return Some(self.take_html());
        }
        self.take_late();
        let late = match self.ready.pop_front() {
            Some(late) => late,
            None => self.late.next().await?,
        };
        let is_first = !std::mem::replace(&mut self.sent_late, true);
        Some(late.into_chunk(self.session.options.nonce.as_deref(), is_first))
    }

    /// Drives late contents while the shell is not ready.
    fn poll_late(&mut self, context: &mut Context<'_>) {
        loop {
            self.take_late();
            match Pin::new(&mut self.late).poll_next(context) {
                Poll::Ready(Some(late)) => self.ready.push_back(late),
                Poll::Ready(None) | Poll::Pending => return,
            }
        }
    }

    /// Adopts contents whose fallback has been written meanwhile.
    fn take_late(&mut self) {
        for content in self.session.late.take() {
            self.late.push(content.finish().boxed_local());
        }
    }

    fn push_front(&mut self, output: Output) {
        let Output { html, parts, .. } = output;
        let mut segments = Vec::new();
        let mut start = 0;
        for (place, part) in parts {
            segments.push(Segment::Html(html[start..place].to_owned()));
            start = place;
            match part {
                Part::Held(content) | Part::Streamed(content) => {
                    segments.push(Segment::Wait(content))
                }
            }
        }
        let tail = if start == 0 {
            html
        } else {
            html[start..].to_owned()
        };
        segments.push(Segment::Html(tail));
        segments
            .into_iter()
            .rev()
            .for_each(|segment| self.rest.push_front(segment));
    }

    /// The HTML up to where the page has to wait.
    fn take_html(&mut self) -> String {
        let mut html = String::new();
        while let Some(Segment::Html(_)) = self.rest.front()
            && let Some(Segment::Html(piece)) = self.rest.pop_front()
        {
            if html.is_empty() {
                html = piece
            } else {
                html.push_str(&piece)
            }
        }
        html
    }
}
