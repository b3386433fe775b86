//! Who the visitor is.

use limosa::prelude::*;

use super::title;
use crate::{
    actions::{Login, login, logout},
    queries::me,
};

/// `/account?next=/admin`
#[derive(Debug, Clone, Copy, Default, PartialEq, Page)]
#[page("/account")]
pub struct Account;

impl Page for Account {
    fn preload(&self) -> impl Preload {
        me()
    }

    fn view(_page: Memo<Self>) -> impl IntoView {
        let user = resource(me);
        view! {
            <Title text=title("Account") />
            <h1>"Account"</h1>
            {user.map(|user| match user {
                Some(user) => view! { <LoggedIn user=user.clone() /> }.into_view(),
                None => view! { <LoginForm /> }.into_view(),
            })}
        }
    }
}

#[component]
fn LoggedIn(user: String) -> impl IntoView {
    let leaving = submission(logout);
    view! {
        <p>"You are logged in as " <strong id="user">{user}</strong></p>
        <form id="logout" action=logout>
            <button disabled=move || leaving.pending()>"Log out"</button>
            <ActionError of=leaving />
        </form>
    }
}

#[component]
fn LoginForm() -> impl IntoView {
    let entering = submission(login);
    view! {
        <form id="login" class="card" action=login>
            <label>"User" <input name=Login::USER autocomplete="username" /></label>
            <FieldError of=entering field=Login::USER />
            <label>"Password" <input name=Login::PASSWORD autocomplete="current-password" /></label>
            <FieldError of=entering field=Login::PASSWORD />
            <ActionError of=entering />
            <button disabled=move || entering.pending()>"Log in"</button>
        </form>
    }
}
