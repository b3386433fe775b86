//! The operations of js-framework-benchmark in Chromium, with its rules for a keyed table: a row is its node.

use limosa_harness::{Browser, Page, StaticSite};

fn opened() -> (StaticSite, Page) {
    let site = StaticSite::serve("rows");
    let page = Browser::launch().page();
    page.open(&site.url("/"));
    page.wait_until_ready();
    (site, page)
}

/// A page with a thousand rows, whose nodes and labels are remembered in `before`.
fn filled() -> (StaticSite, Page) {
    let (site, page) = opened();
    page.click("#run");
    page.wait_for_element(&row(1000));
    remember(&page);
    (site, page)
}

fn remember(page: &Page) {
    page.run(
        "window.before = [...document.querySelectorAll('tbody > tr')]; \
         window.labels = before.map(row => row.cells[1].textContent)",
    );
}

fn row(number: usize) -> String {
    format!("tbody > tr:nth-of-type({number})")
}

fn label(number: usize) -> String {
    format!("{} > td:nth-of-type(2) > a.lbl", row(number))
}

/// The places that the remembered rows have now; -1 if they are gone.
fn places(page: &Page) -> Vec<i64> {
    page.evaluate(
        "(rows => before.map(row => rows.indexOf(row)))([...document.querySelectorAll('tbody > tr')])",
    )
}

fn first_id(page: &Page) -> String {
    page.text(&format!("{} > td", row(1)))
}

#[test]
fn rows_are_made_as_the_rules_say() {
    let (_site, page) = filled();
    assert_eq!(page.count("tbody > tr"), 1000);
    let html: String = page.evaluate("document.querySelector('tbody > tr').outerHTML");
    let label = page.text(&label(1));
    assert_eq!(label.split(' ').count(), 3, "{label}");
    assert_eq!(
        html,
        format!(
            "<tr><td class=\"col-md-1\">1</td><td class=\"col-md-4\"><a class=\"lbl\">{label}</a></td>\
             <td class=\"col-md-1\"><a class=\"remove\"><span class=\"glyphicon glyphicon-remove\" \
             aria-hidden=\"true\"></span></a></td><td class=\"col-md-6\"></td></tr>"
        )
    );
    assert_eq!(page.console(), []);
}

#[test]
fn a_second_run_replaces_every_node() {
    let (_site, page) = filled();
    page.click("#run");
    page.wait_for_text(&format!("{} > td", row(1)), "1001");
    assert_eq!(page.count("tbody > tr"), 1000);
    assert!(places(&page).iter().all(|place| *place == -1));
}

#[test]
fn ten_thousand_rows_are_made_and_cleared() {
    let (_site, page) = filled();
    page.click("#runlots");
    page.wait_for_element(&row(10_000));
    assert_eq!(first_id(&page), "1001");
    page.click("#clear");
    page.wait_until_gone("tbody > tr");
    page.click("#run");
    page.wait_for_element(&row(1000));
    assert_eq!(first_id(&page), "11001");
    assert_eq!(page.console(), []);
}

#[test]
fn more_rows_leave_those_there_are() {
    let (_site, page) = filled();
    page.click("#add");
    page.wait_for_element(&row(2000));
    assert_eq!(places(&page), (0..1000).collect::<Vec<i64>>());
}

#[test]
fn every_tenth_label_changes_in_its_node() {
    let (_site, page) = filled();
    page.click("#update");
    page.click("#update");
    let changed: bool = page.evaluate(
        "[...document.querySelectorAll('tbody > tr')].every((row, index) => \
         row.cells[1].textContent === labels[index] + (index % 10 ? '' : ' !!! !!!'))",
    );
    assert!(changed);
    assert_eq!(places(&page), (0..1000).collect::<Vec<i64>>());
}

#[test]
fn one_row_at_most_is_selected() {
    let (_site, page) = filled();
    page.click(&label(5));
    page.wait_for_element(&format!("{}.danger", row(5)));
    page.click(&label(2));
    page.wait_for_element(&format!("{}.danger", row(2)));
    assert_eq!(page.count("tr.danger"), 1);
    page.click("#run");
    page.wait_for_text(&format!("{} > td", row(1)), "1001");
    assert_eq!(page.count("tr.danger"), 0);
}

#[test]
fn a_swap_moves_two_nodes() {
    let (_site, page) = filled();
    page.click("#swaprows");
    page.wait_for_text(&format!("{} > td", row(2)), "999");
    let mut swapped: Vec<i64> = (0..1000).collect();
    swapped.swap(1, 998);
    assert_eq!(places(&page), swapped);
    page.click("#swaprows");
    page.wait_for_text(&format!("{} > td", row(2)), "2");
    assert_eq!(places(&page), (0..1000).collect::<Vec<i64>>());
}

#[test]
fn a_removed_row_takes_its_node_alone() {
    let (_site, page) = filled();
    page.click(&label(4));
    page.click(&format!("{} a.remove", row(4)));
    page.wait_for_text(&format!("{} > td", row(4)), "5");
    let mut left: Vec<i64> = (0..999).collect();
    left.insert(3, -1);
    assert_eq!(places(&page), left);
    assert_eq!(page.count("tr.danger"), 0);
    assert_eq!(page.console(), []);
}
