//! Adding, completing, destroying, counting.

use crate::support::Todos;

#[test]
fn without_todos_there_is_the_input_only_and_it_has_the_focus() {
    let todos = Todos::open();
    let page = &todos.page;
    for hidden in [".main", ".footer", ".todo-list li", ".clear-completed"] {
        assert_eq!(page.count(hidden), 0, "{hidden}");
    }
    assert_eq!(page.text("section.todoapp > header.header > h1"), "todos");
    assert_eq!(
        page.count("section.todoapp > header.header > input.new-todo[autofocus]"),
        1
    );
    page.wait_for(
        "document.activeElement.className === 'new-todo'",
        "the focus",
    );
    assert_eq!(page.count("body > footer.info"), 1);
    todos.check_console();
}

#[test]
fn enter_adds_what_was_typed_without_blanks_around_it() {
    let todos = Todos::open();
    todos.add("  buy milk  ");
    assert_eq!(todos.page.value(".new-todo"), "");
    todos.check(&["buy milk"], "1 item left");
    todos.add("   ");
    assert_eq!(todos.page.value(".new-todo"), "");
    todos.add("");
    todos.check(&["buy milk"], "1 item left");
    todos.add("sail");
    todos.check(&["buy milk", "sail"], "2 items left");
    todos.check_console();
}

#[test]
fn the_markup_is_that_of_the_specification() {
    let todos = Todos::with(&["one", "two*"]);
    for part in [
        "section.todoapp > section.main > input#toggle-all.toggle-all[type=checkbox] + label[for=toggle-all]",
        "section.main > ul.todo-list > li:first-child > div.view > input.toggle[type=checkbox] + label + button.destroy",
        "ul.todo-list > li.completed > div.view > input.toggle:checked",
        "ul.todo-list > li:not(.completed) > div.view > input.toggle:not(:checked)",
        "section.todoapp > footer.footer > span.todo-count > strong",
        "footer.footer > ul.filters > li:nth-child(1) > a.selected[href='#/']",
        "footer.footer > ul.filters > li:nth-child(2) > a:not(.selected)[href='#/active']",
        "footer.footer > ul.filters > li:nth-child(3) > a:not(.selected)[href='#/completed']",
        "footer.footer > button.clear-completed",
    ] {
        assert_eq!(todos.page.count(part), 1, "{part}");
    }
}

#[test]
fn every_control_has_a_name() {
    let todos = Todos::with(&["one"]);
    todos.edit(1);
    let unnamed: Vec<String> = todos.page.evaluate(
        "[...document.querySelectorAll('input, button')].filter(control => {
            const by = control.getAttribute('aria-labelledby');
            const name = by ? document.getElementById(by)?.textContent : control.ariaLabel || control.labels?.[0]?.textContent;
            return !(name || control.textContent);
        }).map(control => control.outerHTML)",
    );
    assert_eq!(unnamed, [""; 0]);
}

#[test]
fn the_box_completes_and_the_button_destroys() {
    let todos = Todos::with(&["one", "two", "three"]);
    todos.page.click("li:nth-child(2) .toggle");
    todos.check(&["one", "two*", "three"], "2 items left");
    todos.page.click("li:nth-child(1) .toggle");
    todos.check(&["one*", "two*", "three"], "1 item left");
    todos.page.click("li:nth-child(2) .toggle");
    todos.check(&["one*", "two", "three"], "2 items left");
    todos.page.click("li:nth-child(2) .destroy");
    todos.check(&["one*", "three"], "1 item left");
    todos.page.click("li:nth-child(2) .toggle");
    todos.check(&["one*", "three*"], "0 items left");
    todos.page.click("li:nth-child(1) .destroy");
    todos.page.click("li:nth-child(1) .destroy");
    assert_eq!(todos.page.count(".main, .footer"), 0);
    todos.check_console();
}

#[test]
fn one_box_completes_all_and_shows_whether_all_are() {
    let todos = Todos::with(&["one", "two*"]);
    let is_checked = || {
        todos
            .page
            .evaluate::<bool>("document.querySelector('.toggle-all').checked")
    };
    assert!(!is_checked());
    todos.page.click(".toggle-all");
    todos.check(&["one*", "two*"], "0 items left");
    assert!(is_checked());
    todos.page.click("li:nth-child(1) .toggle");
    assert!(!is_checked());
    todos.page.click("li:nth-child(1) .toggle");
    assert!(is_checked());
    todos.add("three");
    assert!(!is_checked());
    todos.page.click("li:nth-child(3) .destroy");
    assert!(is_checked());
    todos.page.click(".toggle-all");
    todos.check(&["one", "two"], "2 items left");
    assert!(!is_checked());
    todos.check_console();
}

#[test]
fn completed_todos_are_cleared_by_a_button_that_is_there_when_it_is_of_use() {
    let todos = Todos::with(&["one", "two", "three"]);
    assert_eq!(todos.page.count(".clear-completed"), 0);
    todos.page.click("li:nth-child(1) .toggle");
    todos.page.click("li:nth-child(3) .toggle");
    assert_eq!(todos.page.text(".clear-completed"), "Clear completed");
    todos.page.click(".clear-completed");
    todos.check(&["two"], "1 item left");
    assert_eq!(todos.page.count(".clear-completed"), 0);
    todos.page.click("li:nth-child(1) .toggle");
    todos.page.click(".clear-completed");
    assert_eq!(todos.page.count(".main, .footer"), 0);
    todos.check_console();
}

#[test]
fn markup_in_a_title_stays_text() {
    let attack = "<img src=x onerror=alert(1)>&amp;</label><script>alert(2)</script>";
    let todos = Todos::with(&[attack]);
    assert_eq!(todos.titles(), [attack]);
    todos.edit(1);
    assert_eq!(todos.page.value(".edit"), attack);
    todos.page.press("Enter");
    todos.reload();
    assert_eq!(todos.titles(), [attack]);
    assert_eq!(todos.page.count(".todoapp img, .todoapp script"), 0);
    todos.check_console();
}
