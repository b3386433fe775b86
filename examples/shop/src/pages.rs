//! The pages of the shop and the layout around them.

mod account;
mod admin;
mod cart;
mod create;
mod forms; // of a product
mod home;
mod layout;
mod list;
mod problem;
mod product;

pub use account::Account;
pub use admin::{Admin, AdminLog, AdminStock};
pub use cart::CartPage;
pub use create::CreateProduct;
pub use home::Home;
pub use layout::Layout;
pub use list::ProductList;
pub use problem::{NotFound, problem};
pub use product::ProductPage;

/// The title of a page.
fn title(page: &str) -> String {
    [page, " · Shop"].concat()
}
