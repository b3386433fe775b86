//! Numbers as text, without a string of their own.

/// Appends an integer in decimal.
pub fn push_integer(into: &mut String, negative: bool, value: u64) {
    if negative {
        into.push('-');
    }
    let mut buffer = [0; 20];
    // Digit for digit: it would take longer to find out that the buffer is text.
    into.extend(digits(&mut buffer, value).iter().copied().map(char::from));
}

/// The digits of an integer, at the end of the buffer.
fn digits(buffer: &mut [u8; 20], mut value: u64) -> &[u8] {
    let mut start = buffer.len();
    loop {
        start -= 1;
        buffer[start] = b'0' + u8::try_from(value % 10).unwrap_or_default();
        value /= 10;
        if value == 0 {
            return &buffer[start..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push_integer;

    #[test]
    fn integers_read_as_they_should() {
        for value in [0, 9, 10, 12_345_678_901_234_567_890, u64::MAX] {
            let mut text = String::new();
            push_integer(&mut text, false, value);
            assert_eq!(text, value.to_string());
        }
        for value in [7_i64, -1, -10, 1_234_567_890, i64::MAX, i64::MIN] {
            let mut text = String::new();
            push_integer(&mut text, value < 0, value.unsigned_abs());
            assert_eq!(text, value.to_string());
        }
    }
}
