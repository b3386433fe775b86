//! Short names for what a script declares.
//!
//! A name is replaced everywhere or nowhere, so that scopes stay what they are. It is left alone where it may mean something
//! else: a property, a key, a name of the browser's, something exported.

use std::collections::{BTreeMap, BTreeSet};

use super::script::{Kind, Piece, pieces};

/// The script with short names; as it is if it cannot be read.
pub(super) fn shortened(script: &str) -> String {
    let Some(all) = pieces(script) else {
        return script.to_owned();
    };
    let code = Code::of(&all);
    let declared = code.declared();
    let mut counts = BTreeMap::new();
    let mut kept = BTreeSet::new();
    for at in 0..code.len() {
        if code.is_name(at) {
            *counts.entry(code.text(at)).or_insert(0_usize) += 1;
            if code.may_mean_something_else(at) {
                kept.insert(code.text(at));
            }
        } else if code.kind(at) == Kind::Text && code.text(at).starts_with('`') {
            kept.extend(code.text(at).split(|next: char| !is_name_part(next)));
        }
    }
    let renamed =
        |name: &&str| declared.contains(*name) && !kept.contains(*name) && !is_known(name);
    let mut names: Vec<&str> = counts.keys().copied().filter(renamed).collect();
    names.sort_by_key(|name| std::cmp::Reverse(counts[name]));
    let fresh = fresh_names()
        .filter(|fresh| !counts.contains_key(fresh.as_str()) && !kept.contains(fresh.as_str()));
    let short: BTreeMap<&str, String> = names.into_iter().zip(fresh).collect();
    code.with_names(&all, &short)
}

/// The pieces of a script that are code, with the brackets that belong together.
struct Code<'a> {
    /// Their numbers among all pieces.
    places: Vec<usize>,
    pieces: Vec<Piece<'a>>,
    /// For a bracket the one that belongs to it.
    partner: Vec<usize>,
    /// The bracket around a piece.
    around: Vec<Option<usize>>,
}

impl<'a> Code<'a> {
    fn of(all: &[Piece<'a>]) -> Self {
        let places: Vec<usize> = (0..all.len()).filter(|at| all[*at].is_code()).collect();
        let pieces: Vec<Piece<'a>> = places.iter().map(|at| all[*at]).collect();
        let mut partner: Vec<usize> = (0..pieces.len()).collect();
        let mut around = Vec::with_capacity(pieces.len());
        let mut open = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let is_mark = piece.kind == Kind::Mark;
            if is_mark
                && matches!(piece.text, ")" | "]" | "}")
                && let Some(start) = open.pop()
            {
                (partner[start], partner[at]) = (at, start);
            }
            around.push(open.last().copied());
            if is_mark && matches!(piece.text, "(" | "[" | "{") {
                open.push(at);
            }
        }
        Self {
            places,
            pieces,
            partner,
            around,
        }
    }

    fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The text of a piece; empty beyond the ends.
    fn text(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", |piece| piece.text)
    }

    fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    fn kind(&self, at: usize) -> Kind {
        self.pieces[at].kind
    }

    fn is_name(&self, at: usize) -> bool {
        let text = self.text(at);
        let is_number = text.starts_with(|first: char| first.is_ascii_digit());
        self.pieces
            .get(at)
            .is_some_and(|piece| piece.kind == Kind::Word)
            && !is_number
            && !KEYWORDS.contains(&text)
    }

    fn is_spread(&self, at: usize) -> bool {
        at > 1 && self.text(at) == "." && self.text(at - 1) == "." && self.text(at - 2) == "."
    }

    /// Whether the piece is a part of the object or pattern `{ a, b }` whose key it is too.
    fn is_shorthand(&self, at: usize) -> bool {
        self.is_in_braces(at)
            && matches!(self.before(at), "{" | ",")
            && matches!(self.text(at + 1), "," | "}")
    }

    /// Whether the brackets around a piece are those of an object or of a pattern, not of a block.
    fn is_in_braces(&self, at: usize) -> bool {
        const BEFORE_BLOCK: [&str; 10] =
            ["", ")", "}", "{", ";", ">", "do", "else", "finally", "try"];
        self.around[at].is_some_and(|open| {
            self.text(open) == "{" && !BEFORE_BLOCK.contains(&self.before(open))
        })
    }

