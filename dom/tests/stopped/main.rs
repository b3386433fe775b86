//! A panic on a page: it is told once, with its place, and the page stays readable. One test, as nothing can follow it.
#![cfg(target_arch = "wasm32")]

use limosa::__private::dom::browser::mount_to;
use limosa::__private::reactive::RwSignal;
use limosa_macros::view;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
const errors = []
const error = console.error
export function listen() { console.error = (text) => { errors.push(String(text)) } }
export function told() {
  console.error = error
  return errors.join('\n')
}
export function fresh() {
  const element = document.createElement('div')
  document.body.append(element)
  return element
}
// What a handler throws goes to the window, as where the browser calls it.
let uncaught = 0
window.addEventListener('error', (event) => {
  uncaught += 1
  event.preventDefault()
  event.stopImmediatePropagation()
}, true)
export function click(element, selector) {
  element.querySelector(selector).click()
  return uncaught
}
"#)]
extern "C" {
    fn listen();
    fn told() -> String;
    fn fresh() -> Element;
    fn click(element: &Element, selector: &str) -> u32;
}

#[wasm_bindgen_test]
fn a_panic_is_told_once_and_the_page_stays_readable() {
    let root = fresh();
    let count = RwSignal::new(0);
    mount_to(&root, move || {
        view! {
            <p>"Readable "{count}</p>
            <button on:click=move |_| {
                count.update(|count| *count += 1);
                assert!(count.get() < 2, "two are too many");
            }>"+"</button>
        }
    })
    .forget();
    listen();
    for _ in 0..4 {
        click(&root, "button");
    }
    let told = told();
    assert_eq!(told.matches("two are too many").count(), 1, "{told}");
    assert!(told.contains("dom/tests/stopped/main.rs:"), "{told}");
    let text = root.text_content().unwrap_or_default();
    assert!(text.starts_with("Readable "), "{text}");
    assert_eq!(
        root.query_selector_all("p, button").map(|all| all.length()),
        Ok(2)
    );
}
