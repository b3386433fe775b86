//! Takes out of a release what never runs: what is left of the calls that wasm-bindgen has rewritten, text formatting that
//! only panics would use, and exports that no script names.

use std::collections::BTreeSet;

use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{ElementItems, FunctionBuilder, FunctionId, FunctionKind, Module, ValType, passes};

/// Makes a program smaller; `scripts` are all that may name its exports.
pub(super) fn slim(module: &mut Module, binary: &str, scripts: &[&str]) {
    call_main_itself(module, binary);
    simplify_panics(module);
    let unnamed: Vec<_> = module
        .exports
        .iter()
        .filter(|export| !scripts.iter().any(|script| script.contains(&export.name)))
        .map(walrus::Export::id)
        .collect();
    for export in unnamed {
        module.exports.delete(export);
    }
    let mut dead: BTreeSet<FunctionId> = named(module, is_adapter).collect();
    if !suspends(module) {
        dead.extend(named(module, is_suspension));
    }
    if let Some(write) = unneeded_formatting(module) {
        replace_body(module, write, |_| {});
        dead.extend(named(module, is_formatting).filter(|function| *function != write));
    }
    forget_addresses(module, &dead);
    passes::gc::run(module);
    // Told wasm-bindgen what the compiler used; engines do not read it.
    module.customs.remove_raw("target_features");
}

/// Starts with the app's `main` instead of the standard library's way there, which names the thread before and flushes
/// the output after it: the browser has neither.
fn call_main_itself(module: &mut Module, binary: &str) {
    let ending = format!("{}{}4main17h", binary.len(), binary);
    let own = module.funcs.iter_local().find_map(|(id, function)| {
        let name = module.funcs.get(id).name.as_deref()?;
        let plain = module.types.params_results(function.ty()) == (&[], &[]);
        (name.contains(&ending) && plain).then_some(id)
    });
    let (Some(own), Some(main)) = (own, module.funcs.by_name("main")) else {
        return;
    };
    replace_body(module, main, |body| {
        body.call(own);
    });
}

/// Lets the panics of `core` that put a text together say the constant part of it: the place is the last argument of each, as
/// it is of `core::panicking::panic`, which takes a text before it.
fn simplify_panics(module: &mut Module) {
    let Some(panic) = named(module, |name| name.ends_with("4core9panicking5panic")).next() else {
        return;
    };
    let composing: Vec<_> = COMPOSING_PANICS
        .iter()
        .flat_map(|(name, has_text)| {
            let found = module.funcs.iter_local().map(|(id, _)| id);
            let is_it = |id: &FunctionId| {
                let found = module.funcs.get(*id).name.as_deref();
                found.is_some_and(|found| found.ends_with(name))
            };
            found
                .filter(is_it)
                .map(|id| (id, *has_text))
                .collect::<Vec<_>>()
        })
        .collect();
    for (function, has_text) in composing {
        let (parameters, results) = signature(module, function);
        let arguments: Vec<_> = parameters
            .iter()
            .map(|kind| module.locals.add(*kind))
            .collect();
        let [first, second, .., place] = arguments[..] else {
            continue;
        };
        let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
        let mut body = builder.func_body();
        if has_text {
            body.local_get(first).local_get(second);
        } else {
            body.local_get(place).i32_const(0);
        }
        body.local_get(place).call(panic).unreachable();
        module.funcs.get_mut(function).kind = FunctionKind::Local(builder.local_func(arguments));
    }
}

/// How the names of such panics end, and whether a constant text is their first argument.
const COMPOSING_PANICS: [(&str, bool); 4] = [
    ("4core3str16slice_error_fail", false),
    ("4core9panicking18panic_bounds_check", false),
    ("4core5slice5index16slice_index_fail", false),
    ("4core6result13unwrap_failed", true),
];

/// Calls a closure for JavaScript. Those that are needed are exported; only the descriptors, which wasm-bindgen has taken
/// out, used their addresses.
fn is_adapter(name: &str) -> bool {
    name.contains("12wasm_bindgen7convert8closures") && name.contains("6invoke")
}

