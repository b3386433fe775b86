//! The page: the input, the list, and what is below it.

use limosa::prelude::*;

use crate::filter::Filter;
use crate::item::TodoItem;
use crate::todos::{TodoFields, Todos};

/// The whole page.
#[component]
pub(crate) fn TodoApp() -> impl IntoView {
    let todos = Todos::stored();
    let filter = Filter::of_address();
    view! {
        <section class="todoapp">
            <header class="header">
                <h1>"todos"</h1>
                <NewTodo todos=todos/>
            </header>
            <Show when=move || !todos.is_empty()>
                <TodoList todos=todos filter=filter/>
                <Footer todos=todos filter=filter/>
            </Show>
        </section>
        <footer class="info">
            <p>"Double-click to edit a todo"</p>
            <p>"One of the examples of Limosa"</p>
        </footer>
    }
}

#[component]
fn NewTodo(todos: Todos) -> impl IntoView {
    let title = RwSignal::new(String::new());
    view! {
        <input class="new-todo" placeholder="What needs to be done?" aria-label="New todo" autofocus bind:value=title
            on:keydown=move |event| if event.key() == "Enter" {
                todos.add(&title.get());
                title.set(String::new());
            } />
    }
}

#[component]
fn TodoList(todos: Todos, filter: ReadSignal<Filter>) -> impl IntoView {
    let shown = move || {
        let filter = filter.get();
        let rows = todos.rows().into_iter();
        rows.filter(move |todo| filter.shows(todo.completed().get()))
    };
    view! {
        <section class="main">
            <input id="toggle-all" class="toggle-all" type="checkbox" checked=move || todos.left().get() == 0
                on:change=move |_| todos.complete_all(todos.left().get() > 0) />
            <label for="toggle-all">"Mark all as complete"</label>
            <ul class="todo-list">
                <For each=shown key=|todo| *todo let:todo><TodoItem todo=todo todos=todos/></For>
            </ul>
        </section>
    }
}

#[component]
fn Footer(todos: Todos, filter: ReadSignal<Filter>) -> impl IntoView {
    let left = todos.left();
    view! {
        <footer class="footer">
            <span class="todo-count">
                <strong>{left}</strong>{move || if left.get() == 1 { " item left" } else { " items left" }}
            </span>
            <ul class="filters">{Filter::EACH.map(|each| view! { <FilterLink each=each filter=filter/> })}</ul>
            <Show when=move || todos.has_completed()>
                <button class="clear-completed" on:click=move |_| todos.clear_completed()>"Clear completed"</button>
            </Show>
        </footer>
    }
}

#[component]
fn FilterLink(each: Filter, filter: ReadSignal<Filter>) -> impl IntoView {
    let is_selected = move || filter.get() == each;
    view! {
        <li>
            <a class:selected=is_selected aria-current=move || is_selected().then_some("page") href={each.href()}>{each.name()}</a>
        </li>
    }
}
