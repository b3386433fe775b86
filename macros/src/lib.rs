//! The macros of Limosa. They are documented where the facade re-exports them.
#![forbid(unsafe_code)]

mod action;
#[cfg(test)]
mod action_tests;
mod component;
mod error;
mod form;
mod identity;
mod page;
mod query;
mod remote;
mod store;
mod view;

use proc_macro::TokenStream;

/// Makes a function a query: calls are keys, the body runs on the server.
///
/// `async fn product(id: u32, #[server] db: State<Db>) -> Result<Product, ShopError>` becomes `fn product(id: u32)`, whose
/// call is lazy, awaitable and its own key. Arguments marked `#[server]` are axum extractors: they do not exist in the
/// browser's build, and neither does the body, whose future is `Send`. A query runs once per key and request; the browser
/// keeps its value for as long as the options say.
///
/// ```
/// use limosa::prelude::*;
///
/// #[query(fresh_for = "30s")]
/// pub async fn greeting(name: String) -> Result<String, CallError> {
///     Ok(format!("Hello, {name}"))
/// }
///
/// let key = greeting("Ada".to_owned()); // nothing has run yet
/// assert_eq!(key, greeting("Ada".to_owned()));
/// ```
///
/// Options: `fresh_for` and `keep_for` (5 s after a preload and 3 minutes unused unless said otherwise), `flight_budget` (how
/// long a flight waits for it), `refetch_every`, all times like `"500ms"`, `"5s"`, `"3m"`, `"1h"`; `refetch_on_focus`,
/// `refetch_on_reconnect`; `cache_control = ".."` for a GET of this query alone in place of `private, no-store`, with an `ETag`; `tags = [CATALOG]`: what it is revalidated together with others by (see
/// `QueryTag`); `client`: the body runs where it is called.
#[proc_macro_attribute]
pub fn query(options: TokenStream, item: TokenStream) -> TokenStream {
    finish(query::expand(options.into(), item.into()))
}

/// Makes a function an action: it posts in the browser and runs on the server; one request brings its value and all
/// data of the page that it made stale.
///
/// Arguments before the form are bound ones (`rename.with(3)`), the form is a struct with `#[derive(Form)]`, arguments marked
/// `#[server]` are axum extractors. The body's future is `Send`, and a body that has started runs to its end. It is the `action` of
/// a `<form>` that works without script too, and a function to call from code.
///
/// ```
/// use limosa::prelude::*;
///
/// #[derive(Clone, Form, Serialize, Deserialize)]
/// pub struct Rename {
///     #[field(min = 1, max = 80)]
///     pub name: String,
/// }
///
/// #[action]
/// pub async fn rename(id: u32, form: Rename) -> Result<String, CallError> {
///     Ok(format!("{id} is called {}", form.name))
/// }
///
/// # #[component]
/// # fn Renaming() -> impl IntoView {
/// view! {
///     <form action=rename.with(3)>
///         <input name=Rename::NAME />
///         <button>"Save"</button>
///     </form>
/// }
/// # }
/// ```
///
/// Options: `client` (the body runs where it is called), `abort` (the body is dropped with its submission), `timeout = "10s"`: a body
/// that runs out of time is dropped where it waits. Its visitor is told so; who sends the same submission again is told that nobody
/// knows whether it was done, and nothing runs a second time.
#[proc_macro_attribute]
pub fn action(options: TokenStream, item: TokenStream) -> TokenStream {
    finish(action::expand(options.into(), item.into()))
}

/// Makes a struct the fields of a form: HTML constraints, decoder, validation and keys of the messages in one.
///
/// Each field has a constant of its name in capitals, the only thing that `name=` accepts in a form with an action. The same checks run
/// in the browser, where native validation would stop a submit, and on the server, always. Lengths count UTF-16 units, as
/// `maxlength` does.
///
/// ```
/// use limosa::prelude::*;
///
/// #[derive(Form)]
/// struct Signup {
///     #[field(max = 40, message = "Tell us who you are")]
///     name: String,
///     #[field(email)]
///     email: String,
///     #[field(min = 18)]
///     age: Option<u8>,
///     newsletter: bool, // a checkbox
/// }
///
/// let signup = Signup { name: "Ada".into(), email: "nowhere".into(), age: None, newsletter: true };
/// let errors = signup.validate().unwrap_err();
/// assert!(!errors.get("email").is_empty());
/// ```
///
/// On a field: `#[field(min = .., max = ..)]` (length of texts, range of numbers and dates), `required`, `email`, `secret` (never sent
/// back), `message = ".."`, `name = ".."`, `check = function`. On the struct: `#[form(check = function)]`. On an enum without
/// data: its variants are the values of a `<select>` or of radio buttons.
#[proc_macro_derive(Form, attributes(field, form))]
pub fn derive_form(input: TokenStream) -> TokenStream {
    finish(form::expand(input.into()))
}

