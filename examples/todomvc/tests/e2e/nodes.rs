//! What stays in place, and how long changes take.

use crate::support::Todos;

/// Marks the rows with their places, and watches everything that changes in the list from now on.
fn watch_list(todos: &Todos) {
    todos.page.run(
        "[...document.querySelectorAll('.todo-list > li')].forEach((row, place) => row.place = place);
         window.changes = [];
         new MutationObserver(records => changes.push(...records)).observe(document.querySelector('.todo-list'),
            { subtree: true, childList: true, attributes: true, characterData: true })",
    );
}

/// The places that the rows of now had when they were marked.
fn places(todos: &Todos) -> Vec<Option<u32>> {
    todos
        .page
        .evaluate("[...document.querySelectorAll('.todo-list > li')].map(row => row.place)")
}

#[test]
fn rows_keep_their_nodes_while_others_come_and_go() {
    let todos = Todos::with(&["one", "two*", "three", "four*"]);
    watch_list(&todos);
    todos.page.click("li:nth-child(1) .toggle");
    todos.page.click("li:nth-child(1) .toggle");
    todos.page.click("li:nth-child(2) .destroy");
    assert_eq!(places(&todos), [Some(0), Some(2), Some(3)]);
    todos.page.click("a[href='#/active']");
    todos.page.wait_for_text(".filters .selected", "Active");
    assert_eq!(places(&todos), [Some(0), Some(2)]);
    todos.add("five");
    assert_eq!(places(&todos), [Some(0), Some(2), None]);
    todos.page.click("a[href='#/']");
    todos.page.wait_for_text(".filters .selected", "All");
    assert_eq!(todos.titles(), ["one", "three", "four*", "five"]);
    // The row that was filtered out has been built anew.
    assert_eq!(places(&todos), [Some(0), Some(2), None, None]);
}

#[test]
fn another_title_changes_nothing_but_its_row() {
    let todos = Todos::with(&["one", "two", "three"]);
    watch_list(&todos);
    todos.edit(2);
    todos.page.type_into(".edit", "second");
    todos.page.press("Enter");
    assert_eq!(todos.titles(), ["one", "second", "three"]);
    assert_eq!(places(&todos), [Some(0), Some(1), Some(2)]);
    let elsewhere: Vec<Option<u32>> = todos.page.evaluate(
        "changes.map(change => change.target.parentElement?.closest?.('li') ?? change.target)
            .filter(row => row.place !== 1 && row.isConnected).map(row => row.place)",
    );
    assert_eq!(elsewhere, []);
}

/// How long the page is busy with a step, up to its next frame, in milliseconds: the best of five.
fn busy(todos: &Todos, step: &str) -> f64 {
    todos.page.evaluate(&format!(
        "(async () => {{
            const times = [];
            for (let run = 0; run < 5; run++) {{
                const start = performance.now();
                {step}
                document.querySelector('.todo-list').offsetHeight;
                times.push(performance.now() - start);
                await new Promise(requestAnimationFrame);
            }}
            return Math.min(...times);
        }})()"
    ))
}

#[test]
fn a_thousand_todos_stay_quick() {
    let todos = Todos::with_stored(1000);
    assert_eq!(todos.page.count(".todo-list > li"), 1000);
    assert_eq!(todos.page.text(".todo-count"), "666 items left");
    // This is a build without optimisation on whatever machine; with it all of them take a few milliseconds.
    for (step, limit) in [
        (
            "document.querySelector('li:nth-child(500) .toggle').click();",
            150.0,
        ),
        ("document.querySelector('.toggle-all').click();", 1_500.0),
        (
            "location.hash = '#/' + (run % 2 ? '' : 'active'); await new Promise(requestAnimationFrame);",
            1_500.0,
        ),
    ] {
        let time = busy(&todos, step);
        assert!(time < limit, "{step} took {time} ms");
    }
    todos.check_console();
}

#[test]
fn a_thousand_todos_are_cleared_and_completed_at_once() {
    let todos = Todos::with_stored(1000);
    todos.page.click(".clear-completed");
    assert_eq!(todos.page.count(".todo-list > li"), 666);
    assert_eq!(todos.page.text(".todo-count"), "666 items left");
    todos.page.click(".toggle-all");
    assert_eq!(todos.page.text(".todo-count"), "0 items left");
    assert_eq!(todos.page.count(".todo-list > li.completed"), 666);
    todos.page.click(".clear-completed");
    assert_eq!(todos.page.count(".main, .footer"), 0);
    assert_eq!(todos.stored().as_deref(), Some("[]"));
    todos.check_console();
}

/// With the variable `LIMOSA_SCREENSHOTS` pictures of both go into the folder that it names.
#[test]
fn its_colours_follow_the_system() {
    let todos = Todos::with(&["Count the godwits", "Mend the hide*", "Write the report"]);
    let background = || -> String {
        todos
            .page
            .evaluate("getComputedStyle(document.body).backgroundColor")
    };
    let mut seen = Vec::new();
    for scheme in ["light", "dark"] {
        todos.page.prefer_colours(scheme);
        seen.push(background());
        if let Some(folder) = std::env::var_os("LIMOSA_SCREENSHOTS") {
            let name = format!("todomvc-{scheme}.png");
            todos
                .page
                .screenshot(&std::path::Path::new(&folder).join(name));
        }
    }
    assert_ne!(seen[0], seen[1]);
}
