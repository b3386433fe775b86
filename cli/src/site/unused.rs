//! Leaves out the functions of a module that nothing calls any more.

use super::script::{Kind, Piece, pieces};

/// A function at the top of a module, as numbers of pieces: its name, where it begins, and what is behind it.
struct Function {
    name: usize,
    begin: usize,
    end: usize,
}

/// The body without functions that neither it nor `exports` name.
pub(super) fn removed(body: &str, exports: &[String]) -> String {
    let mut body = body.to_owned();
    while let Some(shorter) = without_one(&body, exports) {
        body = shorter;
    }
    body
}

fn without_one(body: &str, exports: &[String]) -> Option<String> {
    let pieces = pieces(body)?;
    let unused = functions(&pieces).into_iter().find(|function| {
        let name = pieces[function.name].text;
        let elsewhere = pieces[..function.begin]
            .iter()
            .chain(&pieces[function.end..]);
        !exports.iter().any(|export| names(export, name))
            && !elsewhere.into_iter().any(|piece| mentions(piece, name))
    })?;
    let kept = pieces[..unused.begin].iter().chain(&pieces[unused.end..]);
    Some(kept.map(|piece| piece.text).collect())
}

fn mentions(piece: &Piece<'_>, name: &str) -> bool {
    match piece.kind {
        Kind::Word => piece.text == name,
        Kind::Text => piece.text.starts_with('`') && names(piece.text, name),
        _ => false,
    }
}

/// Whether a text has a name among its words.
fn names(text: &str, name: &str) -> bool {
    text.split(|next: char| !next.is_alphanumeric() && !matches!(next, '_' | '$'))
        .any(|word| word == name)
}

/// The functions that are declared outside of all brackets.
fn functions(pieces: &[Piece<'_>]) -> Vec<Function> {
    let mut functions: Vec<Function> = Vec::new();
    let mut depth = 0_usize;
    let mut begun: Option<Function> = None;
    let mut before = None;
    for (at, piece) in pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.is_code())
    {
        match (piece.text, &mut begun) {
            ("function", None) if depth == 0 && is_end(before) => {
                let (begin, name, end) = (at, 0, 0);
                begun = Some(Function { name, begin, end });
            }
            (_, Some(function)) if function.name == 0 && piece.kind == Kind::Word => {
                function.name = at;
            }
            _ => {}
        }
        match piece.text {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0
            && piece.text == "}"
            && let Some(function) = begun.take()
        {
            functions.push(Function {
                end: at + 1,
                ..function
            });
        }
        before = Some(piece);
    }
    functions
}

/// Whether a statement begins with the word `function` behind this piece: it is no part of an expression then, as no value
/// stands directly before one.
fn is_end(before: Option<&Piece<'_>>) -> bool {
    const OPERATORS: [&str; 14] = [
        "async", "await", "case", "default", "delete", "do", "else", "in", "new", "of", "return",
        "throw", "typeof", "void",
    ];
    before.is_none_or(|piece| match piece.kind {
        Kind::Mark => matches!(piece.text, ";" | "}" | ")" | "]"),
        _ => !OPERATORS.contains(&piece.text),
    })
}

#[cfg(test)]
mod tests {
    use super::removed;

    #[test]
    fn a_function_goes_with_those_that_only_it_calls() {
        let body = "let n=0;function a(){b()}function b(){n=1}function c(){d()}function d(){}";
        assert_eq!(
            removed(body, &["c".to_owned()]),
            "let n=0;function c(){d()}function d(){}"
        );
        assert_eq!(
            removed(body, &["x: a".to_owned()]),
            "let n=0;function a(){b()}function b(){n=1}"
        );
    }

    #[test]
    fn what_is_mentioned_stays() {
        for body in [
            "function a(){}f(a)",
            "function a(){};x=`${a()}`",
            "x=function a(){}",
            "x=async function a(){}",
            "export default\nfunction a(){}",
            "{function a(){}}",
            "function a(){",
        ] {
            assert_eq!(removed(body, &[]), body);
        }
    }
}
