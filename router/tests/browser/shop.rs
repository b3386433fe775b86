//! A small app: a layout with a count, a list, and product pages.

use limosa_dom::{IntoView, ResourceView};
use limosa_macros::{Page, component, query, view};
use limosa_reactive::{Memo, resource};
use limosa_router::{A, App, CallError, Outlet, Preload, QueryFrame};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

#[query]
pub(crate) async fn name(id: u32) -> Result<String, CallError> {
    Ok(id.to_string())
}

#[query]
pub(crate) async fn count() -> Result<String, CallError> {
    Ok(String::new())
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/start")]
pub(crate) struct Start;

impl limosa_router::Page for Start {
    fn view(_: Memo<Self>) -> impl IntoView {
        view! { <h1 id="title">"Start"</h1> }
    }
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/things/:id")]
pub(crate) struct Thing {
    pub(crate) id: u32,
}

impl limosa_router::Page for Thing {
    fn preload(&self) -> impl Preload {
        name(self.id)
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let item = resource(move || name(page.get().id));
        view! { <h1 id="title">{item.map(|name| name.clone())}</h1> }
    }
}

#[component]
fn Shell() -> impl IntoView {
    let count = resource(count);
    view! {
        <nav>
            <A to=Start id="to-start">"Start"</A>
            <A to=Thing::at(1) id="to-one">"One"</A>
            <A to=Thing::at(2) id="to-two">"Two"</A>
            <A to="/elsewhere" id="to-elsewhere">"Elsewhere"</A>
        </nav>
        <p id="count">{count.map(|count| count.clone())}</p>
        <main><Outlet/></main>
    }
}

pub(crate) fn app() -> App {
    App::new(Shell).page::<Start>().page::<Thing>()
}

/// An answer as the server sends it.
pub(crate) fn frame(key: &str, value: &str) -> String {
    let mut frame = QueryFrame::new(key);
    frame.value = Some(serde_json::value::to_raw_value(value).unwrap());
    frame.tag = Some(value.to_owned());
    frame.to_line().trim_end().to_owned()
}

/// The line of the log for a request that asks for these keys.
pub(crate) fn url(keys: &[&str]) -> String {
    let encoded = keys
        .iter()
        .map(|key| utf8_percent_encode(key, NON_ALPHANUMERIC).to_string());
    [
        "GET /_limosa/q?k=",
        &encoded.collect::<Vec<_>>().join("&k="),
    ]
    .concat()
}
