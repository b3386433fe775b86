//! Editing: double click, Enter, Escape, leaving.

use crate::support::Todos;

/// Types another title into the row that is edited.
fn type_title(todos: &Todos, title: &str) {
    todos.page.type_into(".edit", title);
}

#[test]
fn a_double_click_opens_the_input_with_the_title_and_the_focus() {
    let todos = Todos::with(&["one", "two"]);
    todos.edit(2);
    assert_eq!(todos.page.count("ul.todo-list > li.editing"), 1);
    assert_eq!(
        todos
            .page
            .count("li.editing:nth-child(2) > input.edit:focus"),
        1
    );
    assert_eq!(todos.page.value(".edit"), "two");
    let is_hidden = "!document.querySelector('li.editing .view').checkVisibility()";
    assert!(todos.page.evaluate::<bool>(is_hidden));
    todos.check_console();
}

#[test]
fn enter_saves_without_blanks_around_it() {
    let todos = Todos::with(&["one", "two*", "three"]);
    todos.edit(2);
    type_title(&todos, "  second  ");
    todos.page.press("Enter");
    assert_eq!(todos.page.count(".editing, .edit"), 0);
    todos.check(&["one", "second*", "three"], "2 items left");
    todos.check_console();
}

#[test]
fn leaving_saves() {
    let todos = Todos::with(&["one", "two"]);
    todos.edit(1);
    type_title(&todos, "first");
    todos.page.click("h1");
    todos.page.wait_until_gone(".editing, .edit");
    assert_eq!(todos.titles(), ["first", "two"]);
    todos.edit(1);
    type_title(&todos, "again");
    todos.page.press("Tab");
    todos.page.wait_until_gone(".editing, .edit");
    assert_eq!(todos.titles(), ["again", "two"]);
    todos.check_console();
}

#[test]
fn escape_cancels() {
    let todos = Todos::with(&["one"]);
    todos.edit(1);
    type_title(&todos, "first");
    todos.page.press("Escape");
    assert_eq!(todos.page.count(".editing, .edit"), 0);
    assert_eq!(todos.titles(), ["one"]);
    todos.edit(1);
    assert_eq!(todos.page.value(".edit"), "one");
    type_title(&todos, "");
    todos.page.press("Escape");
    assert_eq!(todos.titles(), ["one"]);
    todos.check_console();
}

#[test]
fn a_title_without_anything_destroys_its_todo() {
    let todos = Todos::with(&["one", "two", "three"]);
    todos.edit(1);
    type_title(&todos, "");
    todos.page.press("Enter");
    todos.check(&["two", "three"], "2 items left");
    todos.edit(2);
    type_title(&todos, "   ");
    todos.page.click("h1");
    todos.page.wait_until_gone(".editing, .edit");
    todos.check(&["two"], "1 item left");
    todos.check_console();
}

#[test]
fn opening_one_row_closes_the_other() {
    let todos = Todos::with(&["one", "two"]);
    todos.edit(1);
    type_title(&todos, "first");
    todos.page.double_click("li:nth-child(2) .view label");
    todos.page.wait_for_element("li:nth-child(2) .edit:focus");
    assert_eq!(todos.page.count(".editing"), 1);
    assert_eq!(todos.titles(), ["first", "two"]);
    todos.check_console();
}
