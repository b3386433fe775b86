//! Logging in and out.

use limosa::prelude::*;

use crate::error::{LoginError, ShopError};

limosa::server_only! {
    use axum::Extension;
    use limosa::server::{PageUrl, Session, State};

    use super::CART;
    use crate::{
        db::Db,
        guard::USER,
        journal::Log,
        pages::{Account, Home},
        queries::likes,
    };
}

/// The form that logs a user in.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct Login {
    /// The name.
    #[field(min = 1, max = 80)]
    pub user: String,
    /// Never sent back, never logged.
    #[field(min = 1, max = 200, secret)]
    pub password: String,
}

/// Begins a session of a user, which takes the cart over, and goes on to where the visitor wanted to go.
#[action]
pub async fn login(
    form: Login,
    #[server] page: PageUrl,
    #[server] db: State<Db>,
    #[server] session: Session,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, LoginError> {
    log.action(
        "login",
        ([("user", &form.user)]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>(),),
    );
    if !db
        .is_password(&form.user, &form.password)
        .await
        .internal()?
    {
        return Err(Login::USER
            .error("There is no such user with this password")
            .into());
    }
    session.renew();
    session.set(USER, &form.user).internal()?;
    Ok(match page.next() {
        // The first page shows the likes without preloading them.
        Some(next) if next.as_str() == "/" => redirect(next).refresh(likes()),
        Some(next) => redirect(next),
        None => redirect(Account),
    })
}

/// Ends the session, with its cart.
#[action]
pub async fn logout(
    #[server] db: State<Db>,
    #[server] session: Session,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    log.action("logout", ());
    if let Some(cart) = session.get::<String>(CART) {
        db.clear_cart(&cart).await.internal()?;
    }
    session.end();
    Ok(redirect(Home).refresh(likes()))
}
