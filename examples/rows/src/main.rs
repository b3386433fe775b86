//! The page of js-framework-benchmark, keyed: a thousand rows made, changed, moved and removed.

mod data;

use data::Row;
use limosa::prelude::*;

fn main() {
    limosa::mount_to("#main", Rows);
}

/// The whole page.
#[component]
fn Rows() -> impl IntoView {
    let rows = RwSignal::new(Vec::<Row>::new());
    let selected = RwSignal::new(None);
    let is_selected = Selector::new(move || selected.get());
    let create = move |count| {
        rows.set(data::rows(count));
        selected.set(None);
    };
    let update = move || {
        rows.with_untracked(|rows| {
            for row in rows.iter().step_by(10) {
                row.label.update(|label| label.push_str(" !!!"));
            }
        });
    };
    let swap = move || {
        rows.update(|rows| {
            if rows.len() > 998 {
                rows.swap(1, 998);
            }
        });
    };
    view! {
        <div class="container">
            <div class="jumbotron">
                <div class="row">
                    <div class="col-md-6"><h1>"Limosa"</h1></div>
                    <div class="col-md-6">
                        <div class="row">
                            <Button id="run" text="Create 1,000 rows" run=move || create(1_000)/>
                            <Button id="runlots" text="Create 10,000 rows" run=move || create(10_000)/>
                            <Button id="add" text="Append 1,000 rows" run=move || rows.update(|rows| rows.extend(data::rows(1_000)))/>
                            <Button id="update" text="Update every 10th row" run=update/>
                            <Button id="clear" text="Clear" run=move || create(0)/>
                            <Button id="swaprows" text="Swap Rows" run=swap/>
                        </div>
                    </div>
                </div>
            </div>
            <table class="table table-hover table-striped test-data">
                <tbody>
                    <For each=move || rows.get() key=|row| row.id let:row>
                        {table_row(row, rows, selected, is_selected)}
                    </For>
                </tbody>
            </table>
            <span class="preloadicon glyphicon glyphicon-remove" aria-hidden="true"></span>
        </div>
    }
}

#[component]
fn Button(id: &'static str, text: &'static str, run: impl Fn() + 'static) -> impl IntoView {
    view! {
        <div class="col-sm-6 smallpad">
            <button id=id class="btn btn-primary btn-block" type="button" on:click=move |_| run()>{text}</button>
        </div>
    }
}

/// One row; its label goes with it.
fn table_row(
    row: Row,
    rows: RwSignal<Vec<Row>>,
    selected: RwSignal<Option<u32>>,
    is_selected: Selector<Option<u32>>,
) -> impl IntoView {
    let id = row.id;
    let remove = move |_| rows.update(|rows| rows.retain(|row| row.id != id));
    row.label.move_here();
    view! {
        <tr class:danger=move || is_selected.selected(&Some(id))>
            <td class="col-md-1">{id}</td>
            <td class="col-md-4">
                <a class="lbl" on:click=move |_| selected.set(Some(id))>{row.label}</a>
            </td>
            <td class="col-md-1">
                <a class="remove" on:click=remove>
                    <span class="glyphicon glyphicon-remove" aria-hidden="true"></span>
                </a>
            </td>
            <td class="col-md-6"></td>
        </tr>
    }
}
