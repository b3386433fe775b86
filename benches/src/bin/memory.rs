//! Heap bytes and blocks per signal, memo and effect, and what is left when all are disposed: `memory <core>`.

use std::alloc::System;
use std::hint::black_box;

use limosa_benches::{Core, cores};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, Stats, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const MANY: i64 = 100_000;

/// Prints one line: what, bytes and blocks per node.
#[allow(clippy::print_stdout, reason = "a program that answers on its output")]
#[allow(clippy::cast_precision_loss, reason = "far below the limit")]
fn line(what: &str, stats: Stats) {
    let bytes = stats.bytes_allocated as f64 - stats.bytes_deallocated as f64;
    let blocks = stats.allocations as f64 - stats.deallocations as f64;
    let per_node = |number: f64| number / MANY as f64;
    println!("{what}\t{:.1}\t{:.2}", per_node(bytes), per_node(blocks));
}

fn measure<C: Core>() {
    let whole = Region::new(GLOBAL);
    let (root, ()) = C::root(|| {
        let region = Region::new(GLOBAL);
        let mut signals = Vec::with_capacity(MANY as usize);
        let own = region.change();
        signals.extend((0..MANY).map(C::signal));
        line("signal", region.change() - own);
        let mut memos = Vec::with_capacity(MANY as usize);
        let region = Region::new(GLOBAL);
        memos.extend(signals.into_iter().map(|signal| {
            let memo = C::memo(move || C::get(&signal) + 1);
            black_box(C::read(&memo));
            memo
        }));
        line("memo of one signal, read", region.change());
        let region = Region::new(GLOBAL);
        for memo in &memos {
            let memo = memo.clone();
            C::effect(move || {
                black_box(C::read(&memo));
            });
        }
        line("effect on one memo", region.change());
    });
    C::dispose(root);
    line("left of all three after disposal", whole.change());
}

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let measures: [(&str, fn()); 6] = [
        (cores::Limosa::NAME, measure::<cores::Limosa>),
        (cores::Alien::NAME, measure::<cores::Alien>),
        (cores::Sycamore::NAME, measure::<cores::Sycamore>),
        (cores::Leptos::NAME, measure::<cores::Leptos>),
        (cores::Dioxus::NAME, measure::<cores::Dioxus>),
        (cores::ReactiveGraph::NAME, measure::<cores::ReactiveGraph>),
    ];
    if let Some((_, measure)) = measures.iter().find(|(core, _)| *core == name) {
        measure();
    }
}
