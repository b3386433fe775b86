//! The todos in the browser's local storage, which may be full, blocked or written by somebody else.

use crate::todos::Todo;

const KEY: &str = "todos-limosa";

/// The stored todos; none if there are none that make sense.
pub(crate) fn load() -> Vec<Todo> {
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok()?);
    let decoded = stored.and_then(|json| serde_json::from_str::<Vec<Todo>>(&json).ok());
    let mut todos = decoded.unwrap_or_default();
    // Whoever wrote them may have used an id twice.
    for (todo, id) in todos.iter_mut().zip(0..) {
        todo.id = id;
    }
    todos
}

/// The text that stands for the todos.
pub(crate) fn encode(todos: &[Todo]) -> String {
    serde_json::to_string(todos).unwrap_or_default()
}

/// Stores the text, if the browser lets it; the page works on without.
pub(crate) fn save(json: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, json);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
