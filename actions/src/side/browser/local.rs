//! Actions whose body runs in the browser.

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use limosa_reactive::{batch, host};

use super::records::{self, Running, Work};
use super::{lanes, page};
use crate::form::FormEntries;
use crate::wire::ReplyFrame;

/// Runs a body, from the JSON of its bound arguments and the entries of its form.
pub(super) type Run = fn(&str, &FormEntries) -> LocalBoxFuture<'static, ReplyFrame>;

struct Local {
    bound: String,
    entries: FormEntries,
    run: Run,
}

/// Begins a call, which is pending from now on; its body runs when its turn comes.
pub(super) fn call(id: &str, bound: String, entries: FormEntries, run: Run) -> Option<Running> {
    if lanes::is_taken(id, &bound) {
        return None;
    }
    let (text, input) = (bound.clone(), entries.to_urlencoded());
    let work = Local {
        bound,
        entries,
        run,
    };
    let running = records::begin(id, &text, &input, Rc::new(work));
    running.enter(None);
    Some(running)
}

impl Work for Local {
    fn begin(&self, running: Running) {
        host::spawn(carry_out(running, (self.run)(&self.bound, &self.entries)));
    }

    fn again(self: Rc<Self>, _: Running, _: bool) {}

    fn stop(&self, _: Running) {}
}

async fn carry_out(running: Running, body: LocalBoxFuture<'static, ReplyFrame>) {
    let reply = Rc::new(body.await);
    batch(|| {
        let follows = reply.succeeded() && !running.is_over();
        running.settle(&reply, true);
        if reply.succeeded() {
            let location = reply.location.as_deref().filter(|_| follows);
            page::after_client_action(&reply.stale, location);
        }
    });
    running.tell(&reply);
}
