//! What the console is told of a debug build.

use limosa_reactive::{Owner, RwSignal, Store};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(inline_js = r#"
const warnings = []
export function listen() { console.warn = (text) => { warnings.push(text) } }
export function warned() { return warnings.splice(0) }
"#)]
extern "C" {
    fn listen();
    fn warned() -> Vec<String>;
}

#[wasm_bindgen_test]
fn a_write_to_what_is_gone_says_where_it_was_made_and_written() {
    listen();
    let root = Owner::new_root();
    let (gone, list) = root.with(|| (RwSignal::new(1), Store::new(vec![1])));
    root.dispose();
    let writes: [(&str, &dyn Fn()); 3] = [
        ("signal", &|| gone.set(2)),
        ("signal", &|| assert!(gone.set_if_changed(3))),
        ("store", &|| list.set(vec![2])),
    ];
    for (kind, write) in writes {
        write();
        let warned = warned();
        assert_eq!(warned.len(), 1, "{kind}: {warned:?}");
        assert!(warned[0].contains(kind), "{warned:?}");
        assert!(warned[0].contains("does nothing"), "{warned:?}");
        assert_eq!(warned[0].matches("warnings.rs").count(), 2, "{warned:?}");
    }
    // Who asks whether it was there is told by the answer.
    assert_eq!(gone.try_set(4), Some(4));
    assert_eq!(warned(), Vec::<String>::new());
}
