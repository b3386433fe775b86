//! What strangers sent, as it may stand in a log: in one line, without what a terminal obeys, and short.

/// The longest text of a stranger's in a line of the log, in characters.
const LONGEST: usize = 200;

/// The text with its control characters spelt out, cut where it is long.
pub(crate) fn logged(text: &str) -> String {
    let mut line: String = text.chars().take(LONGEST).flat_map(escaped).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

fn escaped(char: char) -> impl Iterator<Item = char> {
    // Letters of all scripts stay as they are; what hides or turns text round is no letter.
    let is_plain = !char.is_control() && (char.is_alphanumeric() || char.is_ascii() || char == '…');
    let plain = is_plain.then_some(char);
    let spelt = (!is_plain).then(|| char.escape_default());
    plain.into_iter().chain(spelt.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn a_line_of_the_log_cannot_be_forged() {
        let forged = "x`\n2026 ERROR all is lost\r\x1b[2J\0\u{202e}\u{2028}";
        let expected = "x`\\n2026 ERROR all is lost\\r\\u{1b}[2J\\u{0}\\u{202e}\\u{2028}";
        assert_eq!(logged(forged), expected);
        assert_eq!(logged("/café/日本?a=[1]"), "/café/日本?a=[1]");
    }

    #[test]
    fn what_is_long_is_cut() {
        assert_eq!(logged(&"é".repeat(9_000)).chars().count(), 201);
        assert_eq!(logged(&"é".repeat(200)).chars().count(), 200);
    }
}
