use limosa::prelude::*;

#[derive(Clone, PartialEq, Page)]
#[page("/products/:id")]
struct Product {
    id: u32,
    #[search]
    tab: String,
}

impl Page for Product {
    fn view(_page: Memo<Self>) -> impl IntoView {}
}

struct Draft;

fn main() {
    _ = view! { <A to=Product::at("three")>"Three"</A> };
    _ = view! { <A to=Product::at()>"Which?"</A> };
    _ = view! { <A to=Product { id: 3 }>"Three"</A> };
    _ = view! { <A to=Gone::at(3)>"Gone"</A> };
    _ = view! { <A to=Draft>"Draft"</A> };
    _ = App::new(|| ()).page::<Draft>();
}
