//! What the tests do to the page and ask it.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

#[wasm_bindgen(inline_js = r#"
const warnings = []
const warn = console.warn
console.warn = (text) => { warnings.push(text) }
export function taken() { return warnings.splice(0).join('\n') }
export function fresh(html) {
  const element = document.createElement('div')
  element.innerHTML = html
  document.body.append(element)
  return element
}
export function mark(element) {
  const nodes = document.createTreeWalker(element, -1)
  let count = 0
  while (nodes.nextNode()) nodes.currentNode.marked = ++count
}
// The numbers of the marked nodes that are still there, in order.
export function marks(element) {
  const nodes = document.createTreeWalker(element, -1)
  const found = []
  while (nodes.nextNode()) if (nodes.currentNode.marked) found.push(nodes.currentNode.marked)
  return found.join(' ')
}
export function unmarked(element) {
  return [...element.querySelectorAll('*')].filter((node) => !node.marked).length
}
export function click(element, selector) { element.querySelector(selector).click() }
export function type(element, selector, text) {
  const input = element.querySelector(selector)
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
}
export function value(element, selector) { return element.querySelector(selector).value }
export function setValue(element, selector, text) { element.querySelector(selector).value = text }
export function checked(element) {
  return [...element.querySelectorAll('input')].filter((input) => input.checked).map((input) => input.value).join(' ')
}
export function chosen(element, selector) {
  return [...element.querySelector(selector).selectedOptions].map((option) => option.value).join(' ')
}
export function choose(element, selector, value) {
  const select = element.querySelector(selector)
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
}
// What a visitor may have done to controls before the app came, and what there is to see of it.
export function disturb(element) {
  element.querySelector('[type=checkbox]').checked = true
  element.querySelector('details').open = true
  element.querySelector('.scrolled').scrollTop = 40
  const input = element.querySelector('#selected')
  input.focus()
  input.setSelectionRange(1, 3, 'backward')
}
export function disturbed(element) {
  const input = element.querySelector('#selected')
  return JSON.stringify([
    element.querySelector('[type=checkbox]').checked, element.querySelector('details').open,
    element.querySelector('.scrolled').scrollTop, document.activeElement === input,
    input.selectionStart, input.selectionEnd, input.selectionDirection,
  ])
}
// What an extension or an old cache may have done to the server's HTML.
export function damage(element, which, how) {
  const walker = document.createTreeWalker(element, -1)
  const nodes = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  const node = nodes[which % nodes.length]
  const other = document.createElement('div')
  switch (how % 5) {
    case 0: return node.remove()
    case 1: return node.before(other)
    case 2: return node.after(document.createComment('x'))
    case 3: return node.replaceWith(Object.assign(other, { textContent: node.textContent }))
    default: node.textContent = 'changed'
  }
}
export function focus(element, selector) { element.querySelector(selector).focus() }
export function isFocused(element, selector) { return document.activeElement === element.querySelector(selector) }
export function namespace(element, selector) { return element.querySelector(selector).namespaceURI }
export function elements() { return document.querySelectorAll('*').length }
export function hash() { return location.hash }
export async function soon() {}
export async function wait(milliseconds) { await new Promise((done) => setTimeout(done, milliseconds)) }
export function run(script) { (0, eval)(script) }
const html = (nodes) => [...nodes].map((node) => node.outerHTML).join('')
export function head(selector) { return html(document.head.querySelectorAll(selector)) }
export function writeHead(html) { document.head.insertAdjacentHTML('beforeend', html) }
export function writeHtmlAttribute(name, value) { document.documentElement.setAttribute(name, value) }
export function removeHtmlAttribute(name) { document.documentElement.removeAttribute(name) }
// As a parser would that finds a script behind some HTML.
export function appendWithScript(element, html, text) {
  const script = document.createElement('script')
  script.textContent = text
  element.innerHTML = html
  element.append(script)
}
export function markHead(selector) { for (const node of document.head.querySelectorAll(selector)) node.seen = true }
export function markedHead() { return html([...document.head.children].filter((node) => node.seen)) }
const attributes = (node) => [...node.attributes].map(({ name, value }) => `${name}=${value}`).join(' ')
export function htmlAttributes() { return attributes(document.documentElement) }
export function bodyAttributes() { return attributes(document.body) }
export function freshTitle() {
  document.querySelector('title')?.remove()
  document.title = 'Tests'
}
export function title() { return document.title }
"#)]
extern "C" {
    /// The warnings since the last time.
    pub(crate) fn taken() -> String;
    /// An element on the page with this HTML inside.
    pub(crate) fn fresh(html: &str) -> Element;
    pub(crate) fn mark(element: &Element);
    pub(crate) fn marks(element: &Element) -> String;
    pub(crate) fn unmarked(element: &Element) -> u32;
    pub(crate) fn click(element: &Element, selector: &str);
    #[wasm_bindgen(js_name = type)]
    pub(crate) fn type_text(element: &Element, selector: &str, text: &str);
    pub(crate) fn value(element: &Element, selector: &str) -> String;
    #[wasm_bindgen(js_name = setValue)]
    pub(crate) fn set_value(element: &Element, selector: &str, text: &str);
    /// The values of all inputs that are checked.
    pub(crate) fn checked(element: &Element) -> String;
    /// The values of the chosen options.
    pub(crate) fn chosen(element: &Element, selector: &str) -> String;
    /// Chooses an option, as a visitor would.
    pub(crate) fn choose(element: &Element, selector: &str, value: &str);
    pub(crate) fn disturb(element: &Element);
    pub(crate) fn disturbed(element: &Element) -> String;
    pub(crate) fn damage(element: &Element, which: u32, how: u32);
    pub(crate) fn focus(element: &Element, selector: &str);
    #[wasm_bindgen(js_name = isFocused)]
    pub(crate) fn is_focused(element: &Element, selector: &str) -> bool;
    pub(crate) fn namespace(element: &Element, selector: &str) -> String;
    /// How many elements the document has.
    pub(crate) fn elements() -> u32;
    /// What stands behind `#` in the page's address.
    pub(crate) fn hash() -> String;
    /// Lets the page do what it does between two tasks.
    pub(crate) async fn soon();
    pub(crate) async fn wait(milliseconds: u32);
    pub(crate) fn run(script: &str);
    /// The HTML of some elements of the head.
    pub(crate) fn head(selector: &str) -> String;
    #[wasm_bindgen(js_name = writeHead)]
    pub(crate) fn write_head(html: &str);
    #[wasm_bindgen(js_name = writeHtmlAttribute)]
    pub(crate) fn write_html_attribute(name: &str, value: &str);
    #[wasm_bindgen(js_name = removeHtmlAttribute)]
    pub(crate) fn remove_html_attribute(name: &str);
    #[wasm_bindgen(js_name = appendWithScript)]
    pub(crate) fn append_with_script(element: &Element, html: &str, text: &str);
    #[wasm_bindgen(js_name = markHead)]
    pub(crate) fn mark_head(selector: &str);
    /// Those of the marked elements that are still there.
    #[wasm_bindgen(js_name = markedHead)]
    pub(crate) fn marked_head() -> String;
    #[wasm_bindgen(js_name = htmlAttributes)]
    pub(crate) fn html_attributes() -> String;
    #[wasm_bindgen(js_name = bodyAttributes)]
    pub(crate) fn body_attributes() -> String;
    /// A title that is the page's own.
    #[wasm_bindgen(js_name = freshTitle)]
    pub(crate) fn fresh_title();
    pub(crate) fn title() -> String;
}
