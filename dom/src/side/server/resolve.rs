//! Waits for what an output still lacks.

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all};

use super::output::{Output, Part, Rebuilding, Suspended};

/// Waits for everything that is held back, all at once; what is streamed or suspended stays in its place.
pub(crate) fn settle(output: Output) -> LocalBoxFuture<'static, Output> {
    if output.parts.is_empty() {
        return futures::future::ready(output).boxed_local();
    }
    settle_parts(output).boxed_local()
}

async fn settle_parts(output: Output) -> Output {
    let (mut settled, parts) = Rebuilding::start(output, 1024);
    let (places, parts): (Vec<usize>, Vec<Part>) = parts.into_iter().unzip();
    let parts = join_all(parts.into_iter().map(settle_part)).await;
    for (place, part) in places.into_iter().zip(parts) {
        let out = settled.up_to(place);
        match part {
            Settled::There(part) => out.append(part),
            Settled::Stays(part) => out.hold(part),
        }
    }
    settled.finish()
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
