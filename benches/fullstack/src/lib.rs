//! The app that is compared with other full-stack frameworks: a list of products, and one product with its reviews and
//! four forms. `benches/results/fullstack.md` says with what, and how.

use limosa::prelude::*;

limosa::server_only! {
    pub mod db;
}

/// A product as the list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Number, from 1.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// In cents.
    pub price: u32,
}

/// A product as its page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Number, from 1.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// In cents.
    pub price: u32,
    /// What it is.
    pub description: String,
}

/// What somebody says of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Number, from 1.
    pub id: u32,
    /// Who says it.
    pub author: String,
    /// One to five.
    pub rating: u32,
    /// What is said.
    pub text: String,
}

/// Why a call failed, as visitors may know it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, limosa::Error)]
pub enum StoreError {
    /// There is no such product.
    #[status(404)]
    #[message("not found")]
    NotFound,
    /// A field has a wrong value.
    #[fields]
    Invalid(FieldErrors),
    /// The call itself failed.
    #[call]
    Call(CallError),
}

/// All products.
#[query]
pub async fn products() -> Result<Vec<Row>, StoreError> {
    let shelves = db::all();
    let row = |shelf: &db::Shelf| Row {
        id: shelf.product.id,
        name: shelf.product.name.clone(),
        price: shelf.product.price,
    };
    Ok(shelves.iter().map(row).collect())
}

/// One product.
#[query]
pub async fn product(id: u32) -> Result<Product, StoreError> {
    let shelves = db::all();
    let shelf = shelves.get(db::index(id)).ok_or(StoreError::NotFound)?;
    Ok(shelf.product.clone())
}

/// The reviews of one product.
#[query]
pub async fn reviews(id: u32) -> Result<Vec<Review>, StoreError> {
    let shelves = db::all();
    let shelf = shelves.get(db::index(id)).ok_or(StoreError::NotFound)?;
    Ok(shelf.reviews.clone())
}

/// A new name.
#[derive(Debug, Form, Clone, Serialize, Deserialize)]
pub struct Rename {
    /// The name.
    pub name: String,
}

/// A new review.
#[derive(Debug, Form, Clone, Serialize, Deserialize)]
pub struct NewReview {
    /// Who says it.
    pub author: String,
    /// What is said.
    pub text: String,
}

/// Renames a product and stays on its page.
#[action]
pub async fn rename(id: u32, form: Rename) -> Result<(), StoreError> {
    let mut shelves = db::change();
    let shelf = shelves.get_mut(db::index(id));
    shelf.ok_or(StoreError::NotFound)?.product.name = form.name;
    Ok(())
}

/// Renames a product and goes to the list.
#[action]
pub async fn rename_list(id: u32, form: Rename) -> Result<Reply<()>, StoreError> {
    let mut shelves = db::change();
    let shelf = shelves.get_mut(db::index(id));
    shelf.ok_or(StoreError::NotFound)?.product.name = form.name;
    Ok(redirect(List))
}

/// Adds a review at the end.
#[action]
pub async fn add_review(id: u32, form: NewReview) -> Result<(), StoreError> {
    let mut shelves = db::change();
    let shelf = shelves.get_mut(db::index(id)).ok_or(StoreError::NotFound)?;
    let number = shelf.reviews.last().map_or(1, |review| review.id + 1);
    shelf.reviews.push(Review {
        id: number,
        author: form.author,
        rating: 5,
        text: form.text,
    });
    Ok(())
}

/// Fails, for reasons that are nobody's business.
#[action]
pub async fn fail(id: u32) -> Result<(), StoreError> {
    Err(std::io::Error::other(format!("action failed {id}"))).internal()
}

fn price(cents: u32) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// What surrounds every page.
#[component]
fn Layout() -> impl IntoView {
    view! { <main><Outlet/></main> }
}

/// All products, each a link.
#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/products")]
pub struct List;

impl Page for List {
    fn preload(&self) -> impl Preload {
        products()
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        let items = resource(products);
        let row = |row: &Row| {
            let (id, name, cost) = (row.id, row.name.clone(), price(row.price));
            view! {
                <li class="row"><A to=Detail { id }>{name}</A>" "<span class="price">{cost}</span></li>
            }
        };
        view! {
            <Title text="Shop"/>
            <h1>"Products"</h1>
            <ul id="list">{items.map(move |items| items.iter().map(row).collect::<Vec<_>>())}</ul>
        }
    }
}

/// One product, its reviews, and what can be done about it.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/products/:id")]
pub struct Detail {
    /// Number of the product.
    pub id: u32,
}

impl Page for Detail {
    fn preload(&self) -> impl Preload {
        (product(self.id), reviews(self.id))
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let id = move || page.get().id;
        let item = resource(move || product(id()));
        let all = resource(move || reviews(id()));
        Effect::new(tell_that_it_works);
        let review = |review: &Review| {
            let (author, rating, text) = (
                review.author.clone(),
                review.rating.to_string(),
                review.text.clone(),
            );
            view! { <li><b>{author}</b>" "<i>{rating}"/5"</i>" "<span>{text}</span></li> }
        };
        view! {
            <Title text="Shop"/>
            <A to=List id="back">"All products"</A>
            <h1 id="name">{item.map(|product| product.name.clone())}</h1>
            <p class="price">{item.map(|product| price(product.price))}</p>
            <p>{item.map(|product| product.description.clone())}</p>
            <form id="rename" action=move || rename.with(id())>
                <input name=Rename::NAME/><button>"Rename"</button>
            </form>
            <form id="renamelist" action=move || rename_list.with(id())>
                <input name=Rename::NAME/><button>"Rename and list"</button>
            </form>
            <form id="review" action=move || add_review.with(id())>
                <input name=NewReview::AUTHOR/><input name=NewReview::TEXT/><button>"Add review"</button>
            </form>
            <form id="fail" action=move || fail.with(id())><button>"Fail"</button></form>
            <h2>"Reviews ("<span id="count">{all.map(|all| all.len().to_string())}</span>")"</h2>
            <ul id="reviews">{all.map(move |all| all.iter().map(review).collect::<Vec<_>>())}</ul>
        }
    }
}

/// Marks the moment that the comparison takes for the page's being interactive. Effects run in the browser alone.
fn tell_that_it_works() {
    let performance = web_sys::window().and_then(|window| window.performance());
    if let Some(performance) = performance {
        drop(performance.mark("hydrated"));
    }
}

/// The app, on both sides.
#[must_use]
pub fn app() -> App {
    App::new(Layout)
        .page::<List>()
        .page::<Detail>()
        .not_found(|| view! { <h1>"Not found."</h1> })
}
