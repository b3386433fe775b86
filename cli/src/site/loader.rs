//! The part of wasm-bindgen's script that fetches and starts the program, in the few lines that an app needs of it.

use std::collections::{BTreeMap, BTreeSet};

use walrus::{Import, Module};

use super::script::{Kind, is_word, pieces};

/// Where wasm-bindgen's own loader begins; up to its end, nothing else follows.
const BEGIN: &str = "async function __wbg_load(";

/// What has to come behind for the part to be what it is taken for.
const END: &str = "export { initSync, __wbg_init as default };";

/// Takes `{ module_or_path: URL }`, as wasm-bindgen's does. A server that gives the program another type than wasm's is
/// humoured.
const LOADER: &str = "export default async function(options) {
    const response = await fetch(options.module_or_path);
    const imports = __wbg_get_imports();
    const { instance, module } = /wasm/.test(response.headers.get('Content-Type'))
        ? await WebAssembly.instantiateStreaming(response, imports)
        : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
    return __wbg_finalize_init(instance, module);
}
";

/// The script with a small loader, or as it is if it does not look as expected.
pub(super) fn with_small_loader(script: &str) -> String {
    match script.find(BEGIN) {
        Some(begin) if script.trim_end().ends_with(END) => format!("{}{LOADER}", &script[..begin]),
        _ => script.to_owned(),
    }
}

/// Gives the imports that carry a hash in their names short ones, and the modules that they come from too, in the program
/// and in its script.
pub(super) fn shorten_imports(module: &mut Module, script: &str) -> String {
    let Some(pieces) = pieces(script) else {
        return script.to_owned();
    };
    let is_key = |at: usize| {
        let next = pieces[at + 1..].iter().find(|piece| piece.is_code());
        next.is_some_and(|next| next.text == ":")
    };
    let mut short = BTreeMap::new();
    for at in (0..pieces.len()).filter(|at| is_key(*at)) {
        let name = pieces[at].text.trim_matches(['"', '\'']);
        let mut imports = module.imports.iter();
        if imports.any(|import| name == import.module || is_hashed(import, name)) {
            let next = format!("_{}", short.len());
            short.entry(name).or_insert(next);
        }
    }
    for import in module.imports.iter_mut() {
        for name in [&mut import.name, &mut import.module] {
            if let Some(short) = short.get(name.as_str()) {
                name.clone_from(short);
            }
        }
    }
    let renamed = (0..pieces.len()).map(|at| {
        let name = pieces[at].text.trim_matches(['"', '\'']);
        let short = short.get(name).filter(|_| is_key(at));
        short.map_or(pieces[at].text, String::as_str)
    });
    renamed.collect()
}

/// Leaves out the functions by which other scripts would call what Limosa's crates export: their own scripts call the program.
pub(super) fn without_wrappers(script: &str) -> String {
    let mut rest = script;
    let mut without = String::with_capacity(script.len());
    while let Some((before, function)) = rest.split_once("export function limosa_") {
        without.push_str(before);
        rest = function.split_once("\n}\n").map_or("", |(_, after)| after);
    }
    without + rest
}

/// Names every module once, and not for each of its functions.
pub(super) fn without_repeats(script: &str) -> String {
    let mut seen = BTreeSet::new();
    let mut repeated = Vec::new();
    let mut short = String::with_capacity(script.len());
    for line in script.lines() {
        let import = line.strip_prefix("import * as ");
        if let Some((name, path)) = import.and_then(|import| import.split_once(" from "))
            && !seen.insert(path)
        {
            repeated.push(format!(": {name},"));
        } else if !repeated.iter().any(|end| line.ends_with(end)) {
            short.push_str(line);
            short.push('\n');
        }
    }
    short
}

/// Says more shortly what wasm-bindgen writes in every function: methods as such, and results without a name.
pub(super) fn without_detours(script: &str) -> String {
    let mut short = String::with_capacity(script.len());
    let mut lines = script.lines().peekable();
    while let Some(line) = lines.next() {
        let is_returned = lines
            .peek()
            .is_some_and(|next| next.trim() == "return ret;");
        if let (Some(value), true) = (line.trim().strip_prefix("const ret = "), is_returned) {
            short.push_str("return ");
            short.push_str(value);
            lines.next();
        } else {
            match line.split_once(": function(") {
                Some((key, rest)) if key.trim().chars().all(is_word) => {
                    short.extend([key, "(", rest]);
                }
                _ => short.push_str(line),
            }
        }
        short.push('\n');
    }
    short
}

