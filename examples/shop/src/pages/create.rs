//! The form that makes a product.

use limosa::prelude::*;

use super::title;
use crate::actions::{NewProduct, create};

/// `/products/new`
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("/products/new")]
pub struct CreateProduct;

impl Page for CreateProduct {
    fn view(_page: Memo<Self>) -> impl IntoView {
        let creating = submission(create);
        view! {
            <Title text=title("New product") />
            <h1>"New product"</h1>
            <form id="create" class="card" action=create>
                <label>"Name" <input name=NewProduct::NAME autocomplete="off" /></label>
                <FieldError of=creating field=NewProduct::NAME />
                <label>"Price in cents" <input name=NewProduct::PRICE /></label>
                <FieldError of=creating field=NewProduct::PRICE />
                <label>"Photo" <input name=NewProduct::PHOTO accept="image/*" /></label>
                <FieldError of=creating field=NewProduct::PHOTO />
                <ActionError of=creating />
                <button disabled=move || creating.pending()>"Create"</button>
            </form>
        }
    }
}
