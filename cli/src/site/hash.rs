//! Names of files that say what is in them, so that a browser may keep them for ever.

use sha2::{Digest, Sha256};

/// The first 16 hexadecimal digits of the SHA-256 of `content`.
pub(super) fn of(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// `<name>-<hash>.<extension>`.
pub(super) fn named(name: &str, extension: &str, content: &[u8]) -> String {
    format!("{name}-{}.{extension}", of(content))
}
