//! A page that is added to an app and shows nothing.
use limosa_router::{App, Outlet};

#[derive(limosa_macros::Page, Clone, PartialEq)]
#[page("/")]
struct Home;

fn main() {
    let _ = App::new(Outlet).page::<Home>();
}
