//! The first page, with a button for visitors who like the shop.

use limosa::prelude::*;

use super::{ProductList, title};
use crate::{actions::like, queries::likes};

/// `/`
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("/")]
pub struct Home;

impl Page for Home {
    fn view(_page: Memo<Self>) -> impl IntoView {
        let count = resource(likes);
        view! {
            <Title text=title("Home") />
            <h1>"Welcome"</h1>
            <p>"A hundred things that do what they should. " <A to=ProductList::default()>"See them all"</A></p>
            <p>
                <button id="like" on:click=move |_| spawn_scoped(async { let _ = like().await; })>"I like it here"</button>
                " " <span id="likes">{count.map(|count| *count)}</span> " likes so far"
            </p>
        }
    }
}