    fn may_mean_something_else(&self, at: usize) -> bool {
        let (before, next) = (self.before(at), self.text(at + 1));
        let is_property = before == "." && !self.is_spread(at - 1);
        let is_key = next == ":";
        let has_default = self.is_in_braces(at) && matches!(before, "{" | ",") && next == "=";
        let is_method =
            next == "(" && self.text(self.partner[at + 1] + 1) == "{" && !self.is_function_name(at);
        let listed =
            self.around[at].is_some_and(|open| matches!(self.before(open), "import" | "export"));
        let exported = (2..=3).any(|back| at >= back && self.text(at - back) == "export");
        is_property || is_key || has_default || is_method || listed || exported || before == "#"
    }

    fn is_function_name(&self, at: usize) -> bool {
        self.before(at) == "function"
            || self.before(at) == "*" && self.text(at.saturating_sub(2)) == "function"
    }

    /// Names that the script declares somewhere.
    fn declared(&self) -> BTreeSet<&'a str> {
        let mut declared = BTreeSet::new();
        for at in 0..self.len() {
            match self.text(at) {
                "let" | "const" | "var" => self.declarations(at + 1, &mut declared),
                "function" | "class" if self.is_name(at + 1) => {
                    declared.insert(self.text(at + 1));
                }
                "(" if self.has_parameters(at) => self.parameters(at, &mut declared),
                _ if self.is_name(at) && self.text(at + 1) == "=" && self.text(at + 2) == ">" => {
                    declared.insert(self.text(at));
                }
                _ => {}
            }
        }
        declared
    }

    /// What `let` declares, up to the first value.
    fn declarations(&self, mut at: usize, declared: &mut BTreeSet<&'a str>) {
        self.pattern(at, declared);
        while self.is_name(at) && self.text(at + 1) == "," {
            at += 2;
            self.pattern(at, declared);
        }
    }

    /// Whether parentheses hold what a function or a `catch` takes.
    fn has_parameters(&self, open: usize) -> bool {
        let close = self.partner[open];
        let is_arrow = self.text(close + 1) == "=" && self.text(close + 2) == ">";
        let before = self.before(open);
        let is_body = self.text(close + 1) == "{"
            && !["if", "for", "while", "switch", "with", "await"].contains(&before);
        is_arrow || is_body
    }

    fn parameters(&self, open: usize, declared: &mut BTreeSet<&'a str>) {
        let mut at = open + 1;
        while at < self.partner[open] {
            self.pattern(at, declared);
            // To behind the comma that ends the parameter.
            while at < self.partner[open] && self.text(at) != "," {
                at = self.partner[at].max(at) + 1;
            }
            at += 1;
        }
    }

    /// A name or a pattern of names. What is in it but is no name of its own is kept for other reasons or known.
    fn pattern(&self, at: usize, declared: &mut BTreeSet<&'a str>) {
        if self.is_name(at) {
            declared.insert(self.text(at));
        } else if matches!(self.text(at), "{" | "[") {
            let close = self.partner[at];
            let mut part = at + 1;
            while part < close {
                let value = if self.text(part + 1) == ":" {
                    part + 2
                } else {
                    part
                };
                self.pattern(value, declared);
                while part < close && self.text(part) != "," {
                    part = self.partner[part].max(part) + 1;
                }
                part += 1;
            }
        } else if self.text(at) == "." && self.is_spread(at + 2) {
            self.pattern(at + 3, declared);
        }
    }

    fn with_names(&self, all: &[Piece<'a>], short: &BTreeMap<&str, String>) -> String {
        let mut script: Vec<&str> = all.iter().map(|piece| piece.text).collect();
        let mut expanded = BTreeMap::new();
        for at in (0..self.len()).filter(|at| self.is_name(*at)) {
            if let Some(short) = short.get(self.text(at)) {
                script[self.places[at]] = short;
                if self.is_shorthand(at) {
                    expanded.insert(self.places[at], [self.text(at), ":", short].concat());
                }
            }
        }
        for (place, text) in &expanded {
            script[*place] = text;
        }
        script.concat()
    }
}

