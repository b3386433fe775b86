//! The key ring: what the server encrypts for itself and hands to the visitor's browser.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use limosa_actions::server::random_bytes;
use sha2::{Digest, Sha256};

const KEY_ID_LENGTH: usize = 4;
const NONCE_LENGTH: usize = 24;
const SHORTEST_SECRET: usize = 32;
const MOST_KEYS: usize = 16;

/// What a sealed text is for; each purpose has its own key, so that one kind of text never passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The result of a form sent without script, on its way to the page that shows it.
    Flash,
    /// The visitor's session.
    Session,
    /// A `Sealed<T>` of the app.
    Sealed,
}

const PURPOSES: [Purpose; 3] = [Purpose::Flash, Purpose::Session, Purpose::Sealed];

/// Secrets of the server, newest first: the first one seals, all of them open.
///
/// Cheap to clone; shared by all threads. Instances behind a balancer share keys by sharing `LIMOSA_KEY`.
#[derive(Clone)]
pub struct KeyRing(Arc<[Key]>);

struct Key {
    id: [u8; KEY_ID_LENGTH],
    ciphers: [XChaCha20Poly1305; PURPOSES.len()],
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyRing({} keys)", self.0.len())
    }
}

impl KeyRing {
    /// A ring of the given secrets, newest first; each is at least 32 characters of any text, best random.
    ///
    /// # Errors
    ///
    /// No secret at all, more than 16, or one that is too short.
    ///
    /// # Examples
    ///
    /// ```
    /// use limosa_axum::security::{KeyRing, Purpose};
    ///
    /// let old = KeyRing::new(["an old secret of thirty-two letters"])?;
    /// let new = KeyRing::new(["a newer secret of thirty-two letters", "an old secret of thirty-two letters"])?;
    /// let sealed = old.seal(Purpose::Sealed, b"action 1", b"stock: 3");
    /// assert_eq!(new.open(Purpose::Sealed, b"action 1", &sealed).as_deref(), Some(&b"stock: 3"[..]));
    /// assert_eq!(new.open(Purpose::Sealed, b"action 2", &sealed), None);
    /// # Ok::<(), String>(())
    /// ```
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Result<Self, String> {
        let mut keys = Vec::new();
        for secret in secrets {
            let secret = secret.as_ref().trim();
            if secret.len() < SHORTEST_SECRET {
                return Err(format!(
                    "a key has {} characters; it needs at least {SHORTEST_SECRET}",
                    secret.len()
                ));
            }
            keys.push(Key::derive(secret.as_bytes()));
        }
        match keys.len() {
            0 => Err("no key given".to_owned()),
            1..=MOST_KEYS => Ok(Self(keys.into())),
            _ => Err(format!("more than {MOST_KEYS} keys")),
        }
    }

    /// A ring of one key nobody else knows: what it seals is lost with the process.
    #[must_use]
    pub fn random() -> Self {
        Self([Key::derive(&random_bytes::<32>())].into())
    }

    /// Encrypts `plain` into text fit for a cookie or a form field; `associated` has to be the same when it is opened.
    ///
    /// # Panics
    ///
    /// When the system has no randomness to give.
    #[must_use]
    pub fn seal(&self, purpose: Purpose, associated: &[u8], plain: &[u8]) -> String {
        let key = &self.0[0];
        let nonce = random_bytes::<NONCE_LENGTH>();
        let payload = Payload {
            msg: plain,
            aad: associated,
        };
        let sealed = key.ciphers[purpose as usize]
            .encrypt(&XNonce::from(nonce), payload)
            .expect("texts are far below the cipher's limit of 256 GiB");
        let mut bytes = Vec::with_capacity(KEY_ID_LENGTH + NONCE_LENGTH + sealed.len());
        bytes.extend_from_slice(&key.id);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What [`KeyRing::seal`] was given, or nothing if the text, its purpose or `associated` is another, or its key is gone.
    #[must_use]
    pub fn open(&self, purpose: Purpose, associated: &[u8], sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (id, rest) = bytes.split_at_checked(KEY_ID_LENGTH)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LENGTH)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        let fitting = self.0.iter().filter(|key| key.id == id);
        fitting
            .map(|key| &key.ciphers[purpose as usize])
            .find_map(|cipher| {
                cipher
                    .decrypt(
                        &nonce,
                        Payload {
                            msg: text,
                            aad: associated,
                        },
                    )
                    .ok()
            })
    }
}

impl Key {
    fn derive(secret: &[u8]) -> Self {
        let id = Sha256::new()
            .chain_update(b"limosa key id")
            .chain_update(secret)
            .finalize();
        let mut short = [0; KEY_ID_LENGTH];
        short.copy_from_slice(&id[..KEY_ID_LENGTH]);
        let derived = Hkdf::<Sha256>::new(Some(b"limosa"), secret);
        let ciphers = PURPOSES.map(|purpose| {
            let mut key = [0; 32];
            derived
                .expand(purpose.label(), &mut key)
                .expect("32 bytes are within what HKDF gives");
            XChaCha20Poly1305::new(&key.into())
        });
        Self { id: short, ciphers }
    }
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Flash => b"flash",
            Self::Session => b"session",
            Self::Sealed => b"sealed",
        }
    }
}

/// A fresh random text of 128 bits, fit for cookies, URLs and attributes.
pub(crate) fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<16>())
}
