//! Navigation: from a link to the page that is shown. It knows no browser: history and scrolling come from a [`Window`],
//! so that tests run it natively.

mod guard;
mod navigator;
mod window;

pub use guard::before_leave;
pub use navigator::Navigator;
pub use window::{NavigateOptions, Scroll, Window};
