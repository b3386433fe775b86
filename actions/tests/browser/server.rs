//! A server inside the page: it keeps what is posted to actions and answers when told to.

use js_sys::{Array, Function};
use limosa::__private::dom::View;
use limosa::__private::dom::browser::{Mounted, mount_to_body};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

const INSTALL: &str = r#"
if (!window.played) {
  const real = window.fetch.bind(window);
  window.played = [];
  window.fetch = (url, options) => {
    if (!String(url).startsWith("/_limosa/")) return real(url, options);
    const call = { url, headers: new Headers(options?.headers), body: String(options?.body ?? ""), signal: options?.signal };
    window.played.push(call);
    return new Promise((resolve, reject) => {
      call.signal?.addEventListener("abort", () => reject(call.signal.reason));
      call.lose = () => reject(new TypeError("lost"));
      call.head = (status) => {
        const stream = new ReadableStream({ start: (controller) => (call.controller = controller) });
        const headers = { "content-type": "application/x-ndjson" };
        resolve(new Response(stream, { status, headers }));
      };
    });
  };
}
window.played.length = 0;
"#;

/// Begins a test: nothing posted yet, the view alone in the body.
pub(crate) fn show(view: impl FnOnce() -> View + 'static) -> Mounted {
    thread_local! {
        static STARTED: () = limosa::__private::actions::browser::start();
    }
    run(INSTALL, &[]);
    STARTED.with(|()| ());
    mount_to_body(view)
}

/// Runs JavaScript with arguments `a` and `b`.
pub(crate) fn run(code: &str, arguments: &[&str]) -> JsValue {
    let arguments: Array = arguments
        .iter()
        .map(|text| JsValue::from_str(text))
        .collect();
    Function::new_with_args("a,b", code)
        .apply(&JsValue::NULL, &arguments)
        .unwrap()
}

/// A text that JavaScript gives.
pub(crate) fn text(code: &str) -> String {
    run(&["return String(", code, ")"].concat(), &[])
        .as_string()
        .unwrap()
}

/// Lets what was submitted be posted, which happens after the event.
pub(crate) async fn posted() {
    pause(0).await;
}

/// Begins the answer of the last call, and sends a line of it.
pub(crate) async fn answer(status: u16, line: &str) {
    run("played.at(-1).head(Number(a))", &[&status.to_string()]);
    push(line).await;
}

/// Answers the call of this number with one line; the answer stays open if that promises more.
pub(crate) async fn answer_call(number: u32, status: u16, line: &str) {
    run(
        "played[Number(b)].head(Number(a))",
        &[&status.to_string(), &number.to_string()],
    );
    let code = "played[Number(b)].controller.enqueue(new TextEncoder().encode(a + '\\n')); if (!a.includes('keys')) played[Number(b)].controller.close()";
    run(code, &[line, &number.to_string()]);
    pause(5).await;
}

/// Sends a line.
pub(crate) async fn push(line: &str) {
    run(
        "played.at(-1).controller.enqueue(new TextEncoder().encode(a + '\\n'))",
        &[line],
    );
    pause(5).await;
}

/// Ends the answer.
pub(crate) async fn end() {
    run("played.at(-1).controller.close()", &[]);
    pause(5).await;
}

/// Lets the page run for some milliseconds.
pub(crate) async fn pause(milliseconds: u32) {
    let promise = run(
        "return new Promise((done) => setTimeout(done, Number(a)))",
        &[&milliseconds.to_string()],
    );
    JsFuture::from(js_sys::Promise::from(promise))
        .await
        .unwrap();
}
