//! Ids of queries and actions: keyed hashes worked out by the compiler, alike in browser and server builds.

use sha2_const_stable::Sha256;

use crate::base64::sixteen_characters;

/// The id of a remote function: 96 bits of SHA-256 as text.
#[derive(Debug, Clone, Copy)]
pub struct Identity([u8; 16]);

impl Identity {
    /// Hashes what a function is; the key keeps outsiders from telling the name from the id.
    #[must_use]
    pub const fn new(key: Option<&str>, text: &str) -> Self {
        let key = match key {
            Some(key) => key,
            None => "",
        };
        // The key is hashed first to a fixed length, so that no key and text run into each other.
        let key = Sha256::new().update(key.as_bytes()).finalize();
        Self(sixteen_characters(
            &Sha256::new()
                .update(&key)
                .update(text.as_bytes())
                .finalize(),
        ))
    }

    /// The id as text.
    ///
    /// # Panics
    /// Never: the alphabet is ASCII.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match str::from_utf8(&self.0) {
            Ok(text) => text,
            Err(_) => panic!("the base64 alphabet is ASCII"),
        }
    }
}
