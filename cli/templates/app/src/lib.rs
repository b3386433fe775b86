//! A page of notes: one query, one form, one action.

use limosa::prelude::*;

limosa::server_only! {
    mod notes; // where they are kept; the browser never sees it
    pub use notes::Notes;

    #[global_allocator]
    static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
}

/// Why a call failed, as visitors may know it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, limosa::Error)]
pub enum NoteError {
    /// A field of the form has a wrong value.
    #[fields]
    Invalid(FieldErrors),
    /// The call itself failed.
    #[call]
    Call(CallError),
}

/// All notes, the newest first. The body exists on the server only.
#[query]
pub async fn notes(#[server] notes: State<Notes>) -> Result<Vec<String>, NoteError> {
    Ok(notes.all())
}

/// The form of a new note.
#[derive(Debug, Clone, Serialize, Deserialize, Form)]
pub struct NewNote {
    /// What it says.
    #[field(min = 1, max = 200)]
    pub text: String,
}

/// Keeps a note; the answer brings the fresh list along.
#[action]
pub async fn add_note(form: NewNote, #[server] notes: State<Notes>) -> Result<(), NoteError> {
    notes.add(form.text);
    Ok(())
}

/// The app, on both sides.
#[must_use]
pub fn app() -> App {
    App::new(Layout).page::<Home>()
}

/// What surrounds every page.
#[component]
fn Layout() -> impl IntoView {
    view! {
        <Html lang="en" />
        <Link rel="stylesheet" href="/style.css" />
        <Link rel="icon" href="data:," />
        <main><Outlet /></main>
    }
}

/// `/`
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("/")]
pub struct Home;

impl Page for Home {
    fn preload(&self) -> impl Preload {
        notes()
    }

    fn view(_page: Memo<Self>) -> impl IntoView {
        let all = resource(notes);
        let adding = submission(add_note);
        view! {
            <Title text="Notes" />
            <h1>"Notes"</h1>
            <form id="add" action=add_note>
                <label>"New note " <input name=NewNote::TEXT autocomplete="off" /></label>
                <button disabled=move || adding.pending()>"Add"</button>
                <FieldError of=adding field=NewNote::TEXT />
            </form>
            <ul id="notes">{all.map(|notes| notes.iter().map(note).collect::<Vec<_>>())}</ul>
        }
    }
}

fn note(text: &String) -> View {
    let text = text.clone();
    view! { <li>{text}</li> }.into_view()
}
