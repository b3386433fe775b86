//! Actions whose body runs in the browser.

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use limosa_reactive::batch;

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
    bound: String,
    entries: FormEntries,
    run: Run,
) -> impl Future<Output = ReplyFrame> {
    let place = Place::new(id, &bound, Concurrency::Parallel);
    lanes::call(&place.clone(), move || {
        let input = entries.to_urlencoded();
        let text = bound.clone();
        let again = move |running: Running, _: bool| {
            let body = run(&text, &entries);
            let work = carry_out(running, body);
            lanes::run(place.clone(), running, Box::pin(work), || {});
        };
        let again = Rc::new(again);
        let running = records::begin(id, &bound, &input, again.clone());
        again(running, false);
        running
    })
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
