//! Merges the JavaScript snippets of an app's crates into the script that wasm-bindgen wrote.
//!
//! One file is one request less. It is all or nothing: if one module cannot be turned into an expression safely (it
//! imports others, exports a variable or something unnamed, or cannot be read), all stay files of their own, so that no
//! module ever exists twice.

use std::collections::{BTreeMap, BTreeSet};

use super::hash;
use super::script::{Kind, Piece, pieces};
use super::unused;

/// The script of an app and the modules that stayed apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) script: String,
    /// Path beside the script, and content.
    pub(super) apart: Vec<(String, String)>,
}

/// Puts the modules in the place of their imports; `modules` are known by the path that the script imports. Those of
/// crates from which the program has nothing left are not imported and go, and so does what neither the script nor the
/// program, by its `imports`, asks a module for.
pub(super) fn merge(
    script: &str,
    modules: &BTreeMap<String, String>,
    imports: &BTreeSet<String>,
) -> Merged {
    let mut asked: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (binding, path) in script.lines().filter_map(imported) {
        asked.entry(path).or_default().push(binding);
    }
    let is_asked = |bindings: &[&str], name: &str| {
        bindings
            .iter()
            .any(|binding| match binding.strip_prefix("* as ") {
                Some(_) => imports.contains(name),
                None => binding.split([' ', ',', '{', '}']).any(|word| word == name),
            })
    };
    let expressions: Option<Vec<(&str, String)>> = modules
        .iter()
        .filter_map(|(path, source)| Some((path.as_str(), source, asked.get(path.as_str())?)))
        .map(|(path, source, bindings)| {
            let expression = as_expression(source, |name| is_asked(bindings, name))?;
            Some((path, expression))
        })
        .collect();
    match expressions {
        Some(expressions) => inlined(script, &expressions),
        None => apart(script, modules),
    }
}

fn inlined(script: &str, expressions: &[(&str, String)]) -> Merged {
    let mut merged = String::new();
    let mut names = BTreeMap::new();
    for (number, (path, expression)) in expressions.iter().enumerate() {
        let name = format!("__module{number}");
        merged.push_str(&format!("const {name} = {expression};\n"));
        names.insert(*path, name);
    }
    for line in script.lines() {
        match imported(line).and_then(|(binding, path)| Some((binding, names.get(path)?))) {
            Some((binding, name)) => {
                merged.push_str(&format!("const {} = {name};", destructured(binding)))
            }
            None => merged.push_str(line),
        }
        merged.push('\n');
    }
    Merged {
        script: merged,
        apart: Vec::new(),
    }
}

fn apart(script: &str, modules: &BTreeMap<String, String>) -> Merged {
    let everything: String = modules
        .iter()
        .flat_map(|(path, source)| [path.as_str(), source])
        .collect();
    let folder = format!("snippets-{}", hash::of(everything.as_bytes()));
    let moved = |path: &str| path.replacen("./snippets", &folder, 1);
    let mut merged = String::new();
    for line in script.lines() {
        match imported(line).filter(|(_, path)| modules.contains_key(*path)) {
            Some((binding, path)) => {
                merged.push_str(&format!("import {binding} from \"./{}\";", moved(path)))
            }
            None => merged.push_str(line),
        }
        merged.push('\n');
    }
    let apart = modules
        .iter()
        .map(|(path, source)| (moved(path), source.clone()))
        .collect();
    Merged {
        script: merged,
        apart,
    }
}

/// What a line `import <binding> from "<path>";` binds, and the path; wasm-bindgen writes each import on one line.
fn imported(line: &str) -> Option<(&str, &str)> {
    let (binding, path) = line.strip_prefix("import ")?.rsplit_once(" from ")?;
    Some((
        binding,
        path.trim_end_matches(';').trim_matches(['"', '\'']),
    ))
}

/// `{ a, b as c }` as the pattern `{ a, b: c }`; `* as all` as `all`.
fn destructured(binding: &str) -> String {
    match binding.strip_prefix("* as ") {
        Some(all) => all.to_owned(),
        None => binding.replace(" as ", ": "),
    }
}

/// The module as `(() => { …; return { its exports }; })()`, with the exports that are asked for.
fn as_expression(source: &str, is_asked: impl Fn(&str) -> bool) -> Option<String> {
    let pieces = pieces(source)?;
    let mut body = String::with_capacity(source.len());
    let mut exports = Vec::new();
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(piece) = pieces.get(position) {
        match (piece.kind, piece.text) {
            (Kind::Word, "import") => return None,
            (Kind::Word, "await") if depth == 0 => return None,
            (Kind::Word, "export") if depth == 0 => {
                position += export(&pieces[position + 1..], &mut exports)?;
            }
            _ => {
                match piece.text {
                    "{" | "(" | "[" => depth += 1,
                    "}" | ")" | "]" => depth = depth.checked_sub(1)?,
                    _ => {}
                }
                body.push_str(piece.text);
            }
        }
        position += 1;
    }
    exports.retain(|export| is_asked(export.split(':').next().unwrap_or(export)));
    let body = unused::removed(&body, &exports);
    Some(format!(
        "(() => {{\n{body}\nreturn {{ {} }};\n}})()",
        exports.join(", ")
    ))
}

