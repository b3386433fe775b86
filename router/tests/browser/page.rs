//! A page whose network is in the hands of a test.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
const log = [];
const pages = [];
const answers = new Map();
const gates = new Map();
let taken = false;

/** Answers queries from here on, each key by itself as soon as it may; everything asked is noted. */
export function takeNetwork() {
  if (taken) return;
  taken = true;
  const others = globalThis.fetch;
  globalThis.fetch = async (url, options) => {
    // Whoever runs the tests asks its own server.
    if (!String(url).startsWith("/_limosa/")) return others(url, options);
    log.push(options.method + " " + url);
    pages.push(decodeURI(options.headers["limosa-page"]));
    const keys = options.body ? JSON.parse(options.body) : new URL(url, location.href).searchParams.getAll("k");
    const encoder = new TextEncoder();
    let over = false;
    const answerTo = async (key, stream) => {
      await new Promise((done) => setTimeout(done, 1));
      await gates.get(key)?.opened;
      if (over) return;
      const text = (answers.get(key) || JSON.stringify({ query: { key, value: key, tag: key } })) + "\n";
      // Cut in two, as a network may.
      stream.enqueue(encoder.encode(text.slice(0, 5)));
      stream.enqueue(encoder.encode(text.slice(5)));
    };
    const body = new ReadableStream({
      async start(stream) {
        options.signal.addEventListener("abort", () => {
          over = true;
          log.push("abort " + keys.length);
          stream.error(options.signal.reason);
        });
        await Promise.all(keys.map((key) => answerTo(key, stream)));
        if (!over) stream.close();
      },
    });
    return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
  };
}

/** Holds back the answers for a key until it is released. */
export function hold(key) {
  const gate = {};
  gate.opened = new Promise((open) => (gate.open = open));
  gates.set(key, gate);
}

export function release(key) {
  gates.get(key).open();
  gates.delete(key);
}

/** The pages for which was asked since the last call. */
export function askedFor() {
  return pages.splice(0);
}

/** The value of a script, as a text. */
export function run(script) {
  return String((0, eval)(script));
}

/** Lets an event happen to an element. */
export function fire(selector, type) {
  document.querySelector(selector).dispatchEvent(new Event(type, { bubbles: true, composed: true }));
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
  // On a busy machine the browser takes its time.
  const gone = new Promise((resolve) => {
    addEventListener("popstate", resolve, { once: true });
    setTimeout(resolve, 3000);
  });
  history.back();
  return gone;
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
    pub(crate) fn hold(key: &str);
    pub(crate) fn release(key: &str);
    #[wasm_bindgen(js_name = askedFor)]
    pub(crate) fn asked_for() -> Vec<String>;
    pub(crate) fn run(script: &str) -> String;
    pub(crate) fn fire(selector: &str, event: &str);
    pub(crate) fn text(selector: &str) -> String;
    pub(crate) fn path() -> String;
    pub(crate) fn hash() -> String;
    #[wasm_bindgen(js_name = setHash)]
    pub(crate) fn set_hash(hash: &str);
    pub(crate) async fn back();
}

/// Moves the pointer over an element.
pub(crate) fn hover(selector: &str) {
    fire(selector, "mouseover");
}

/// Moves the pointer away.
pub(crate) fn leave(selector: &str) {
    fire(selector, "mouseout");
}

/// Waits until the page shows a text, as long as a slow machine may need.
pub(crate) async fn shows(selector: &str, wanted: &str) {
    for _ in 0..200 {
        if text(selector) == wanted {
            return;
        }
        wait(10).await;
    }
    assert_eq!(text(selector), wanted, "{selector}");
}

/// What is asked: as soon as it is so many requests, and what comes right after.
pub(crate) async fn asks(count: usize) -> Vec<String> {
    let mut log = asked();
    for _ in 0..1_000 {
        if log.len() >= count {
            break;
        }
        wait(10).await;
        log.extend(asked());
    }
    wait(20).await;
    log.extend(asked());
    log
}

/// Milliseconds since the document began.
pub(crate) fn now() -> f64 {
    run("performance.now()").parse().unwrap()
}