/// Gives the exports that only the script knows, those of wasm-bindgen and of closures, short names in both.
pub(super) fn shorten_exports(module: &mut Module, script: &str) -> String {
    let Some(pieces) = pieces(script) else {
        return script.to_owned();
    };
    let mut short = BTreeMap::new();
    for export in module.exports.iter_mut() {
        if export.name.starts_with("__wbindgen_") || export.name.starts_with("_ZN") {
            let next = format!("$${}", short.len());
            let name = std::mem::replace(&mut export.name, next.clone());
            short.insert(name, next);
        }
    }
    let renamed = pieces.iter().map(|piece| match short.get(piece.text) {
        Some(short) if piece.kind == Kind::Word => short,
        _ => piece.text,
    });
    renamed.collect()
}

/// Whether an import is the one of this name and is known to nobody else.
fn is_hashed(import: &Import, name: &str) -> bool {
    name == import.name && name.starts_with("__wb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_is_replaced_and_nothing_before_it() {
        let script =
            format!("let wasm;\n{BEGIN}module, imports) {{}}\nfunction initSync() {{}}\n{END}\n");
        assert_eq!(with_small_loader(&script), format!("let wasm;\n{LOADER}"));
    }

    #[test]
    fn a_script_that_ends_otherwise_stays() {
        let script = format!("{BEGIN}) {{}}\nexport {{ more }};\n");
        assert_eq!(with_small_loader(&script), script);
    }

    #[test]
    fn imports_are_renamed_in_the_program_and_in_the_script() {
        let mut module = Module::default();
        let class = module.types.add(&[], &[]);
        module.add_import_func("./a_bg.js", "__wbg_add_0123456789abcdef", class);
        module.add_import_func("./a.js", "add", class);
        let script = "import { add } from './a.js';\nconst import0 = { __wbg_add_0123456789abcdef: function() {}, add };\n\
             return { './a_bg.js': import0, './a.js': import1 };";
        assert_eq!(
            shorten_imports(&mut module, script),
            "import { add } from './a.js';\nconst import0 = { _0: function() {}, add };\n\
             return { _1: import0, _2: import1 };"
        );
        let names = |import: &Import| format!("{} {}", import.module, import.name);
        let names: Vec<String> = module.imports.iter().map(names).collect();
        assert_eq!(names, ["_1 _0", "_2 add"]);
    }

    #[test]
    fn exports_that_only_the_script_knows_are_renamed_in_both() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        for name in [
            "memory",
            "__wbindgen_free",
            "_ZN4invoke17h0123456789abcdefE",
        ] {
            module.exports.add(name, memory);
        }
        assert_eq!(
            shorten_exports(
                &mut module,
                "wasm.memory; wasm.__wbindgen_free(\"__wbindgen_free\"); _ZN4invoke17h0123456789abcdefE()"
            ),
            "wasm.memory; wasm.$$0(\"__wbindgen_free\"); $$1()"
        );
        let names: Vec<&str> = module
            .exports
            .iter()
            .map(|export| export.name.as_str())
            .collect();
        assert_eq!(names, ["memory", "$$0", "$$1"]);
    }

    #[test]
    fn what_scripts_of_the_crates_call_needs_no_function() {
        let other = "export function other(a) {\n    wasm.other(a);\n}\n";
        let script = format!(
            "let wasm;\nexport function limosa_call(a) {{\n    wasm.limosa_call(a);\n}}\n{other}"
        );
        assert_eq!(without_wrappers(&script), format!("let wasm;\n{other}"));
    }

    #[test]
    fn a_module_is_named_once() {
        let script = "import * as import1 from \"./a.js\"\nimport * as import2 from \"./a.js\"\nimport * as import3 from \"./b.js\"\n\
             return {\n    \"./a.js\": import1,\n    \"./a.js\": import2,\n    \"./b.js\": import3,\n};\n";
        assert_eq!(
            without_repeats(script),
            "import * as import1 from \"./a.js\"\nimport * as import3 from \"./b.js\"\n\
             return {\n    \"./a.js\": import1,\n    \"./b.js\": import3,\n};\n"
        );
    }

    #[test]
    fn functions_are_said_shortly() {
        assert_eq!(
            without_detours(
                "a = {\n  _0: function(arg0) {\n    const ret = f(arg0);\n    return ret;\n  },\n};\nx = y ? f : function() {};\nconst ret = 1;\n"
            ),
            "a = {\n  _0(arg0) {\nreturn f(arg0);\n  },\n};\nx = y ? f : function() {};\nconst ret = 1;\n"
        );
    }
}
