//! The app of these tests: pages, queries and actions of every kind, on a database of one map.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use limosa_actions::{ActionError, BindOne, FieldError, Reply, Sealed, redirect, submission};
use limosa_axum::{Server, Session, State};
use limosa_dom::{IntoView, ResourceView, Suspense, Title};
use limosa_macros::{Error, Form, Page, action, component, query, view};
use limosa_reactive::{Memo, resource};
use limosa_router::{App, CallError, FieldErrors, InternalExt, Outlet, Preload};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Error)]
pub(crate) enum TestError {
    #[status(404)]
    NotFound,
    #[fields]
    Invalid(FieldErrors),
    #[call]
    Call(CallError),
}

/// What the tests look into.
#[derive(Clone, Default)]
pub(crate) struct World(Arc<Inner>);

#[derive(Default)]
struct Inner {
    names: Mutex<BTreeMap<u32, String>>,
    ran: Mutex<Vec<String>>,
    slow: AtomicUsize,
    gate: Notify,
    dropped: AtomicUsize,
}

impl World {
    pub(crate) fn ran(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.ran.lock().unwrap())
    }

    /// Lets `slow` wait this long.
    pub(crate) fn slow_for(&self, milliseconds: usize) {
        self.0.slow.store(milliseconds, Ordering::Relaxed);
    }

    /// Lets a waiting action go on.
    pub(crate) fn open_gate(&self) {
        self.0.gate.notify_one();
    }

    /// How many slow queries were dropped before they ended.
    pub(crate) fn dropped(&self) -> usize {
        self.0.dropped.load(Ordering::Relaxed)
    }

    pub(crate) fn name(&self, id: u32) -> Option<String> {
        let known = self.0.names.lock().unwrap().get(&id).cloned();
        known.or_else(|| (id <= 100).then(|| format!("Product {id}")))
    }

    pub(crate) fn note(&self, what: String) {
        self.0.ran.lock().unwrap().push(what);
    }

    /// Counts if it is dropped before it is told that all went well.
    fn counts_drop(&self) -> CountsDrop {
        CountsDrop(self.clone(), false)
    }

    fn rename(&self, id: u32, name: &str) {
        self.0.names.lock().unwrap().insert(id, name.to_owned());
    }
}

struct CountsDrop(World, bool);

impl CountsDrop {
    /// All went well.
    fn end(mut self) {
        self.1 = true;
    }
}

