//! Numbers as text, without a string of their own.

/// The numbers below one hundred, with two digits each.
const PAIRS: &str = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// Appends an integer in decimal.
pub fn push_integer(into: &mut String, negative: bool, value: u64) {
    if negative {
        into.push('-');
    }
    push_pairs(into, value);
}

fn push_pairs(into: &mut String, value: u64) {
    let mut skipped = usize::from(value < 10);
    if value >= 100 {
        // At most nine calls deep.
        push_pairs(into, value / 100);
        skipped = 0;
    }
    let start = usize::try_from(value % 100).unwrap_or_default() * 2;
    into.push_str(&PAIRS[start + skipped..start + 2]);
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
