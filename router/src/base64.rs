//! Text of hash bytes in the alphabet that URLs and attributes take as it is.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The first twelve bytes as sixteen characters of `base64url`.
pub(crate) const fn sixteen_characters(bytes: &[u8]) -> [u8; 16] {
    let mut text = [0; 16];
    let mut group = 0;
    while group < 4 {
        let triple = ((bytes[group * 3] as usize) << 16)
            | ((bytes[group * 3 + 1] as usize) << 8)
            | (bytes[group * 3 + 2] as usize);
        let mut place = 0;
        while place < 4 {
            text[group * 4 + place] = ALPHABET[(triple >> (18 - 6 * place)) & 63];
            place += 1;
        }
        group += 1;
    }
    text
}

/// A number as eleven characters of `base64url`.
#[allow(dead_code, reason = "only the server makes tags and stamps")]
pub(crate) fn eleven_characters(number: u64) -> String {
    let digits = (0..11).map(|place| (number >> (6 * place)) as usize & 63);
    digits.map(|digit| char::from(ALPHABET[digit])).collect()
}
