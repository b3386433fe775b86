//! TodoMVC: a store, a keyed list, the hash of the address, local storage.

mod app;
mod filter;
mod item;
mod storage;
mod todos;

fn main() {
    limosa::mount(app::TodoApp);
}
