//! The reactive core on the usual graphs: `cargo bench -p limosa-benches`, with other cores beside it with
//! `--features peers`.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use limosa_benches::{Core, Row, all, cores};

fn now() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

fn measure(criterion: &mut Criterion, core: &str, row: &Row) {
    let mut group = criterion.benchmark_group(row.name);
    group.sample_size(10).warm_up_time(Duration::from_millis(1));
    group.bench_function(core, |bencher| {
        bencher.iter_custom(|count| {
            let taken: f64 = (0..count).map(|_| (row.sample)(now)).sum();
            Duration::from_secs_f64(taken / 1e3)
        });
    });
    group.finish();
}

fn core<C: Core>(criterion: &mut Criterion, keep: impl Fn(&Row) -> bool) {
    for row in all::<C>().iter().filter(|row| keep(row)) {
        measure(criterion, C::NAME, row);
    }
}

fn reactive(criterion: &mut Criterion) {
    core::<cores::Limosa>(criterion, |_| true);
    core::<cores::Scheduled>(criterion, |row| row.is_fixed);
    for row in all::<cores::Limosa>() {
        if let Some(sample) = row.by_hand {
            measure(criterion, "hand", &Row { sample, ..row });
        }
    }
    #[cfg(feature = "peers")]
    {
        core::<cores::Alien>(criterion, |_| true);
        core::<cores::Sycamore>(criterion, |_| true);
        core::<cores::Leptos>(criterion, |row| !is_endless(row));
        core::<cores::Dioxus>(criterion, |row| !is_endless(row));
        core::<cores::ReactiveGraph>(criterion, |row| !is_endless(row));
    }
}

/// Rows on which some cores take time that grows with the square of the graph, or faster.
#[cfg(feature = "peers")]
fn is_endless(row: &Row) -> bool {
    ["cellx", "fan-out", "dynamic"]
        .iter()
        .any(|name| row.name.starts_with(name))
}

criterion_group!(benches, reactive);
criterion_main!(benches);