/// Notes what is exported and tells how many pieces behind `export` are to be left out of the body.
fn export(behind: &[Piece<'_>], exports: &mut Vec<String>) -> Option<usize> {
    let mut code = behind
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.is_code());
    let (_, first) = code.next()?;
    match first.text {
        "function" | "class" => exports.push(first_name(code.map(|(_, piece)| piece.text))?),
        "async" => exports.push(first_name(
            code.map(|(_, piece)| piece.text)
                .filter(|word| *word != "function"),
        )?),
        "const" => {
            let (_, name) = code.next().filter(|(_, name)| name.kind == Kind::Word)?;
            let (_, equals) = code.next()?;
            if equals.text != "=" || declares_more(code.map(|(_, piece)| piece.text)) {
                return None;
            }
            exports.push(name.text.to_owned());
        }
        "{" => return list(behind, exports),
        _ => return None,
    }
    Some(0)
}

/// The name of a function or class; a generator has a star before it.
fn first_name<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    words
        .into_iter()
        .find(|word| *word != "*")
        .filter(|name| *name != "(" && *name != "{")
        .map(str::to_owned)
}

/// Whether `const a = 1, b = 2` has a comma of its own before it ends.
fn declares_more<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut depth = 0_usize;
    for word in words {
        match word {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            "," if depth == 0 => return true,
            ";" | "export" | "const" | "let" | "var" | "class" if depth == 0 => return false,
            _ => {}
        }
    }
    false
}

/// Reads `{ a, b as c }` behind `export` and skips it, with the semicolon that may follow.
fn list(behind: &[Piece<'_>], exports: &mut Vec<String>) -> Option<usize> {
    let end = behind.iter().position(|piece| piece.text == "}")?;
    let words: Vec<&str> = behind[..end]
        .iter()
        .filter(|piece| piece.is_code())
        .skip(1)
        .map(|piece| piece.text)
        .collect();
    for item in words.split(|word| *word == ",") {
        match item {
            [] => {}
            [name] => exports.push((*name).to_owned()),
            [name, "as", other] if *other != "default" => exports.push(format!("{other}: {name}")),
            _ => return None,
        }
    }
    let next = behind[end + 1..]
        .iter()
        .position(Piece::is_code)
        .map(|gap| end + 1 + gap);
    match next.map(|next| (next, behind[next].text)) {
        Some((_, "from")) => None,
        Some((next, ";")) => Some(next + 1),
        _ => Some(end + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import { add, 'odd-name' as odd } from './snippets/a-1/js/a.js';\nimport * as import1 from \"./snippets/a-1/js/a.js\"\nimport { x } from '/elsewhere.js';\nexport default init;\n";

    fn module(source: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("./snippets/a-1/js/a.js".to_owned(), source.to_owned())])
    }

    #[test]
    fn a_plain_module_moves_into_the_script() {
        let merged = merge(
            SCRIPT,
            &module(
                "let n = 0;\nexport function add(a) { n += a; }\nexport { add as more };\nexport const one = (a, b) => [a, b];\nexport function unused() {}\n",
            ),
            &["more", "one"].map(str::to_owned).into(),
        );
        assert_eq!(merged.apart, []);
        assert_eq!(
            merged.script,
            "const __module0 = (() => {\nlet n = 0;\n function add(a) { n += a; }\n\n const one = (a, b) => [a, b];\n \n\nreturn { add, more: add, one };\n})();\nconst { add, 'odd-name': odd } = __module0;\nconst import1 = __module0;\nimport { x } from '/elsewhere.js';\nexport default init;\n"
        );
    }

    #[test]
    fn a_module_that_nobody_imports_goes() {
        let mut modules = module("export const add = 1;");
        modules.insert(
            "./snippets/b-2/js/b.js".to_owned(),
            "export let unused = 1;".to_owned(),
        );
        let merged = merge(SCRIPT, &modules, &BTreeSet::new());
        assert_eq!(merged.apart, []);
        assert!(!merged.script.contains("unused"));
    }

    #[test]
    fn the_words_mean_nothing_in_texts_and_comments() {
        let source =
            "// import x from 'y'\nexport function f() { return `export let ${'import'}`; }\n";
        assert!(
            as_expression(source, |_| true)
                .is_some_and(|expression| expression.contains("return { f };"))
        );
    }

    #[test]
    fn exports_of_every_plain_kind_are_found() {
        let source = "export async function a() {}\nexport function* b() {}\nexport class C {}\nexport async function* d() {}";
        assert!(
            as_expression(source, |_| true)
                .is_some_and(|expression| expression.contains("return { a, b, C, d };"))
        );
    }

    #[test]
    fn a_module_that_cannot_be_an_expression_stays_a_file() {
        for source in [
            "import { y } from './y.js';\nexport const x = y;",
            "export let n = 1;",
            "export default function () {}",
            "export * from './y.js';",
            "export { y } from './y.js';",
            "export const a = 1, b = 2;",
            "export const { a } = window;",
            "const x = await fetch('/');",
            "const base = import.meta.url;",
            "const open = 'abc",
        ] {
            assert_eq!(as_expression(source, |_| true), None, "{source}");
        }
    }

    #[test]
    fn modules_apart_keep_their_relative_paths() {
        let merged = merge(SCRIPT, &module("export let n = 1;"), &BTreeSet::new());
        let [(path, source)] = merged.apart.as_slice() else {
            panic!("{merged:?}")
        };
        assert_eq!(source, "export let n = 1;");
        assert!(
            path.starts_with("snippets-") && path.ends_with("/a-1/js/a.js"),
            "{path}"
        );
        assert!(merged.script.contains(&format!(
            "import {{ add, 'odd-name' as odd }} from \"./{path}\";"
        )));
        assert!(
            merged
                .script
                .contains(&format!("import * as import1 from \"./{path}\";"))
        );
        assert!(merged.script.contains("import { x } from '/elsewhere.js';"));
    }
}
