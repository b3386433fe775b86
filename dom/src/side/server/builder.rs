//! Writes views into an output, in document order.

use std::time::Duration;

use futures::future::{LocalBoxFuture, join_all};
use limosa_reactive::{Owner, pending};

use super::instance::{Handler, Instance};
use super::output::{Output, Part};
use super::written::Written;
use crate::template::Template;
use crate::view::View;

/// Where a view is written to.
pub struct Builder<'a> {
    pub(crate) out: &'a mut Output,
}

impl std::fmt::Debug for Builder<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Builder")
    }
}

/// The server has no window.
pub(crate) fn on_window(_event: &'static str, _handler: Handler) {}

/// What is rendered does not wait for a timer.
pub(crate) fn after(_delay: Duration, _job: Box<dyn FnOnce()>) {}

/// Nothing waits to be drawn on the server.
pub(crate) fn flush() {}

impl<'a> Builder<'a> {
    pub(crate) fn new(out: &'a mut Output) -> Self {
        Self { out }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.out.separate();
        push_text(self.out, text);
        self.out.ends_in_text = true;
    }

    pub(crate) fn reactive_text(&mut self, write: Box<dyn Fn(&mut String)>) {
        self.out.separate();
        let run = move || {
            let mut text = String::new();
            write(&mut text);
            text
        };
        write_or_hold(self.out, run, |out, text: String| push_text(out, &text));
        self.out.ends_in_text = true;
    }

    pub(crate) fn template(&mut self, template: &'static Template) {
        Instance::new(self.out, template).finish();
        self.out.ends_in_text = false;
    }

    pub(crate) fn written(&mut self, written: Written) {
        written.append_to(self.out);
    }

    pub(crate) fn element(
        &mut self,
        template: &'static Template,
        fill: Box<dyn FnOnce(&mut Instance<'_>)>,
    ) {
        let marks_roots = self.out.marks_roots;
        let mut instance = Instance::new(self.out, template);
        fill(&mut instance);
        instance.finish();
        self.out.ends_in_text = false;
        self.out.marks_roots = marks_roots;
    }

    pub(crate) fn block(&mut self, view: Box<dyn Fn() -> View>) {
        self.out.separate();
        write_or_hold(self.out, view, |out, view: View| {
            view.build(&mut Builder::new(out))
        });
        self.out.mark();
    }

    pub(crate) fn sequence(&mut self, views: Vec<View>) {
        // Elements that stand one behind the other in the draft are copied as one.
        let mut run: Option<Written> = None;
        for view in views {
            match (view.into_written(), &mut run) {
                (Ok(next), Some(run)) if next.is_behind(run) && !self.out.marks_roots => {
                    run.join(next);
                }
                (Ok(next), _) => {
                    if let Some(run) = run.replace(next) {
                        self.written(run);
                    }
                }
                (Err(view), _) => {
                    if let Some(run) = run.take() {
                        self.written(run);
                    }
                    view.build(self);
                }
            }
        }
        if let Some(run) = run {
            self.written(run);
        }
    }

    /// A list: its rows and the marker at its end.
    fn rows(&mut self, rows: Vec<View>) {
        self.sequence(rows);
        self.out.mark();
    }
}

/// Writes a text. One that is a root of a fallback needs an element that can be hidden where no script removes it.
fn push_text(out: &mut Output, text: &str) {
    if out.marks_roots {
        out.html.push_str("<span data-lf>");
        out.push_text(text);
        out.html.push_str("</span>");
    } else {
        out.push_text(text);
    }
}

/// Writes the first piece of a root element, marked if it belongs to a fallback.
pub(crate) fn push_root(out: &mut Output, html: &str) {
    if !out.marks_roots {
        out.html.push_str(html);
        return;
    }
    let name_end = html.find([' ', '>', '/']).unwrap_or(html.len());
    out.html.push_str(&html[..name_end]);
    out.html.push_str(" data-lf");
    out.html.push_str(&html[name_end..]);
}

/// Runs a closure and writes what it gives, or keeps it until the resources it read have settled.
pub(crate) fn write_or_hold<T: 'static>(
    out: &mut Output,
    run: impl Fn() -> T + 'static,
    write: impl FnOnce(&mut Output, T) + 'static,
) {
    let (value, waits) = pending::collect(&run);
    if waits.is_empty() {
        return write(out, value);
    }
    drop(value);
    let session = std::rc::Rc::clone(&out.session);
    let marks_roots = out.marks_roots;
    let owner = Owner::current();
    out.hold(Part::Held(Box::pin(async move {
        let value = settle(owner, run, waits).await;
        let mut late = Output::new(&session);
        late.marks_roots = marks_roots;
        within(owner, || write(&mut late, value));
        late
    })));
}

/// Runs a closure again whenever what it waits for has settled, until it waits for nothing.
async fn settle<T>(
    owner: Option<Owner>,
    run: impl Fn() -> T,
    mut waits: Vec<LocalBoxFuture<'static, ()>>,
) -> T {
    loop {
        join_all(waits).await;
        let (value, more) = within(owner, || pending::collect(&run));
        if more.is_empty() {
            return value;
        }
        waits = more;
    }
}

/// Runs a closure with an owner current, if there is one.
pub(crate) fn within<R>(owner: Option<Owner>, run: impl FnOnce() -> R) -> R {
    match owner {
        Some(owner) => owner.with(run),
        None => run(),
    }
}

/// A list of rows, which on the server is only its rows.
pub(crate) fn keyed<T: 'static, K: std::hash::Hash + Eq + 'static>(
    builder: &mut Builder<'_>,
    each: Box<dyn Fn() -> Vec<T>>,
    _key: Box<dyn Fn(&T) -> K>,
    view: Box<dyn Fn(T) -> View>,
) {
    builder.out.separate();
    write_or_hold(builder.out, each, move |out, items: Vec<T>| {
        let rows = items.into_iter().map(view).collect();
        Builder::new(out).rows(rows);
    });
}
