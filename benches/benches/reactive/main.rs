//! The reactive core on the usual graphs: `cargo bench -p limosa-benches --bench reactive`, with other cores beside it
//! with `--features peers`.

mod core;
#[cfg(feature = "peers")]
mod peers;
mod workloads;

use criterion::{Criterion, criterion_group, criterion_main};

use crate::core::{Core, Limosa};
use crate::workloads::Round;

fn measure<C: Core>(criterion: &mut Criterion, name: &str, build: fn() -> Round) {
    let mut group = criterion.benchmark_group(name);
    group.bench_function(C::NAME, |bencher| {
        let (root, mut round) = C::root(build);
        C::enter(&root, || {
            round();
            bencher.iter(&mut round);
        });
        drop(round);
        C::dispose(root);
    });
    group.finish();
}

fn all<C: Core>(criterion: &mut Criterion) {
    measure::<C>(criterion, "broad", workloads::broad::<C>);
    measure::<C>(criterion, "deep", workloads::deep::<C>);
    measure::<C>(criterion, "diamond", workloads::diamond::<C>);
    measure::<C>(criterion, "triangle", workloads::triangle::<C>);
    measure::<C>(criterion, "repeated", workloads::repeated::<C>);
    measure::<C>(criterion, "avoidable", workloads::avoidable::<C>);
    measure::<C>(criterion, "fan-out 1000", workloads::fan_out_1000::<C>);
    measure::<C>(criterion, "fan-out 10000", workloads::fan_out_10000::<C>);
    measure::<C>(criterion, "cellx 1000", || workloads::cellx::<C>(1_000));
    measure::<C>(criterion, "cellx 2500", || workloads::cellx::<C>(2_500));
    measure::<C>(criterion, "owner tree", workloads::owner_tree::<C>);
}

fn reactive(criterion: &mut Criterion) {
    all::<Limosa>(criterion);
    #[cfg(feature = "peers")]
    {
        all::<peers::Alien>(criterion);
        all::<peers::Sycamore>(criterion);
    }
}

criterion_group!(benches, reactive);
criterion_main!(benches);
