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

#[cfg(test)]
mod tests {
    use super::push_integer;

    #[test]
    fn integers_read_as_they_should() {
        for value in [0_i64, 7, -1, 10, 1_234_567_890, i64::MAX, i64::MIN] {
            let mut text = String::new();
            push_integer(&mut text, value < 0, value.unsigned_abs());
            assert_eq!(text, value.to_string());
        }
    }
}
