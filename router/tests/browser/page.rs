//! A page whose network is in the hands of a test.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
const log = [];
const answers = new Map();

/** Answers queries from here on, each key by itself and one after the other; everything asked is noted. */
export function takeNetwork() {
  const others = globalThis.fetch;
  globalThis.fetch = async (url, options) => {
    // Whoever runs the tests asks its own server.
    if (!String(url).startsWith("/_limosa/")) return others(url, options);
    log.push(options.method + " " + url);
    const keys = options.body ? JSON.parse(options.body) : new URL(url, location.href).searchParams.getAll("k");
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      async start(stream) {
        for (const key of keys) {
          await new Promise((done) => setTimeout(done, 1));
          const text = (answers.get(key) || JSON.stringify({ query: { key, value: key, tag: key } })) + "\n";
          // Cut in two, as a network may.
          stream.enqueue(encoder.encode(text.slice(0, 5)));
          stream.enqueue(encoder.encode(text.slice(5)));
        }
        stream.close();
      },
    });
    return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
  };
}

export function answer(key, text) {
  answers.set(key, text);
}

/** What was asked since the last call. */
export function asked() {
  return log.splice(0);
}

export function put(html) {
  const root = document.createElement("div");
  root.innerHTML = html;
  document.body.append(root);
  return root;
}

export async function wait(milliseconds) {
  await new Promise((done) => setTimeout(done, milliseconds));
}

/** Clicks a link; whether the app took the click. The browser itself never follows it here. */
export function click(selector, ctrlKey) {
  let taken;
  addEventListener("click", (event) => {
    taken = event.defaultPrevented;
    event.preventDefault();
  }, { once: true });
  document.querySelector(selector).dispatchEvent(
    new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, ctrlKey }),
  );
  return taken;
}

export function hover(selector) {
  document.querySelector(selector).dispatchEvent(new MouseEvent("mouseover", { bubbles: true, composed: true }));
}

export function leave(selector) {
  document.querySelector(selector).dispatchEvent(new MouseEvent("mouseout", { bubbles: true, composed: true }));
}

export function text(selector) {
  return document.querySelector(selector)?.textContent ?? "";
}

export function path() {
  return location.pathname + location.search;
}

export function hash() {
  return location.hash;
}

export function setHash(hash) {
  location.hash = hash;
}

export function back() {
  history.back();
}
"#)]
extern "C" {
    #[wasm_bindgen(js_name = takeNetwork)]
    pub(crate) fn take_network();
    pub(crate) fn answer(key: &str, text: &str);
    pub(crate) fn asked() -> Vec<String>;
    pub(crate) fn put(html: &str) -> web_sys::Element;
    pub(crate) async fn wait(milliseconds: u32);
    pub(crate) fn click(selector: &str, ctrl: bool) -> bool;
    pub(crate) fn hover(selector: &str);
    pub(crate) fn leave(selector: &str);
    pub(crate) fn text(selector: &str) -> String;
    pub(crate) fn path() -> String;
    pub(crate) fn hash() -> String;
    #[wasm_bindgen(js_name = setHash)]
    pub(crate) fn set_hash(hash: &str);
    pub(crate) fn back();
}