/// Polls a future of js-sys that may suspend the program. The table keeps it in every program, for a function that js-sys exports.
fn is_suspension(name: &str) -> bool {
    name.contains("6js_sys7futures4jspi")
}

/// Whether such futures may begin: wasm-bindgen leaves an import for them then.
fn suspends(module: &Module) -> bool {
    let begins = |function: &walrus::Function| {
        let name = function.name.as_deref();
        matches!(function.kind, FunctionKind::Import(_))
            && name.is_some_and(|name| name.contains("jspi"))
    };
    module.funcs.iter().any(begins)
}

/// The formatting of `core` and what writes formatted text into a string.
fn is_formatting(name: &str) -> bool {
    [
        "4core3fmt",
        "3fmt5Write",
        "7Display3fmt",
        "5Debug3fmt",
        "3fmt3num",
    ]
    .iter()
    .any(|part| name.contains(part))
}

/// The payload of a panic whose message has to be put together.
fn is_panic(name: &str) -> bool {
    name.contains("FormatStringPayload")
}

fn named(module: &Module, is_wanted: fn(&str) -> bool) -> impl Iterator<Item = FunctionId> + '_ {
    module.funcs.iter_local().filter_map(move |(id, _)| {
        let name = module.funcs.get(id).name.as_deref()?;
        is_wanted(name).then_some(id)
    })
}

/// `core::fmt::write`, if nothing but messages of panics comes to it: a panic of a release then says where and, unless the
/// text would have to be put together, what.
fn unneeded_formatting(module: &Module) -> Option<FunctionId> {
    let write = named(module, |name| name.ends_with("4core3fmt5write")).next()?;
    let mut reaching = vec![write];
    let mut seen = BTreeSet::from([write]);
    while let Some(function) = reaching.pop() {
        for caller in callers(module, function) {
            let name = module.funcs.get(caller).name.as_deref()?;
            if is_panic(name) || !seen.insert(caller) {
                continue;
            }
            if !is_formatting(name) {
                return None;
            }
            reaching.push(caller);
        }
    }
    Some(write)
}

fn callers(module: &Module, called: FunctionId) -> Vec<FunctionId> {
    struct Search {
        called: FunctionId,
        found: bool,
    }
    impl<'a> Visitor<'a> for Search {
        fn visit_call(&mut self, call: &Call) {
            self.found |= call.func == self.called;
        }
    }
    let calls = |(id, function): (FunctionId, &walrus::LocalFunction)| {
        let mut search = Search {
            called,
            found: false,
        };
        dfs_in_order(&mut search, function, function.entry_block());
        search.found.then_some(id)
    };
    module.funcs.iter_local().filter_map(calls).collect()
}

/// Replaces a function whose result is an integer by one that does something else and gives 0.
fn replace_body(
    module: &mut Module,
    function: FunctionId,
    fill: impl FnOnce(&mut walrus::InstrSeqBuilder<'_>),
) {
    let (parameters, results) = signature(module, function);
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let mut body = builder.func_body();
    fill(&mut body);
    body.i32_const(0);
    let arguments = parameters
        .iter()
        .map(|kind| module.locals.add(*kind))
        .collect();
    module.funcs.get_mut(function).kind = FunctionKind::Local(builder.local_func(arguments));
}

fn signature(module: &Module, function: FunctionId) -> (Vec<ValType>, Vec<ValType>) {
    let (parameters, results) = module.types.params_results(module.funcs.get(function).ty());
    (parameters.to_vec(), results.to_vec())
}

/// Puts another function that is there anyway into the places of functions that are never called by their address.
fn forget_addresses(module: &mut Module, dead: &BTreeSet<FunctionId>) {
    for element in module.elements.iter_mut() {
        let ElementItems::Functions(items) = &mut element.items else {
            continue;
        };
        let Some(living) = items.iter().copied().find(|item| !dead.contains(item)) else {
            continue;
        };
        for item in items.iter_mut().filter(|item| dead.contains(item)) {
            *item = living;
        }
    }
}
