//! The part of wasm-bindgen's script that fetches and starts the program, in the few lines that an app needs of it.

use std::collections::BTreeMap;

use walrus::Module;

use super::script::{Kind, pieces};

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

/// Gives the imports that carry a hash in their names short ones, in the program and in its script.
pub(super) fn shorten_imports(module: &mut Module, script: &str) -> String {
    let Some(pieces) = pieces(script) else {
        return script.to_owned();
    };
    let mut names = BTreeMap::new();
    for import in module.imports.iter_mut() {
        let defines = |piece: &super::script::Piece<'_>| piece.text == import.name;
        if import.name.starts_with("__wb") && pieces.iter().any(defines) {
            let next = format!("_{}", names.len());
            let short = names.entry(import.name.clone()).or_insert(next);
            import.name.clone_from(short);
        }
    }
    let renamed = pieces.iter().map(|piece| match piece.kind {
        Kind::Word => names.get(piece.text).map_or(piece.text, String::as_str),
        _ => piece.text,
    });
    renamed.collect()
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
        let script = "const import0 = { __wbg_add_0123456789abcdef: function() {}, add };";
        assert_eq!(
            shorten_imports(&mut module, script),
            "const import0 = { _0: function() {}, add };"
        );
        let names: Vec<&str> = module.imports.iter().map(|import| &*import.name).collect();
        assert_eq!(names, ["_0", "add"]);
    }
}