/// Makes an enum an error that queries and actions can return.
///
/// `#[status(404)]` gives a variant its HTTP status, `#[message("..")]` what visitors read. One variant marked `#[call]` takes
/// failures of the call itself (network, refused, internal), and one marked `#[fields]` takes messages of form fields, status 422.
///
/// ```
/// use limosa::prelude::*;
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, limosa::Error)]
/// pub enum ShopError {
///     #[status(404)]
///     NotFound,
///     #[fields]
///     Invalid(FieldErrors),
///     #[call]
///     Call(CallError),
/// }
/// ```
#[proc_macro_derive(Error, attributes(status, message, fields, call))]
pub fn derive_error(input: TokenStream) -> TokenStream {
    finish(error::expand(input.into()))
}

/// Makes a struct a page: its fields are the parameters of its URL.
///
/// `:name` in the pattern is a field that serde reads from one text, `:name?` one that may be absent, `*name` at its end takes the rest
/// of the path. Fields marked `#[search]` are search parameters: optional, lists, or with `#[search(default = ..)]`. A path that does not
/// parse is no page (404); a search parameter that does not is its default, or an error for fields of the type `Result<T, ValueError>`.
///
/// ```
/// use limosa::prelude::*;
///
/// #[derive(Debug, Clone, PartialEq, Page)]
/// #[page("/products/:id")]
/// pub struct ProductPage {
///     pub id: u32,
///     #[search]
///     pub tab: Option<String>,
/// }
///
/// impl Page for ProductPage {
///     fn view(page: Memo<Self>) -> impl IntoView {
///         view! { <h1>"Product " {move || page.get().id}</h1> }
///     }
/// }
///
/// let page = ProductPage { tab: Some("sizes".to_owned()), ..ProductPage::at(3) };
/// assert_eq!(page.href(), "/products/3?tab=sizes");
/// ```
///
/// `#[page("stock", parent = Admin)]` is a page inside of another's `<Outlet/>`, and `#[page("", parent = Admin)]` the one that is there
/// first. A parent whose own pattern is `"/"` is a group: something around pages, without a URL. A parent with parameters is a field,
/// marked `#[parent]`.
#[proc_macro_derive(Page, attributes(page, search, parent))]
pub fn derive_page(input: TokenStream) -> TokenStream {
    finish(page::expand(input.into()))
}

/// Makes a struct or an enum tracked part by part in a store: `Store<Product>` gets a method per field.
///
/// The methods are those of a trait, `ProductFields`, which is as private as the most private field. A field marked
/// `#[store(key)]` tells the rows of a list apart: handles and patches follow a row by it. An enum gets `is_variant()`, and for
/// each field of a variant a method that gives a handle while it is that variant; all of these subscribe to the variant alone.
///
/// `patch` goes on into fields that are `Store` too, and lists and options of such; it compares others that are `PartialEq`, for
/// a type parameter if the bounds of the struct say so, and takes the rest for changed.
///
/// ```
/// use limosa::prelude::*;
///
/// #[derive(Store, Clone, PartialEq)]
/// struct Product {
///     #[store(key)]
///     id: u32,
///     name: String,
///     stock: u32,
/// }
///
/// let products = Store::new(vec![
///     Product { id: 1, name: "Ruff".to_owned(), stock: 3 },
///     Product { id: 2, name: "Knot".to_owned(), stock: 5 },
/// ]);
/// let knot = products.row(&2).expect("it is there");
/// let seen = StoredValue::new(vec![]);
/// Effect::new(move || seen.update(|seen| seen.push(knot.name().get())));
/// knot.stock().set(4);
/// products.arrange(|products| products.swap(0, 1));
/// assert_eq!(seen.get(), ["Knot"]);
/// knot.name().set("Red knot".to_owned());
/// assert_eq!(seen.get(), ["Knot", "Red knot"]);
/// ```
#[proc_macro_derive(Store, attributes(store))]
pub fn derive_store(input: TokenStream) -> TokenStream {
    finish(store::expand(input.into()))
}

