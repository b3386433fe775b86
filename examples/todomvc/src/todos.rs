//! The list of todos, and everything that can be done to it.

use limosa::prelude::*;

use crate::storage;

/// One todo, as it is kept in the browser's storage.
#[derive(Store, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Todo {
    #[store(key)]
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) completed: bool,
}

/// The todos of the page. `Copy`; their titles and states are tracked one by one.
#[derive(Clone, Copy)]
pub(crate) struct Todos {
    list: Store<Vec<Todo>>,
    /// How many are not completed.
    left: Memo<usize>,
}

impl Todos {
    /// The stored todos; from now on every change is stored.
    pub(crate) fn stored() -> Self {
        let list = Store::new(storage::load());
        watch(
            move || list.with(|todos| storage::encode(todos)),
            |json, before| {
                if before.is_some() {
                    storage::save(json);
                }
            },
        );
        let is_active = |todo: &Store<Todo>| !todo.completed().get();
        let left = Memo::new(move || list.rows().iter().filter(|todo| is_active(todo)).count());
        Self { list, left }
    }

    /// A handle of each todo, in order.
    pub(crate) fn rows(self) -> Vec<Store<Todo>> {
        self.list.rows()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.list.is_empty()
    }

    /// How many are not completed.
    pub(crate) fn left(self) -> Memo<usize> {
        self.left
    }

    pub(crate) fn has_completed(self) -> bool {
        self.left.get() < self.list.len()
    }

    /// Adds a todo at the end, unless there is nothing in its title.
    pub(crate) fn add(self, title: &str) {
        let title = title.trim();
        if title.is_empty() {
            return;
        }
        self.list.arrange(|todos| {
            let id = todos.iter().map(|todo| todo.id + 1).max().unwrap_or(0);
            let title = title.to_owned();
            todos.push(Todo {
                id,
                title,
                completed: false,
            });
        });
    }

    /// Gives a todo another title; one without anything in it destroys the todo.
    pub(crate) fn rename(self, todo: Store<Todo>, title: &str) {
        match title.trim() {
            "" => self.destroy(todo),
            title => todo.title().set(title.to_owned()),
        }
    }

    pub(crate) fn destroy(self, todo: Store<Todo>) {
        let id = todo.id().get_untracked();
        self.list
            .arrange(|todos| todos.retain(|todo| todo.id != id));
    }

    pub(crate) fn complete_all(self, completed: bool) {
        for todo in self.list.rows() {
            if todo.completed().get() != completed {
                todo.completed().set(completed);
            }
        }
    }

    pub(crate) fn clear_completed(self) {
        self.list
            .arrange(|todos| todos.retain(|todo| !todo.completed));
    }
}