fn is_name_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// `a` to `Z`, then `aa` and so on.
fn fresh_names() -> impl Iterator<Item = String> {
    let letters = ('a'..='z').chain('A'..='Z');
    let single = letters.clone().map(String::from);
    let double = letters.clone().flat_map(move |first| {
        letters
            .clone()
            .map(move |second| String::from_iter([first, second]))
    });
    single.chain(double.filter(|name| !KEYWORDS.contains(&name.as_str())))
}

/// Names that browsers know, as far as a script is likely to declare one of its own and to use theirs too. Their types begin
/// with a capital.
fn is_known(name: &str) -> bool {
    name.starts_with("on")
        || name.starts_with(char::is_uppercase) && !name.contains('_')
        || KNOWN.contains(&name)
}

const KNOWN: &[&str] = &[
    "alert",
    "arguments",
    "atob",
    "blur",
    "btoa",
    "caches",
    "close",
    "closed",
    "confirm",
    "console",
    "crypto",
    "customElements",
    "document",
    "eval",
    "event",
    "external",
    "fetch",
    "find",
    "focus",
    "frames",
    "global",
    "globalThis",
    "history",
    "indexedDB",
    "innerHeight",
    "innerWidth",
    "length",
    "localStorage",
    "location",
    "menubar",
    "name",
    "navigation",
    "navigator",
    "open",
    "opener",
    "origin",
    "parent",
    "performance",
    "print",
    "process",
    "prompt",
    "queueMicrotask",
    "require",
    "scheduler",
    "screen",
    "scroll",
    "scrollX",
    "scrollY",
    "self",
    "sessionStorage",
    "status",
    "stop",
    "structuredClone",
    "toString",
    "toolbar",
    "top",
    "undefined",
    "valueOf",
    "visualViewport",
    "window",
];

const KEYWORDS: &[&str] = &[
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "import",
    "in",
    "instanceof",
    "let",
    "new",
    "null",
    "of",
    "return",
    "set",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn what_is_declared_gets_a_short_name() {
        assert_eq!(
            shortened("function first(second){const third=second+1\nreturn third}"),
            "function c(a){const b=a+1\nreturn b}"
        );
        assert_eq!(
            shortened(
                "const{name1,two:other,...rest}=f((left,[right])=>left-right,word=>word);use(name1,other,rest)"
            ),
            "const{name1:b,two:c,...d}=f((a,[e])=>a-e,g=>g);use(b,c,d)"
        );
        assert_eq!(
            shortened("let left,two=three\ntry{two()}catch(left){}"),
            "let a,b=three\ntry{b()}catch(a){}"
        );
    }

    #[test]
    fn what_may_mean_something_else_keeps_its_name() {
        for script in [
            "let value=input.value",
            "let key=0;f({key:1})",
            "export function made(){}",
            "export const made=1",
            "export async function made(){}",
            "let inner=0;x=`${inner}`",
            "let transform=0;f({transform(){}})",
            "const Type=1;use(Type)",
            "let location=0;use(location)",
            "f(({flag=1})=>0)",
            "use(undeclared,globalThis)",
            "const open='abc",
        ] {
            assert_eq!(shortened(script), script);
        }
    }

    #[test]
    fn objects_and_patterns_keep_their_keys() {
        assert_eq!(
            shortened("let alpha=1,beta;let beta2=2;return{alpha,beta2}"),
            "let a=1,beta;let b=2;return{alpha:a,beta2:b}"
        );
        assert_eq!(
            shortened("for(const{part}of parts)use(part)"),
            "for(const{part:a}of parts)use(a)"
        );
    }

    #[test]
    fn a_block_is_no_object() {
        assert_eq!(
            shortened("let found;function f1(){found=1}if(found){found=2,f1()}"),
            "let a;function b(){a=1}if(a){a=2,b()}"
        );
    }

    #[test]
    fn a_short_name_is_nobody_elses() {
        assert_eq!(shortened("let number=a+b.c"), "let d=a+b.c");
    }
}
