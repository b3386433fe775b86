//! Messages that did not get there: what was typed, why, and what can be done about it.

use limosa::prelude::*;
use web_sys::HtmlInputElement;

use crate::messages::{BoardError, NewMessage, post};

/// What did not get there, in the order in which it was written. Tracked.
pub(crate) fn unsent() -> Vec<Submission<impl Action<Error = BoardError>>> {
    submissions(post).failed()
}

/// The list of what did not get there. Its buttons leave the focus to the field for the next message.
#[component]
pub(crate) fn Unsent(then: NodeRef<HtmlInputElement>) -> impl IntoView {
    let is_there = move || !unsent().is_empty();
    view! {
        <Show when=is_there>
            <section aria-labelledby="unsent-title">
                <h2 id="unsent-title">"Not sent"</h2>
                <ul id="unsent" aria-live="polite">
                    <For each=unsent key=|each| each.number() children=move |each| entry(each, then) />
                </ul>
            </section>
        </Show>
    }
}

fn entry<M: Action<Error = BoardError>>(
    lost: Submission<M>,
    then: NodeRef<HtmlInputElement>,
) -> View {
    // As it was typed, valid or not.
    let typed = lost.input().unwrap_or_default();
    let text = typed
        .text(&NewMessage::TEXT.name())
        .unwrap_or_default()
        .to_owned();
    let id = ["unsent-", &lost.number().to_string()].concat();
    let why = move || lost.error().map(|error| error.to_string());
    let after = move |act: fn(&Submission<M>)| {
        act(&lost);
        if let Some(field) = then.get() {
            // Fails for elements that cannot have the focus.
            let _ = field.focus();
        }
    };
    view! {
        <li>
            <p class="text" id=id.clone()>{text}</p>
            <p class="why">{why}</p>
            <p class="buttons">
                <button type="button" class="retry" aria-describedby=id.clone() on:click=move |_| after(Submission::retry)>"Retry"</button>
                <button type="button" class="discard" aria-describedby=id on:click=move |_| after(Submission::clear)>"Discard"</button>
            </p>
        </li>
    }
    .into_view()
}
