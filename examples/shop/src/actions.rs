//! What visitors change. Each form's struct is its HTML constraints, its decoder and its validation.

mod account;
mod cart;
mod product;

pub use account::{Login, login, logout};
pub use cart::{CartAdd, Quantity, cart_add, like, quantity, remove};
pub use product::{
    Edit, NewProduct, NewReview, Rename, create, delete, draft, publish, rename, review,
};

limosa::server_only! {
    use crate::error::ShopError;

    /// Under this name the session holds the number of its cart.
    pub(crate) const CART: &str = "cart";

    /// What is changed must be there.
    fn found(is_there: bool) -> Result<(), ShopError> {
        is_there.then_some(()).ok_or(ShopError::NotFound)
    }
}
