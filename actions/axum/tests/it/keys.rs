//! Key ring: what one process seals the other opens, and nothing else does.

use limosa_axum::security::{KeyRing, Purpose};
use proptest::prelude::*;

const OLD: &str = "old-old-old-old-old-old-old-old-old";
const NEW: &str = "new-new-new-new-new-new-new-new-new";

#[test]
fn rotation_keeps_old_seals_and_seals_with_the_new_key() {
    let before = KeyRing::new([OLD]).unwrap();
    let during = KeyRing::new([NEW, OLD]).unwrap();
    let after = KeyRing::new([NEW]).unwrap();
    let sealed = before.seal(Purpose::Session, b"", b"ada");
    assert_eq!(
        during.open(Purpose::Session, b"", &sealed).as_deref(),
        Some(&b"ada"[..])
    );
    assert_eq!(after.open(Purpose::Session, b"", &sealed), None);
    let sealed = during.seal(Purpose::Session, b"", b"ada");
    assert_eq!(
        after.open(Purpose::Session, b"", &sealed).as_deref(),
        Some(&b"ada"[..])
    );
    assert_eq!(before.open(Purpose::Session, b"", &sealed), None);
}

#[test]
fn purpose_and_associated_data_are_part_of_the_seal() {
    let ring = KeyRing::random();
    let sealed = ring.seal(Purpose::Sealed, b"delete session-1", b"3");
    assert_eq!(
        ring.open(Purpose::Sealed, b"delete session-2", &sealed),
        None
    );
    assert_eq!(
        ring.open(Purpose::Flash, b"delete session-1", &sealed),
        None
    );
    assert_ne!(
        ring.seal(Purpose::Sealed, b"", b"3"),
        ring.seal(Purpose::Sealed, b"", b"3")
    );
}

#[test]
fn weak_or_missing_keys_are_refused_and_secrets_are_not_shown() {
    assert!(KeyRing::new(["short"]).is_err());
    assert!(KeyRing::new(Vec::<String>::new()).is_err());
    assert!(!format!("{:?}", KeyRing::new([OLD]).unwrap()).contains("old"));
}

proptest! {
    #[test]
    fn anything_else_does_not_open(text in "\\PC{0,200}") {
        prop_assert_eq!(KeyRing::new([OLD]).unwrap().open(Purpose::Sealed, b"", &text), None);
    }

    #[test]
    fn any_changed_byte_closes_it(plain in proptest::collection::vec(any::<u8>(), 0..200), at: prop::sample::Index, by in 1..64u8) {
        let ring = KeyRing::new([OLD]).unwrap();
        let sealed = ring.seal(Purpose::Sealed, b"id", &plain);
        prop_assert_eq!(ring.open(Purpose::Sealed, b"id", &sealed), Some(plain));
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut changed = sealed.clone().into_bytes();
        let place = at.index(changed.len());
        let old = alphabet.iter().position(|&c| c == changed[place]).unwrap();
        changed[place] = alphabet[(old + usize::from(by)) % 64];
        prop_assert_eq!(ring.open(Purpose::Sealed, b"id", std::str::from_utf8(&changed).unwrap()), None);
    }
}
