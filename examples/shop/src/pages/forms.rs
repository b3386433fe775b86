//! The forms of a product's page.

use limosa::prelude::*;

use crate::{
    ShopError,
    actions::{CartAdd, Edit, NewReview, Rename, cart_add, delete, draft, publish, rename, review},
    model::Product,
};

#[component]
pub(super) fn CartForm(id: Memo<u32>) -> impl IntoView {
    let adding = submission(move || cart_add.with(id.get()));
    view! {
        <form id="cart-add" class="card" action=move || cart_add.with(id.get())>
            <h2>"Buy"</h2>
            <label>"Quantity" <input name=CartAdd::QUANTITY /></label>
            <FieldError of=adding field=CartAdd::QUANTITY />
            <ActionError of=adding />
            <button disabled=move || adding.pending()>"Add to cart"</button>
        </form>
    }
}

#[component]
pub(super) fn RenameForm(id: Memo<u32>) -> impl IntoView {
    let renaming = submission(move || rename.with(id.get()));
    view! {
        <form id="rename" class="card" action=move || rename.with(id.get())>
            <h2>"Rename"</h2>
            <label>"New name" <input name=Rename::NAME autocomplete="off" /></label>
            <FieldError of=renaming field=Rename::NAME />
            <ActionError of=renaming />
            <button disabled=move || renaming.pending()>"Save"</button>
        </form>
    }
}

#[component]
pub(super) fn ReviewForm(id: Memo<u32>) -> impl IntoView {
    let sending = submission(move || review.with(id.get()));
    view! {
        <form id="review" class="card" action=move || review.with(id.get())>
            <h2>"Write a review"</h2>
            <label>"Your name" <input name=NewReview::AUTHOR autocomplete="name" /></label>
            <FieldError of=sending field=NewReview::AUTHOR />
            <label>"Stars, 1 to 5" <input name=NewReview::STARS /></label>
            <FieldError of=sending field=NewReview::STARS />
            <label>"What do you think?" <textarea name=NewReview::TEXT></textarea></label>
            <FieldError of=sending field=NewReview::TEXT />
            <ActionError of=sending />
            <button disabled=move || sending.pending()>"Send"</button>
        </form>
    }
}

/// One form with two actions: the button says which.
#[component]
pub(super) fn EditForm(id: Memo<u32>, item: Resource<Product, ShopError>) -> impl IntoView {
    let publishing = submission(move || publish.with(id.get()));
    let drafting = submission(move || draft.with(id.get()));
    let pending = move || publishing.pending() || drafting.pending();
    view! {
        <form id="edit" class="card" action=move || publish.with(id.get())>
            <h2>"Describe"</h2>
            <label>
                "Text"
                <textarea name=Edit::DESCRIPTION value=item.map(|product| product.draft.clone().unwrap_or_else(|| product.description.clone()))></textarea>
            </label>
            <FieldError of=publishing field=Edit::DESCRIPTION />
            <ActionError of=publishing />
            <FieldError of=drafting field=Edit::DESCRIPTION />
            <ActionError of=drafting />
            <p class="buttons">
                <button name="publish" disabled=pending>"Publish"</button>
                <button name="draft" formaction=move || draft.with(id.get()) disabled=pending>"Keep as a draft"</button>
            </p>
        </form>
    }
}

/// For admins: who has the sealed number may delete the product.
#[component]
pub(super) fn DeleteForm(id: Sealed<u32>) -> impl IntoView {
    let bound = delete.with(id);
    let deleting = submission(bound.clone());
    view! {
        <form id="delete" action=bound>
            <button class="danger" disabled=move || deleting.pending()>"Delete this product"</button>
            <ActionError of=deleting />
        </form>
    }
}
