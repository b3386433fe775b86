//! Server rendering of a page with 1,000 rows, a list with links of the router, escaping, and keyed lists: `cargo bench -p limosa-benches --bench server`,
//! with `maud` beside it with `--features peers`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use limosa::__private::dom::server::{RenderOptions, render};
use limosa::prelude::*;
use limosa_reactive::keyed::map_keyed;
use limosa_reactive::{Owner, StoredValue};

const ROWS: u32 = 1000;

#[derive(Clone, PartialEq)]
struct Line {
    id: u32,
    label: String,
}

fn lines() -> Vec<Line> {
    let line = |id| Line {
        id,
        label: format!("pretty red table no. {id} & 2 < 3"),
    };
    (1..=ROWS).map(line).collect()
}

#[component]
fn Table(lines: StoredValue<Vec<Line>>) -> impl IntoView {
    view! {
        <table class="table">
            <tbody>
                <For each=move || lines.get() key=|line: &Line| line.id let:line>
                    <tr>
                        <td class="id">{line.id}</td>
                        <td class="label"><a class="lbl">{line.label}</a></td>
                    </tr>
                </For>
            </tbody>
        </table>
    }
}

/// What the server does for a page: an owner, the views, their HTML, and everything given back.
fn written<V: IntoView>(view: impl FnOnce() -> V + 'static) -> String {
    let owner = Owner::new_inert_root();
    let mut rendering = owner.with(|| render(move || view().into_view(), RenderOptions::default()));
    let shell = rendering
        .shell_at_once()
        .expect("nothing has to be waited for");
    owner.dispose();
    shell.body
}

fn table(lines: &[Line]) -> String {
    let lines = lines.to_vec();
    written(move || {
        let lines = StoredValue::new(lines);
        view! { <Table lines=lines/> }
    })
}

#[cfg(feature = "peers")]
fn maud_table(lines: &[Line]) -> String {
    let table = maud::html! {
        table class="table" {
            tbody {
                @for line in lines {
                    tr {
                        td class="id" { (line.id) }
                        td class="label" { a class="lbl" { (line.label) } }
                    }
                }
            }
        }
    };
    table.into_string()
}

fn server(criterion: &mut Criterion) {
    let lines = lines();
    let html = table(&lines);
    assert_eq!(html.matches("<tr>").count(), lines.len());
    assert!(html.contains("<a class=\"lbl\">pretty red table no. 7 &amp; 2 &lt; 3</a>"));
    let mut group = criterion.benchmark_group("a page of 1,000 rows");
    group.throughput(Throughput::Bytes(html.len() as u64));
    group.bench_function("limosa", |bencher| {
        bencher.iter(|| {
            let written = table(black_box(&lines));
            assert_eq!(written.len(), html.len());
            written
        });
    });
    #[cfg(feature = "peers")]
    {
        let same = html.replace("<!>", "");
        group.bench_function("maud", |bencher| {
            bencher.iter(|| {
                let written = maud_table(black_box(&lines));
                assert_eq!(written.len(), same.len());
                written
            });
        });
        assert_eq!(maud_table(&lines), same);
    }
    group.finish();
}

/// A list of links of the router.
#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/linked")]
struct Linked;

/// The same list with links that are elements.
#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/plain")]
struct Plain;

/// What they lead to.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/items/:id")]
struct Item {
    id: u32,
}

impl Page for Linked {
    fn view(_: Memo<Self>) -> impl IntoView {
        let row = |id: u32| {
            let (name, price) = (format!("Item {id}"), format!("${id}.00"));
            view! { <li class="row"><A to=Item { id }>{name}</A>" "<span class="price">{price}</span></li> }
        };
        view! { <ul>{(1..=LINKS).map(row).collect::<Vec<_>>()}</ul> }
    }
}

impl Page for Plain {
    fn view(_: Memo<Self>) -> impl IntoView {
        let row = |id: u32| {
            let (name, price) = (format!("Item {id}"), format!("${id}.00"));
            let url = format!("/items/{id}");
            view! { <li class="row"><a href=url>{name}</a>" "<span class="price">{price}</span></li> }
        };
        view! { <ul>{(1..=LINKS).map(row).collect::<Vec<_>>()}</ul> }
    }
}

impl Page for Item {
    fn view(page: Memo<Self>) -> impl IntoView {
        view! { <p>{move || page.get().id}</p> }
    }
}

const LINKS: u32 = 100;

fn links(criterion: &mut Criterion) {
    let app = App::new(|| view! { <main><Outlet/></main> });
    let app = app.page::<Linked>().page::<Plain>().page::<Item>();
    let page = |url: &'static str| {
        let app = app.clone();
        written(move || app.view(url))
    };
    let without_marks = |url| page(url).replace("<!>", "");
    assert_eq!(without_marks("/linked"), without_marks("/plain"));
    assert_eq!(page("/linked").matches("<a href=\"/items/").count(), 100);
    let mut group = criterion.benchmark_group("a list with 100 links");
    for url in ["/linked", "/plain"] {
        group.bench_function(url, |bencher| bencher.iter(|| page(black_box(url))));
    }
    group.finish();
}

fn escaping(criterion: &mut Criterion) {
    let plain = "It works as described and arrived on time. ".repeat(1000);
    let hostile = "<b onclick=\"x\">&amp;</b> 'a' < 'b' ".repeat(1000);
    let mut group = criterion.benchmark_group("escaping");
    for (name, text) in [("plain text", plain), ("mark-up", hostile)] {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let text = black_box(&text).clone();
                let written = written(move || View::text(text));
                assert_eq!(written.len(), escaped.len());
                written
            });
        });
        assert_eq!(written(move || View::text(text)), escaped);
    }
    group.finish();
}

/// Changes a list, and brings it back.
type Change = fn(&mut Vec<Line>);

fn plans(criterion: &mut Criterion) {
    let changes: [(&str, Change, usize); 4] = [
        ("swap two", |lines| lines.swap(1, 998), 0),
        ("reverse", |lines| lines.reverse(), 0),
        ("remove the first", |lines| drop(lines.remove(0)), 1),
        (
            "replace all",
            |lines| lines.iter_mut().for_each(|line| line.id += ROWS),
            2000,
        ),
    ];
    let mut group = criterion.benchmark_group("a keyed list of 1,000 rows");
    for (name, change, made_per_turn) in changes {
        let owner = Owner::new_root();
        owner.with(|| {
            let (list, set_list) = signal(lines());
            let made = StoredValue::new(0);
            let rows = map_keyed(
                move || list.get(),
                |line| line.id,
                move |line, _| {
                    made.update(|made| *made += 1);
                    line
                },
            );
            let mut changed = lines();
            change(&mut changed);
            let turn = move || {
                set_list.set(changed.clone());
                assert_eq!(rows.with(Vec::len), changed.len());
                set_list.set(lines());
                rows.with(Vec::len)
            };
            assert_eq!(rows.with(Vec::len), 1000);
            assert_eq!((turn(), made.get()), (1000, 1000 + made_per_turn));
            group.bench_function(name, |bencher| bencher.iter(&turn));
        });
        owner.dispose();
    }
    group.finish();
}

criterion_group!(benches, server, links, escaping, plans);
criterion_main!(benches);