impl Drop for CountsDrop {
    fn drop(&mut self) {
        if !self.1 {
            self.0.0.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[query]
pub(crate) async fn name(id: u32, #[server] world: State<World>) -> Result<String, TestError> {
    world.note(format!("name {id}"));
    world.name(id).ok_or(TestError::NotFound)
}

#[query(cache_control = "private, max-age=60")]
pub(crate) async fn kept(id: u32, #[server] world: State<World>) -> Result<String, TestError> {
    world.name(id).ok_or(TestError::NotFound)
}

#[query]
pub(crate) async fn slow(id: u32, #[server] world: State<World>) -> Result<String, TestError> {
    world.note(format!("slow {id}"));
    let guard = world.counts_drop();
    let wait = world.0.0.slow.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(wait as u64)).await;
    guard.end();
    Ok(format!("</script>slow <{id}>"))
}

#[query]
pub(crate) async fn who(#[server] session: Session) -> Result<Option<String>, TestError> {
    Ok(session.get("user"))
}

#[query]
pub(crate) async fn panics() -> Result<u32, TestError> {
    panic!("a secret cause")
}

#[query]
pub(crate) async fn sealed(#[server] world: State<World>) -> Result<Sealed<u32>, TestError> {
    world.note("sealed".to_owned());
    Ok(Sealed::new(delete, 3)?)
}

#[derive(Form, Clone)]
pub(crate) struct Rename {
    #[field(min = 1, max = 20)]
    pub(crate) name: String,
}

#[derive(Form, Clone)]
pub(crate) struct Login {
    pub(crate) user: String,
    #[field(secret)]
    pub(crate) password: String,
}

#[action]
pub(crate) async fn rename(
    id: u32,
    form: Rename,
    #[server] world: State<World>,
) -> Result<String, TestError> {
    world.note(format!("rename {id} {}", form.name));
    match form.name.as_str() {
        "fail" => "x".parse::<u32>().map(|_| String::new()).internal(),
        "panic" => panic!("a secret cause"),
        "taken" => Err(Rename::NAME.error("is taken").into()),
        "wait" => {
            world.0.0.gate.notified().await;
            world.rename(id, &form.name);
            Ok(form.name)
        }
        _ => {
            world.rename(id, &form.name);
            Ok(form.name)
        }
    }
}

#[action]
pub(crate) async fn create(
    form: Rename,
    #[server] world: State<World>,
) -> Result<Reply<u32>, TestError> {
    world.note(format!("create {}", form.name));
    world.rename(7, &form.name);
    Ok(redirect(ProductPage::at(7)).cookie("seen=7; Path=/"))
}

#[action]
pub(crate) async fn login(
    form: Login,
    #[server] session: Session,
    #[server] world: State<World>,
) -> Result<Reply<()>, TestError> {
    world.note(format!("login {}", form.user));
    if form.password != "right" {
        return Err(Login::USER.error("is unknown").into());
    }
    session.renew();
    session.set("user", &form.user).internal()?;
    Ok(redirect(Home))
}

#[action]
pub(crate) async fn logout(#[server] session: Session) -> Result<Reply<()>, TestError> {
    session.end();
    Ok(redirect(Home))
}

#[action]
pub(crate) async fn delete(
    id: Sealed<u32>,
    #[server] world: State<World>,
) -> Result<u32, TestError> {
    let id = *id.get()?;
    world.note(format!("delete {id}"));
    Ok(id)
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
pub(crate) struct Home;

impl limosa_router::Page for Home {
    fn preload(&self) -> impl Preload {
        who()
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        let user = resource(who);
        view! {
            <h1>"Home"</h1>
            <p id="user">{user.map(|user| user.clone().unwrap_or_else(|| "nobody".to_owned()))}</p>
            <form id="create" action=create><input name=Rename::NAME /><button>"Create"</button></form>
            <form id="login" action=login>
                <input name=Login::USER /><FieldError of=submission(login) field=Login::USER />
                <input name=Login::PASSWORD type="password" /><button>"Log in"</button>
            </form>
            <form id="logout" action=logout><button>"Log out"</button></form>
        }
    }
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/products/:id")]
pub(crate) struct ProductPage {
    pub(crate) id: u32,
}

impl limosa_router::Page for ProductPage {
    fn preload(&self) -> impl Preload {
        (name(self.id), slow(self.id))
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let id = move || page.get().id;
        let item = resource(move || name(id()));
        let late = resource(move || slow(id()));
        let renaming = submission(rename);
        view! {
            <Title text=item.map(|name| name.clone()) />
            <h1 id="name">{item.map(|name| name.clone())}</h1>
            <Suspense fallback=|| "Loading">
                <p id="slow">{late.map(|text| text.clone())}</p>
            </Suspense>
            <form id="rename" action=move || rename.with(id())>
                <input name=Rename::NAME />
                <FieldError of=renaming field=Rename::NAME />
                <ActionError of=renaming />
                <button>"Save"</button>
            </form>
        }
    }
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/broken")]
pub(crate) struct Broken;

impl limosa_router::Page for Broken {
    fn view(_: Memo<Self>) -> impl IntoView {
        let number = resource(panics);
        view! { <p>{number.map(|number| number.to_string())}</p> }
    }
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/panic")]
pub(crate) struct Panicking;

impl limosa_router::Page for Panicking {
    fn view(_: Memo<Self>) -> impl IntoView {
        let text: &'static str = if std::env::var("LIMOSA_NEVER").is_ok() {
            ""
        } else {
            panic!("a secret cause")
        };
        text
    }
}

#[component]
fn Shell() -> impl IntoView {
    view! { <nav>"Shop"</nav><main><Outlet/></main> }
}

pub(crate) fn app() -> App {
    pages(App::new(Shell))
}

pub(crate) fn pages(app: App) -> App {
    app.page::<crate::modes::Flood>()
        .page::<crate::modes::Transient>()
        .page::<Home>()
        .page::<ProductPage>()
        .page::<Broken>()
        .page::<Panicking>()
        .not_found(|| view! { <h1>"Nothing here"</h1> })
}

pub(crate) fn server(world: &World) -> Server {
    Server::new(app)
        .state(world.clone())
        .keys(["a key for tests of more than thirty-two letters"])
}

pub(crate) fn key_of<M: limosa_router::Query>(call: &limosa_router::QueryCall<M>) -> String {
    call.key().as_str().to_owned()
}

pub(crate) fn rename_url(id: u32, page: &str) -> String {
    let bound = rename.with(id);
    let json = limosa_actions::AsAction::bound_json(&bound);
    limosa_actions::wire::action_url(id_of(rename), page, json.as_deref())
}

pub(crate) fn id_of<Kind, A: limosa_actions::AsAction<Kind>>(_: A) -> &'static str {
    <A::Action as limosa_actions::Action>::ID
}
