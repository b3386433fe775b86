//! Numbers as text without the formatting machinery, which would be a quarter of a small app.

/// Appends an integer in decimal.
pub fn push_integer(into: &mut String, negative: bool, value: u64) {
    if negative {
        into.push('-');
    }
    // At most nineteen calls deep, and a third of the code of a buffer.
    if value >= 10 {
        push_integer(into, false, value / 10);
    }
    into.push(char::from(
        b'0' + u8::try_from(value % 10).unwrap_or_default(),
    ));
}
