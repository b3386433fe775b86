//! Actions whose body runs in the browser.

use std::rc::Rc;

use futures::channel::oneshot::channel;
use futures::future::LocalBoxFuture;
use limosa_reactive::batch;
use limosa_router::CallError;

use super::lanes::{self, Place};
use super::page;
use super::records::{self, Running};
use crate::concurrency::Concurrency;
use crate::form::FormEntries;
use crate::wire::ReplyFrame;

/// Runs a body, from the JSON of its bound arguments and the entries of its form.
pub(super) type Run = fn(&str, &FormEntries) -> LocalBoxFuture<'static, ReplyFrame>;

/// Begins a call, which is pending from now on; its body runs when its turn comes, whether the future is polled or not.
pub(super) fn post(
    id: &'static str,
    bound: &str,
    entries: FormEntries,
    run: Run,
) -> impl Future<Output = ReplyFrame> + use<> {
    let place = Place::new(id, bound, Concurrency::Parallel);
    let (waiter, ended) = channel();
    if place.is_taken() {
        drop(waiter);
    } else {
        let input = entries.to_urlencoded();
        let text = bound.to_owned();
        let again = move |running: Running, _: bool| {
            let body = run(&text, &entries);
            let place = Place::new(id, &text, Concurrency::Parallel);
            lanes::run(place, running, Box::pin(carry_out(running, body)), || {});
        };
        let again = Rc::new(again);
        let running = records::begin(id, bound, &input, again.clone());
        running.wait(waiter);
        again(running, false);
    }
    async {
        // An error is a call that was never made.
        let unmade = |_| ReplyFrame::failed(CallError::Aborted);
        ended.await.unwrap_or_else(unmade)
    }
}

async fn carry_out(running: Running, body: LocalBoxFuture<'static, ReplyFrame>) {
    let reply = body.await;
    batch(|| {
        let follows = reply.succeeded() && !running.is_over();
        running.settle(&reply, true);
        if reply.succeeded() {
            let location = reply.location.as_deref().filter(|_| follows);
            page::after_client_action(&reply.stale, location);
        }
    });
    running.tell(reply);
}
