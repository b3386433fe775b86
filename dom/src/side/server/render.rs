//! Rendering a page: the shell, then what is late, in the order of one of three modes.

use std::cell::Cell;
use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::future::{LocalBoxFuture, poll_fn, ready};
use futures::stream::{FuturesUnordered, Stream};
use futures::{FutureExt, StreamExt};

use super::builder::Builder;
use super::head::{late_head, write_shell};
use super::late::{self, Arrived, fallback_style};
use super::output::{Output, Part, Rebuilding, Session, Suspended};
use super::resolve::settle;
use super::texts::Texts;
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
    /// Whether they said `<meta name="viewport">`.
    pub has_viewport: bool,
    /// Attributes of `<html>`, each with a blank before it.
    pub html_attributes: String,
    /// Attributes of `<body>`, each with a blank before it.
    pub body_attributes: String,
    /// The inside of `<body>`.
    pub body: String,
    noted: Texts,
}

impl Shell {
    /// The texts of the body that data of the page may refer to, in order, each with its number among all text nodes that a
    /// browser makes of the body; the first is number one.
    #[must_use]
    pub fn texts(&self) -> Vec<(u32, &str)> {
        self.noted.of(&self.body)
    }
}

/// A page that is being rendered. Lives on one thread; dropped, it renders no further.
pub struct Rendering {
    session: Rc<Session>,
    body: Option<Body>,
    late: FuturesUnordered<LocalBoxFuture<'static, Arrived>>,
    /// Late contents that are there and not yet sent.
    ready: VecDeque<Arrived>,
    /// Numbers of the late contents whose places were sent with their fallbacks.
    places: Vec<u32>,
    /// What follows the shell when contents are sent in order.
    rest: VecDeque<Segment>,
    sent_late: bool,
}

impl std::fmt::Debug for Rendering {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Rendering")
    }
}

enum Body {
    There(Output),
    Waiting(LocalBoxFuture<'static, Output>),
}

enum Segment {
    Html(String),
    Wait(LocalBoxFuture<'static, Output>),
}

/// How much room a page gets at most before it is written.
const MOST_AHEAD: usize = 64 * 1024;

thread_local! {
    /// Room for the largest page so far, so that a page is written without being moved.
    static LARGEST: Cell<usize> = const { Cell::new(4096) };
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
    let mut out = Output::with_capacity(&session, LARGEST.get());
    out.texts.reserve(LARGEST.get());
    View::lazy(app).build(&mut Builder::new(&mut out));
    let body = if out.parts.is_empty() {
        Body::There(out)
    } else {
        Body::Waiting(settle(out))
    };
    Rendering {
        session,
        body: Some(body),
        late: FuturesUnordered::new(),
        ready: VecDeque::new(),
        places: Vec::new(),
        rest: VecDeque::new(),
        sent_late: false,
    }
}

impl Rendering {
    /// Waits for everything outside `<Suspense>`s; what is inside them goes in its place if it is there by then. The second
    /// time it gives an empty shell.
    pub async fn shell(&mut self) -> Shell {
        self.shell_after(ready(())).await
    }

    /// The whole page, if nothing of it has to be waited for.
    pub fn shell_at_once(&mut self) -> Option<Shell> {
        let nothing_late = self.session.late.borrow().is_empty();
        match self
            .body
            .take_if(|body| nothing_late && matches!(body, Body::There(_)))
        {
            Some(Body::There(output)) => Some(self.shell_of(output)),
            _ => None,
        }
    }

    /// Like [`Rendering::shell`], but when everything outside `<Suspense>`s is there it waits for what is inside them as well,
    /// until `grace` has ended: content that is nearly there costs no fallback, no chunk and no script then.
    pub async fn shell_after(&mut self, grace: impl Future<Output = ()>) -> Shell {
        let output = match self.body.take() {
            Some(Body::There(output)) => output,
            Some(Body::Waiting(mut body)) => {
                self.beside_late(|context| body.poll_unpin(context)).await
            }
            None => return Shell::default(),
        };
        let mut grace = pin!(grace);
        poll_fn(|context| match self.poll_late(context) {
            Poll::Ready(()) => Poll::Ready(()),
            Poll::Pending => grace.as_mut().poll(context),
        })
        .await;
        let output = self.placed(output);
        self.shell_of(output)
    }

