//! What survives a reload, and storage that does not work.

use serde_json::{Value, json};

use crate::support::{KEY, Todos};

fn stored(todos: &Todos) -> Value {
    let text = todos.stored().expect("something is stored");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn every_change_is_stored() {
    let todos = Todos::open();
    assert_eq!(todos.stored(), None);
    todos.add("one");
    todos.add("two");
    let [one, two] = ["one", "two"].map(|title| json!({ "title": title, "completed": false }));
    let without_ids = |todos: &Todos| {
        let mut stored = stored(todos);
        for todo in stored.as_array_mut().expect("it is a list") {
            let todo = todo.as_object_mut().expect("of objects");
            assert!(todo.remove("id").is_some_and(|id| id.is_u64()));
        }
        stored
    };
    assert_eq!(without_ids(&todos), json!([one, two]));
    todos.page.click("li:nth-child(2) .toggle");
    assert_eq!(stored(&todos)[1]["completed"], true);
    todos.edit(1);
    todos.page.type_into(".edit", "first");
    assert_eq!(stored(&todos)[0]["title"], "one");
    todos.page.press("Enter");
    assert_eq!(stored(&todos)[0]["title"], "first");
    todos.page.click(".clear-completed");
    assert_eq!(
        without_ids(&todos),
        json!([{ "title": "first", "completed": false }])
    );
    todos.page.click(".destroy");
    assert_eq!(todos.stored().as_deref(), Some("[]"));
}

#[test]
fn todos_survive_a_reload() {
    let todos = Todos::with(&["one", "two*", "three"]);
    todos.reload();
    todos.check(&["one", "two*", "three"], "2 items left");
    todos.page.click("li:nth-child(2) .destroy");
    todos.add("four");
    todos.reload();
    todos.check(&["one", "three", "four"], "3 items left");
    todos.check_console();
}

#[test]
fn what_makes_no_sense_is_ignored_and_left_alone() {
    let todos = Todos::open();
    for nonsense in [
        "",
        "{",
        "null",
        "{\"a\":1}",
        "[1]",
        r#"[{"id":-1,"title":"x","completed":false}]"#,
        r#"[{"title":3}]"#,
    ] {
        todos.store(nonsense);
        todos.reload();
        assert_eq!(todos.titles(), [""; 0], "{nonsense}");
        assert_eq!(todos.stored().as_deref(), Some(nonsense));
    }
    todos.add("one");
    todos.reload();
    todos.check(&["one"], "1 item left");
    todos.check_console();
}

#[test]
fn stored_todos_with_the_same_id_are_two() {
    let todos = Todos::open();
    let twins = ["one", "two"]
        .map(|title| json!({ "id": 4_294_967_295_u32, "title": title, "completed": false }));
    todos.store(&json!(twins).to_string());
    todos.reload();
    todos.page.click("li:nth-child(1) .destroy");
    todos.add("three");
    todos.check(&["two", "three"], "2 items left");
    todos.check_console();
}

/// Adds, completes and edits while storage does not work as it should.
fn check_without_storage(todos: &Todos) {
    todos.add("one");
    todos.add("two");
    todos.page.click("li:nth-child(1) .toggle");
    todos.edit(2);
    todos.page.type_into(".edit", "second");
    todos.page.press("Enter");
    todos.check(&["one*", "second"], "1 item left");
    todos.check_console();
}

#[test]
fn full_storage_does_not_break_the_page() {
    let todos = Todos::open();
    todos.page.run(
        "let size = 1 << 22;
         while (size >= 1) try { localStorage.setItem('filled' + size + Math.random(), 'x'.repeat(size)) } catch { size >>= 1 }",
    );
    check_without_storage(&todos);
    assert_eq!(todos.stored(), None, "it is full");
}

#[test]
fn blocked_storage_does_not_break_the_page() {
    let todos = Todos::open();
    todos.page.run("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError') } })");
    check_without_storage(&todos);
}

#[test]
fn storage_that_was_blocked_from_the_start_does_not_break_the_page() {
    let todos = Todos::open();
    todos.store(r#"[{"id":1,"title":"hidden","completed":false}]"#);
    todos.page.before_scripts(&format!(
        "Storage.prototype.getItem = Storage.prototype.setItem = () => {{ throw new DOMException('{KEY}', 'SecurityError') }}"
    ));
    todos.reload();
    assert_eq!(todos.titles(), [""; 0]);
    check_without_storage(&todos);
}
