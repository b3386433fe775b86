//! What the visitor is about to buy.

use limosa::prelude::*;
use web_sys::{HtmlFormElement, HtmlInputElement};

use super::{ProductList, ProductPage, title};
use crate::{
    actions::{Quantity, quantity, remove},
    model::{CartLine, money},
    queries::cart,
};

/// `/cart`
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("/cart")]
pub struct CartPage;

impl Page for CartPage {
    fn preload(&self) -> impl Preload {
        cart()
    }

    fn view(_page: Memo<Self>) -> impl IntoView {
        let filled = resource(cart);
        let lines = filled.rows(|cart| cart.lines.clone(), |line| line.product);
        view! {
            <Title text=title("Cart") />
            <h1>"Cart"</h1>
            <ul id="cart">
                <For each=lines key=|line| *line children=line />
            </ul>
            <p class="note">{filled.map(|cart| if cart.lines.is_empty() { "There is nothing in it yet." } else { "" })}</p>
            <p>"Total " <strong id="total">{filled.map(|cart| money(cart.total()))}</strong></p>
            <p><A to=ProductList::default()>"All products"</A></p>
        }
    }
}

/// A row of its own: several can be on their way at once.
fn line(line: Memo<CartLine>) -> View {
    let id = line.with(|line| line.product);
    view! {
        <li data-id=id>
            <A to=ProductPage::at(id)>{move || line.with(|line| line.name.clone())}</A>
            <span class="price">{move || line.with(|line| money(u64::from(line.price) * u64::from(line.quantity)))}</span>
            <QuantityForm line=line />
            <RemoveForm line=line />
        </li>
    }
    .into_view()
}

#[component]
fn QuantityForm(line: Memo<CartLine>) -> impl IntoView {
    let id = line.with_untracked(|line| line.product);
    let changing = submission(quantity.with(id));
    let (form, input) = (
        NodeRef::<HtmlFormElement>::new(),
        NodeRef::<HtmlInputElement>::new(),
    );
    let step = move |by: i64| {
        if let (Some(form), Some(input)) = (form.get_untracked(), input.get_untracked()) {
            let now: i64 = input.value().parse().unwrap_or_default();
            input.set_value(&(now + by).to_string());
            // Refused only while the browser shows what is wrong with the field.
            let _ = form.request_submit();
        }
    };
    view! {
        <form class="quantity" action=quantity.with(id) node_ref=form>
            <button type="button" aria-label="One less" on:click=move |_| step(-1)>"−"</button>
            <input name=Quantity::QUANTITY value=move || line.with(|line| line.quantity) aria-label="Quantity" node_ref=input />
            <button type="button" aria-label="One more" on:click=move |_| step(1)>"+"</button>
            <button disabled=move || changing.pending()>"Change"</button>
            <FieldError of=changing field=Quantity::QUANTITY />
            <ActionError of=changing />
        </form>
    }
}

#[component]
fn RemoveForm(line: Memo<CartLine>) -> impl IntoView {
    let id = line.with_untracked(|line| line.product);
    let removing = submission(remove.with(id));
    view! {
        <form class="remove" action=remove.with(id)>
            <button disabled=move || removing.pending()>"Remove"</button>
            <ActionError of=removing />
        </form>
    }
}