/// HTML with Rust in braces; gives a `View`.
///
/// Text stands in quotes, Rust in braces. A closure in braces or as a value is run again whenever a signal that it read has
/// changed, and changes that text, attribute or child alone. Tags in capitals are components.
///
/// ```
/// use limosa::prelude::*;
///
/// # #[component]
/// # fn Example() -> impl IntoView {
/// let (count, set_count) = signal(0);
/// view! {
///     <button class="primary" class:many={move || count.get() > 9} on:click=move |_| set_count.update(|count| *count += 1)>
///         "Clicked " {count} " times"
///     </button>
///     <Show when={move || count.get() > 9}><p>"That is a lot."</p></Show>
/// }
/// # }
/// ```
///
/// | in a tag | means |
/// |---|---|
/// | `title=value`, `disabled`, `attr:any-name=value` | an attribute; absent for `None` and `false` |
/// | `class:name=condition`, `style:name=value` | one class, one property of the style |
/// | `prop:name=value` | a property of the element; the server knows nothing of it |
/// | `on:name=closure` | a handler; `on:name:prevent`, `:stop`, `:capture`, `:once`, `:passive`, `:undelegated` |
/// | `bind:value=signal` | an input, `<textarea>` or `<select>` (with `multiple` a `Vec`) and a signal that follow each other |
/// | `bind:checked=signal`, `bind:group=signal` | a checkbox; radio buttons of one text, or checkboxes of a `Vec` |
/// | `node_ref=reference`, `use:function=value` | the real element, in the browser |
/// | `inner_html=html` | HTML that is written as it is: not for what visitors wrote |
/// | `{..attributes}` | `Attributes` put together at run time |
/// | `let:name`, on a component | what it gives its children |
/// | `slot:name`, on a component's child | the child is that prop of the component, not one of its children |
///
/// Tags, attributes and events are checked, and so is nesting that an HTML parser would rewrite.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    view::expand(tokens.into()).into()
}

/// Makes a function usable as a tag in `view!`; its arguments are the props.
///
/// Before a prop may stand `#[prop(optional)]`, `#[prop(default = value)]` and `#[prop(into)]`; what stands between the tags
/// is the prop `children`. The function runs once, where the tag stands; what changes later are the closures in its view.
///
/// ```
/// use limosa::prelude::*;
///
/// /// A framed text.
/// #[component]
/// fn Card(#[prop(into)] title: String, #[prop(optional)] wide: bool, children: Children) -> impl IntoView {
///     view! { <section class:wide=wide><strong>{title}</strong>{children()}</section> }
/// }
///
/// # #[component]
/// # fn Example() -> impl IntoView {
/// view! { <Card title="Godwits" wide><p>"They fly far."</p></Card> }
/// # }
/// ```
///
/// A prop without a value is `true`, as in HTML and JSX; a variable of the same name is written out, `title=title`.
///
/// A prop may be generic, and a view or a closure that gives one: then it can stand between the tags as a slot, `slot:name`.
/// Without `view!` a component is a function of a struct, whose builder has a setter per prop.
///
/// ```
/// use limosa::prelude::*;
///
/// #[component]
/// fn Listing<T: 'static, V: IntoView + 'static>(
///     /// What is listed.
///     items: Vec<T>,
///     /// How one of them looks.
///     row: impl Fn(T) -> V + 'static,
///     #[prop(optional)] heading: Option<Children>,
/// ) -> impl IntoView {
///     let rows = items.into_iter().map(row).collect::<Vec<_>>();
///     view! { {heading.map(|heading| heading())} <ul>{rows}</ul> }
/// }
///
/// let with_tags = view! {
///     <Listing items=vec!["ruff", "knot"]>
///         <h2 slot:heading>"Waders"</h2>
///         <li slot:row let:name>{name}</li>
///     </Listing>
/// };
///
/// let row = |name: &'static str| element("li").child(name);
/// let with_calls = Listing(ListingProps::builder().items(vec!["ruff", "knot"]).row(row).build());
/// # drop((with_tags, with_calls));
/// ```
#[proc_macro_attribute]
pub fn component(arguments: TokenStream, item: TokenStream) -> TokenStream {
    component::expand(&arguments.into(), item.into()).into()
}

fn finish(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
