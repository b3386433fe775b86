//! A link to something that is no page.
use limosa_router::{NavigateOptions, navigate};

struct Nowhere;

fn main() {
    navigate(Nowhere, NavigateOptions::default());
}
