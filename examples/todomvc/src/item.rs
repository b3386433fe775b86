//! One row of the list, and the input that takes its place while it is edited.

use limosa::prelude::*;
use web_sys::HtmlInputElement;

use crate::todos::{Todo, TodoFields, Todos};

#[component]
pub(crate) fn TodoItem(todo: Store<Todo>, todos: Todos) -> impl IntoView {
    let editing = RwSignal::new(false);
    let title_id = String::from("todo-") + &todo.id().get_untracked().to_string();
    view! {
        <li class:completed={todo.completed()} class:editing=editing>
            <div class="view">
                <input class="toggle" type="checkbox" aria-labelledby={title_id.clone()} bind:checked={todo.completed()} />
                <label id={title_id.clone()} on:dblclick=move |_| editing.set(true)>{todo.title()}</label>
                <button class="destroy" aria-label="Delete" aria-describedby=title_id on:click=move |_| todos.destroy(todo)></button>
            </div>
            <Show when=move || editing.get()>
                <Editor todo=todo todos=todos editing=editing/>
            </Show>
        </li>
    }
}

/// The input for another title: Enter and leaving it save, Escape does not.
#[component]
fn Editor(todo: Store<Todo>, todos: Todos, editing: RwSignal<bool>) -> impl IntoView {
    let draft = RwSignal::new(todo.title().get_untracked());
    let input = NodeRef::<HtmlInputElement>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            // Fails for elements that cannot have the focus.
            let _ = input.focus();
        }
    });
    let save = move || {
        // What was cancelled or saved loses the focus too.
        if editing.get_untracked() {
            editing.set(false);
            todos.rename(todo, &draft.get_untracked());
        }
    };
    view! {
        <input class="edit" aria-label="Edit todo" node_ref=input bind:value=draft on:blur=move |_| save()
            on:keydown=move |event| match event.key().as_str() {
                "Enter" => save(),
                "Escape" => editing.set(false),
                _ => {}
            } />
    }
}
