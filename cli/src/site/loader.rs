//! The part of wasm-bindgen's script that fetches and starts the program, in the few lines that an app needs of it.

use std::collections::BTreeMap;

use walrus::{Import, Module};

use super::script::pieces;

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
}
