//! Filters: the hash, links, back and forward.

use crate::support::Todos;

fn selected(todos: &Todos) -> Vec<String> {
    todos.page.texts(".filters a.selected[aria-current=page]")
}

/// Waits for the filter of this name, and gives what it shows.
fn shown(todos: &Todos, filter: &str) -> Vec<String> {
    todos.page.wait_for_text(".filters a.selected", filter);
    assert_eq!(selected(todos), [filter]);
    todos.titles()
}

#[test]
fn links_choose_what_is_shown() {
    let todos = Todos::with(&["one", "two*", "three"]);
    assert_eq!(selected(&todos), ["All"]);
    todos.page.click("a[href='#/active']");
    assert_eq!(shown(&todos, "Active"), ["one", "three"]);
    todos.page.click("a[href='#/completed']");
    assert_eq!(shown(&todos, "Completed"), ["two*"]);
    assert!(todos.page.url().ends_with("/#/completed"));
    assert_eq!(todos.page.text(".todo-count"), "2 items left");
    todos.page.click("a[href='#/']");
    assert_eq!(shown(&todos, "All"), ["one", "two*", "three"]);
    todos.check_console();
}

#[test]
fn back_and_forward_change_the_filter() {
    let todos = Todos::with(&["one", "two*"]);
    todos.page.click("a[href='#/active']");
    todos.page.click("a[href='#/completed']");
    assert_eq!(shown(&todos, "Completed"), ["two*"]);
    todos.page.back();
    assert_eq!(shown(&todos, "Active"), ["one"]);
    todos.page.back();
    assert_eq!(shown(&todos, "All"), ["one", "two*"]);
    todos.page.forward();
    assert_eq!(shown(&todos, "Active"), ["one"]);
    todos.check_console();
}

#[test]
fn the_address_that_was_opened_counts_and_survives() {
    let todos = Todos::with(&["one", "two*"]);
    todos.page.click("a[href='#/completed']");
    assert_eq!(shown(&todos, "Completed"), ["two*"]);
    todos.reload();
    assert_eq!(shown(&todos, "Completed"), ["two*"]);
    todos.go("/?again#/active");
    assert_eq!(shown(&todos, "Active"), ["one"]);
    todos.go("/?again#/nothing");
    assert_eq!(shown(&todos, "All"), ["one", "two*"]);
}

#[test]
fn rows_come_and_go_with_their_state() {
    let todos = Todos::with(&["one", "two", "three*"]);
    todos.page.click("a[href='#/active']");
    assert_eq!(shown(&todos, "Active"), ["one", "two"]);
    todos.page.click("li:nth-child(1) .toggle");
    todos.check(&["two"], "1 item left");
    todos.page.click("a[href='#/completed']");
    assert_eq!(shown(&todos, "Completed"), ["one*", "three*"]);
    todos.add("four");
    todos.check(&["one*", "three*"], "2 items left");
    todos.page.click(".toggle-all");
    assert_eq!(todos.titles(), ["one*", "two*", "three*", "four*"]);
    todos.page.click("a[href='#/active']");
    assert_eq!(shown(&todos, "Active"), [""; 0]);
    assert_eq!(todos.page.count(".main, .footer"), 2);
    todos.check_console();
}