    /// The shell of an output in which everything late has its place.
    fn shell_of(&mut self, mut output: Output) -> Shell {
        let nonce = self.session.options.nonce.as_deref();
        let mut shell = Shell::default();
        write_shell(&mut shell, output.take_head(), nonce);
        if !self.late.is_empty() || !self.ready.is_empty() {
            shell.head.push_str(&fallback_style(nonce));
        }
        if output.parts.is_empty() {
            shell.body = output.html;
            shell.noted = output.texts;
            let length = shell.body.len();
            LARGEST.set(LARGEST.get().max(length + length / 8).min(MOST_AHEAD));
            return shell;
        }
        shell.noted.lose();
        self.push_front(output);
        shell.body = self.take_html();
        shell
    }

    /// Whether nothing follows the shell that has been taken.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let nothing_late = self.late.is_empty() && self.session.late.borrow().is_empty();
        nothing_late && self.body.is_none() && self.ready.is_empty() && self.rest.is_empty()
    }

    /// The next piece to send, `None` when the page is complete.
    pub async fn next_chunk(&mut self) -> Option<String> {
        if let Some(Segment::Wait(_)) = self.rest.front()
            && let Some(Segment::Wait(content)) = self.rest.pop_front()
        {
            let mut output = content.await;
            let head = late_head(output.take_head(), &self.session);
            self.push_front(output);
            return Some(head + &self.take_html());
        }
        self.take_late();
        let Arrived {
            number,
            content,
            failed,
        } = self.next_late().await?;
        let mut content = self.placed(content);
        let head = late_head(content.take_head(), &self.session);
        let is_first = !std::mem::replace(&mut self.sent_late, true);
        let nonce = self.session.options.nonce.as_deref();
        Some(head + &late::chunk(number, &content.html, failed, nonce, is_first))
    }

    /// The next late content whose place has been sent. One below another late content comes after that; one whose place
    /// was given up, as when an error took the whole, never comes.
    async fn next_late(&mut self) -> Option<Arrived> {
        loop {
            let is_placed = |late: &Arrived| self.places.contains(&late.number);
            if let Some(late) = self.ready.iter().position(is_placed) {
                return self.ready.remove(late);
            }
            let late = self.late.next().await?;
            self.ready.push_back(late);
            self.take_late();
        }
    }

    /// Drives late contents while something else is waited for.
    async fn beside_late<T>(&mut self, mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
        poll_fn(|context| {
            let polled = poll(context);
            // Whether all of them are there matters later.
            let _ = self.poll_late(context);
            polled
        })
        .await
    }

    /// Drives late contents; ready when all of them are there.
    fn poll_late(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            self.take_late();
            match Pin::new(&mut self.late).poll_next(context) {
                Poll::Ready(Some(late)) => self.ready.push_back(late),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// The output with late contents that are there in their places, and fallbacks in those of the others.
    fn placed(&mut self, output: Output) -> Output {
        let is_suspended = |(_, part): &(usize, Part)| matches!(part, Part::Suspended(_));
        if !output.parts.iter().any(is_suspended) {
            return output;
        }
        let (mut placed, parts) = Rebuilding::start(output, 4096);
        for (place, part) in parts {
            let out = placed.up_to(place);
            match part {
                Part::Suspended(suspended) => self.place(out, suspended),
                part => out.hold(part),
            }
        }
        placed.finish()
    }

    fn place(&mut self, out: &mut Output, suspended: Suspended) {
        let Suspended { number, fallback } = suspended;
        let is_this = |late: &Arrived| late.number == number && !late.failed;
        let arrived = self.ready.iter().position(is_this);
        if let Some(arrived) = arrived.and_then(|at| self.ready.remove(at)) {
            let content = self.placed(arrived.content);
            out.append(content);
            out.mark();
            return;
        }
        self.places.push(number);
        let fallback = self.placed(fallback);
        out.html
            .push_str(&format!("<template id=\"l:{number}\"></template>"));
        out.append(fallback);
        out.html.push_str(&format!("<!--/{number}-->"));
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
                // Placed before, in the only mode that has them.
                Part::Suspended(_) => {}
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
