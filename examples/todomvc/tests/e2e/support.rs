//! An opened page, and what a visitor does to it.

use limosa_harness::{Browser, Page, StaticSite};
use serde_json::json;

/// Where the page keeps its todos.
pub(crate) const KEY: &str = "todos-limosa";

/// The page of the test.
pub(crate) struct Todos {
    site: StaticSite,
    pub(crate) page: Page,
}

impl Todos {
    /// The page as a first visitor finds it.
    pub(crate) fn open() -> Self {
        Self::open_at("/")
    }

    /// The page at an address within the site.
    pub(crate) fn open_at(path: &str) -> Self {
        let site = StaticSite::serve("todomvc");
        let page = Browser::launch().page();
        page.open(&site.url(path));
        page.wait_until_ready();
        Self { site, page }
    }

    /// The page with todos: a title that ends in `*` is completed.
    pub(crate) fn with(titles: &[&str]) -> Self {
        let todos = Self::open();
        for title in titles {
            todos.add(title.trim_end_matches('*'));
            if title.ends_with('*') {
                todos.page.click("li:last-child .toggle");
            }
        }
        todos
    }

    /// The page with so many todos, of which every third is completed.
    pub(crate) fn with_stored(count: u32) -> Self {
        let todos = Self::open();
        let stored: Vec<_> = (0..count)
            .map(|id| json!({ "id": id, "title": format!("todo {id}"), "completed": id % 3 == 0 }))
            .collect();
        todos.store(&json!(stored).to_string());
        todos.reload();
        todos
    }

    /// Writes into the storage behind the back of the page.
    pub(crate) fn store(&self, text: &str) {
        let text = json!(text);
        self.page
            .run(&format!("localStorage.setItem('{KEY}', {text})"));
    }

    pub(crate) fn stored(&self) -> Option<String> {
        self.page
            .evaluate(&format!("localStorage.getItem('{KEY}')"))
    }

    pub(crate) fn reload(&self) {
        self.page.reload();
        self.page.wait_until_ready();
    }

    pub(crate) fn go(&self, path: &str) {
        self.page.open(&self.site.url(path));
        self.page.wait_until_ready();
    }

    /// Types a title and presses Enter.
    pub(crate) fn add(&self, title: &str) {
        self.page.type_into(".new-todo", title);
        self.page.press("Enter");
    }

    /// Double-clicks the title of the row at a place, from 1 on.
    pub(crate) fn edit(&self, place: usize) {
        self.page
            .double_click(&format!("li:nth-child({place}) .view label"));
        self.page.wait_for_element(".todo-list .edit");
    }

    /// The titles of the list; completed ones end in `*`.
    pub(crate) fn titles(&self) -> Vec<String> {
        self.page.evaluate(
            "[...document.querySelectorAll('.todo-list > li')].map(row =>
                row.querySelector('.view label').textContent + (row.classList.contains('completed') ? '*' : ''))",
        )
    }

    #[track_caller]
    pub(crate) fn check(&self, titles: &[&str], count: &str) {
        assert_eq!(self.titles(), titles);
        assert_eq!(self.page.text(".todo-count"), count);
    }

    /// Nothing has been written to the console.
    #[track_caller]
    pub(crate) fn check_console(&self) {
        assert_eq!(self.page.console(), []);
    }
}
