//! The pages of the shop and the layout around them.

mod home;
mod layout;
mod list;
mod problem;
mod product;

pub use home::Home;
pub use layout::Layout;
pub use list::ProductList;
pub use problem::{Failed, NotFound};
pub use product::ProductPage;

/// The title of a page.
fn title(page: &str) -> String {
    [page, " · Shop"].concat()
}
