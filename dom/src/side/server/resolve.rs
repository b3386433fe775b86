//! Waits for what an output still lacks.

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all};

use super::output::{Output, Part, Suspended};

/// Waits for everything that is held back, all at once; what is streamed or suspended stays in its place.
pub(crate) fn settle(output: Output) -> LocalBoxFuture<'static, Output> {
    if output.parts.is_empty() {
        return futures::future::ready(output).boxed_local();
    }
    settle_parts(output).boxed_local()
}

async fn settle_parts(output: Output) -> Output {
    let Output {
        html,
        parts,
        session,
        marks_roots,
    } = output;
    let (places, parts): (Vec<usize>, Vec<Part>) = parts.into_iter().unzip();
    let parts = join_all(parts.into_iter().map(settle_part)).await;
    let mut settled = Output::with_capacity(&session, html.len() + 1024);
    settled.marks_roots = marks_roots;
    let mut start = 0;
    for (place, part) in places.into_iter().zip(parts) {
        settled.html.push_str(&html[start..place]);
        start = place;
        match part {
            Settled::There(part) => settled.append(part),
            Settled::Stays(part) => settled.hold(part),
        }
    }
    settled.html.push_str(&html[start..]);
    settled
}

enum Settled {
    There(Output),
    Stays(Part),
}

async fn settle_part(part: Part) -> Settled {
    match part {
        Part::Held(output) => Settled::There(settle(output.await).await),
        Part::Streamed(_) => Settled::Stays(part),
        Part::Suspended(Suspended { number, fallback }) => {
            let fallback = settle(fallback).await;
            Settled::Stays(Part::Suspended(Suspended { number, fallback }))
        }
    }
}
