//! Numbers as text, without a string of their own.

/// Appends an integer in decimal.
pub fn push_integer(into: &mut String, negative: bool, value: u64) {
    if negative {
        into.push('-');
    }
    push_groups(into, value);
}

/// Four digits at a time. At most four calls deep.
fn push_groups(into: &mut String, value: u64) {
    let (above, last) = (
        value / 10_000,
        u32::try_from(value % 10_000).unwrap_or_default(),
    );
    if above > 0 {
        push_groups(into, above);
    }
    let is_within = above > 0;
    if is_within || last >= 1000 {
        into.push(digit(last / 1000));
    }
    if is_within || last >= 100 {
        into.push(digit(last / 100));
    }
    if is_within || last >= 10 {
        into.push(digit(last / 10));
    }
    into.push(digit(last));
}

/// The last digit.
fn digit(value: u32) -> char {
    char::from(b'0' + u8::try_from(value % 10).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::push_integer;

    #[test]
    fn integers_read_as_they_should() {
        let around_powers = (0..20).flat_map(|power| {
            let power = 10_u64.pow(power);
            [power - 1, power, power + 1, power + power / 10]
        });
        for value in around_powers.chain([12_345_678_901_234_567_890, u64::MAX]) {
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
