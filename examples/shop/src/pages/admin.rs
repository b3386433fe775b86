//! For the admin: numbers, and two pages below them.

use limosa::prelude::*;

use super::title;
use crate::queries::stats;

/// `/admin`, with what it shows around the pages below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("/admin")]
pub struct Admin;

impl Page for Admin {
    fn preload(&self) -> impl Preload {
        stats()
    }

    fn view(_page: Memo<Self>) -> impl IntoView {
        let counts = resource(stats);
        view! {
            <Title text=title("Admin") />
            <h1>"Admin"</h1>
            <p id="stats">
                {counts.map(|stats| stats.products)} " products, " {counts.map(|stats| stats.reviews)} " reviews, "
                {counts.map(|stats| stats.in_carts)} " pieces in carts"
            </p>
            <nav aria-label="Admin">
                <A to=AdminStock>"Stock"</A> " " <A to=AdminLog>"Log"</A>
            </nav>
            <Outlet />
        }
    }
}

/// `/admin/stock`
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("stock", parent = Admin)]
pub struct AdminStock;

impl Page for AdminStock {
    fn view(_page: Memo<Self>) -> impl IntoView {
        let counts = resource(stats);
        view! {
            <h2>"Stock"</h2>
            <p id="stock-report">{counts.map(|stats| stats.stock)} " pieces of " {counts.map(|stats| stats.products)} " products"</p>
        }
    }
}

/// `/admin/log`
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("log", parent = Admin)]
pub struct AdminLog;

impl Page for AdminLog {
    fn view(_page: Memo<Self>) -> impl IntoView {
        let counts = resource(stats);
        view! {
            <h2>"Latest actions"</h2>
            <ol id="admin-log">
                {counts.map(|stats| stats.actions.iter().map(|name| view! { <li>{name.clone()}</li> }.into_view()).collect::<Vec<_>>())}
            </ol>
        }
    }
}
