//! The page: messages, what is on its way, and the form.

use limosa::prelude::*;
use web_sys::HtmlInputElement;

use crate::{
    messages::{Message, NewMessage, messages, post},
    unsent::{Unsent, unsent},
};

/// The document around the page.
#[component]
pub(crate) fn Layout() -> impl IntoView {
    view! {
        <Html lang="en" />
        <Title text="Chat board" />
        <Meta name="description" content="Messages that get there, once each, on a bad connection too." />
        <Link rel="stylesheet" href="/chat-board.css" />
        <Link rel="icon" href="/favicon.svg" />
        <main>
            <h1>"Chat board"</h1>
            <Outlet />
        </main>
    }
}

/// `/`
#[derive(Debug, Clone, Copy, PartialEq, Page)]
#[page("/")]
pub(crate) struct BoardPage;

impl Page for BoardPage {
    fn preload(&self) -> impl Preload {
        messages()
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        let text = NodeRef::new();
        view! {
            <Messages />
            <Unsent then=text />
            <Status />
            <NewMessageForm text=text />
        }
    }
}

#[component]
fn Messages() -> impl IntoView {
    optimistic(
        post,
        |_| messages(),
        |list, sent| {
            // Who reads it after it was stored, and before that was said, has it already.
            if list.iter().all(|message| message.mark != sent.form.mark) {
                list.push(to_be(sent.number, &sent.form));
            }
        },
    );
    let all = resource(messages);
    let rows = all.rows(Clone::clone, |message| message.id);
    view! {
        <Suspense fallback=|| view! { <p class="note">"Loading the messages…"</p> }>
            <ol id="messages" aria-label="Messages" aria-live="polite">
                <For each=rows key=|message| *message children=entry />
            </ol>
        </Suspense>
    }
}

/// The message that somebody has just sent, as it will be.
fn to_be(number: u32, form: &NewMessage) -> Message {
    Message {
        // One that the database does not give out soon.
        id: u32::MAX - number,
        author: form.author.clone(),
        text: form.text.clone(),
        mark: form.mark.clone(),
        pending: true,
    }
}

fn entry(message: Memo<Message>) -> View {
    // A message never changes, and one that was pending comes back as another.
    let Message {
        author,
        text,
        pending,
        ..
    } = message.get_untracked();
    let note = pending.then(|| view! { <small>"Sending…"</small> });
    view! {
        <li class:pending=pending aria-busy=pending.then_some("true")>
            <strong class="author">{author}</strong>
            {note}
            <p class="text">{text}</p>
        </li>
    }
    .into_view()
}

/// How all that was written does.
#[component]
fn Status() -> impl IntoView {
    let text = move || match (in_flight().len(), unsent().len()) {
        (0, 0) => "Everything is sent".to_owned(),
        (0, lost) => ["Not sent: ", &lost.to_string()].concat(),
        (sending, 0) => ["Sending: ", &sending.to_string()].concat(),
        (sending, lost) => [
            "Sending: ",
            &sending.to_string(),
            ", not sent: ",
            &lost.to_string(),
        ]
        .concat(),
    };
    view! { <p id="status" role="status">{text}</p> }
}

/// Takes the next message at once, whatever has become of those before.
#[component]
fn NewMessageForm(text: NodeRef<HtmlInputElement>) -> impl IntoView {
    let posting = submission(post);
    // Stays when the form is emptied.
    let author = RwSignal::new(String::new());
    let mark = RwSignal::new(String::new());
    let marked = move |_| mark.set(js_sys::Math::random().to_bits().to_string());
    view! {
        <form id="post" action=post data-reset="submit" on:submit=marked>
            <input type="hidden" name=NewMessage::MARK prop:value=mark />
            <label>"Your name" <input name=NewMessage::AUTHOR autocomplete="name" bind:value=author /></label>
            <label>"Message" <input name=NewMessage::TEXT autocomplete="off" node_ref=text /></label>
            <button>"Send"</button>
            <FieldError of=posting field=NewMessage::AUTHOR />
            <FieldError of=posting field=NewMessage::TEXT />
            // With script what failed is in the list above.
            <Show when=move || unsent().is_empty()>
                <ActionError of=posting />
            </Show>
        </form>
    }
}
