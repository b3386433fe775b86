//! Users and their passwords, kept as Argon2id hashes.

use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use rusqlite::{OptionalExtension as _, params};

use super::{Db, DbError};

/// The hash of a password that nobody has, so that an unknown user takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$rgldIxCX+Lb5H0cJtf9wbw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Db {
    /// Whether there is a user of this name with this password.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn is_password(&self, user: &str, password: &str) -> Result<bool, DbError> {
        let user = user.to_owned();
        let hash: Option<String> = self
            .run(move |connection| {
                connection
                    .query_row(
                        "SELECT password FROM user WHERE name = ?1",
                        params![user],
                        |row| row.get(0),
                    )
                    .optional()
            })
            .await?;
        let password = password.to_owned();
        // The hash takes tens of milliseconds by design; nobody else should wait for it.
        tokio::task::spawn_blocking(move || fits(hash.as_deref().unwrap_or(NOBODY), &password))
            .await
            .map_err(|error| DbError(error.to_string()))
    }
}

fn fits(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}
