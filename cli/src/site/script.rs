//! Reads JavaScript as far as merging modules needs it: into words, marks, texts and gaps.

/// What a piece of a script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Spaces and line ends.
    Space,
    /// `// …` or `/* … */`.
    Comment,
    /// A name, keyword or number.
    Word,
    /// A string, a template with all that is in it, or a regular expression.
    Text,
    /// One character of punctuation.
    Mark,
}

/// A piece of a script; the pieces in order are the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

impl Piece<'_> {
    /// Whether the piece is code, neither gap nor comment.
    pub(super) fn is_code(&self) -> bool {
        !matches!(self.kind, Kind::Space | Kind::Comment)
    }
}

/// The pieces of `source`, or nothing if a text or comment in it does not end.
pub(super) fn pieces(source: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = source;
    let mut before = None;
    while !rest.is_empty() {
        let piece = first_piece(rest, before)?;
        rest = &rest[piece.text.len()..];
        if piece.is_code() {
            before = Some(piece);
        }
        pieces.push(piece);
    }
    Some(pieces)
}

fn first_piece<'a>(rest: &'a str, before: Option<Piece<'_>>) -> Option<Piece<'a>> {
    let first = rest.chars().next()?;
    let (kind, length) = match first {
        _ if first.is_whitespace() => (Kind::Space, length_while(rest, char::is_whitespace)),
        _ if is_word(first) => (Kind::Word, length_while(rest, is_word)),
        '/' if rest.starts_with("//") => (Kind::Comment, length_while(rest, |next| next != '\n')),
        '/' if rest.starts_with("/*") => (Kind::Comment, rest.find("*/")? + 2),
        '/' if starts_pattern(before) => (Kind::Text, pattern_length(rest)?),
        '"' | '\'' => (Kind::Text, string_length(rest, first)?),
        '`' => (Kind::Text, template_length(rest)?),
        _ => (Kind::Mark, first.len_utf8()),
    };
    Some(Piece {
        kind,
        text: &rest[..length],
    })
}

pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '#')
}

fn length_while(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|next| !keep(next)).unwrap_or(text.len())
}

/// A slash divides after a value and starts a regular expression elsewhere.
fn starts_pattern(before: Option<Piece<'_>>) -> bool {
    match before {
        None => true,
        Some(Piece {
            kind: Kind::Mark,
            text,
        }) => !matches!(text, ")" | "]" | "}"),
        Some(Piece {
            kind: Kind::Word,
            text,
        }) => [
            "return", "typeof", "case", "in", "of", "delete", "void", "throw", "else", "do",
            "yield", "await",
        ]
        .contains(&text),
        Some(_) => false,
    }
}

fn string_length(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (position, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            _ if character == quote => return Some(position + 1),
            _ => {}
        }
    }
    None
}

fn pattern_length(text: &str) -> Option<usize> {
    let (mut escaped, mut in_class) = (false, false);
    for (position, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return Some(position + 1),
            _ => {}
        }
    }
    None
}

fn template_length(text: &str) -> Option<usize> {
    let mut position = 1;
    loop {
        let rest = &text[position..];
        let next = rest.find(['\\', '`', '$'])?;
        position += next;
        match &rest[next..] {
            escape if escape.starts_with('\\') => position += 1 + escape.chars().nth(1)?.len_utf8(),
            end if end.starts_with('`') => return Some(position + 1),
            hole if hole.starts_with("${") => position += 2 + hole_length(&hole[2..])?,
            _ => position += 1,
        }
    }
}

/// From behind `${` to behind the brace that closes it.
fn hole_length(text: &str) -> Option<usize> {
    let (mut position, mut depth) = (0, 0_usize);
    let mut before = None;
    loop {
        let piece = first_piece(&text[position..], before)?;
        position += piece.text.len();
        match piece.text {
            "{" => depth += 1,
            "}" if depth == 0 => return Some(position),
            "}" => depth -= 1,
            _ => {}
        }
        if piece.is_code() {
            before = Some(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(source: &str) -> Vec<&str> {
        pieces(source)
            .unwrap()
            .into_iter()
            .filter(Piece::is_code)
            .map(|piece| piece.text)
            .collect()
    }

    #[test]
    fn texts_are_one_piece_each() {
        assert_eq!(
            code(r#"a = "x // \" y"; // no"#),
            ["a", "=", r#""x // \" y""#, ";"]
        );
        assert_eq!(
            code("f(`a ${b ? `}` : {c: '`'}} d`)"),
            ["f", "(", "`a ${b ? `}` : {c: '`'}} d`", ")"]
        );
        assert_eq!(
            code("x = /[/'\"]/g.test(y) / 2"),
            [
                "x", "=", "/[/'\"]/", "g", ".", "test", "(", "y", ")", "/", "2"
            ]
        );
    }

    #[test]
    fn what_does_not_end_is_not_read() {
        assert_eq!(pieces("'abc"), None);
        assert_eq!(pieces("`a ${b"), None);
        assert_eq!(pieces("/* a"), None);
    }
}
