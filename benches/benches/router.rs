//! Matching a path among 10 and among 1,000 pages: `cargo bench -p limosa-benches --bench router`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use limosa::__private::router::{Pattern, Trie};

/// Every page has a section of its own, and below it parameters and an optional part as apps have them.
fn pages(count: usize) -> Trie {
    let mut trie = Trie::default();
    for page in 0..count {
        let text = format!("/section-{page}/:id/details/:part?");
        let pattern = Pattern::parse(&text).expect("a pattern");
        trie.insert(pattern, page).expect("no other page is there");
    }
    trie
}

/// The path of a page in the middle.
fn path(count: usize) -> Vec<String> {
    let section = format!("section-{}", count / 2);
    [&section, "4711", "details", "history"]
        .map(str::to_owned)
        .to_vec()
}

fn matching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("match a path of four parts");
    for count in [10, 1000] {
        let (trie, path) = (pages(count), path(count));
        let found = trie.find(&path).expect("a page");
        assert_eq!((found.route, found.captures.len()), (count / 2, 2));
        let nowhere = [path[0].clone(), "4711".to_owned(), "elsewhere".to_owned()];
        assert_eq!(trie.find(&nowhere), None);
        group.bench_with_input(
            BenchmarkId::from_parameter(count),
            &path,
            |bencher, path| {
                bencher.iter(|| trie.find(black_box(path)));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, matching);
criterion_main!(benches);
