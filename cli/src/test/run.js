// Runs the tests of one wasm-bindgen-test program and sends what they print to `cargo limosa test`.
import * as tests from "/tests.js";

const output = document.getElementById("output");
const send = (path, text) => fetch(path, { method: "POST", body: text });

// One after the other, so that the lines arrive in order.
let sent = 0;
let sending = Promise.resolve();
function flush() {
  const text = output.textContent.slice(sent);
  sent += text.length;
  if (text) sending = sending.then(() => send("/output", text));
  return sending;
}

async function end(passed) {
  clearInterval(timer);
  await flush();
  await send("/end", passed ? "passed" : "failed");
}

async function fail(reason) {
  output.textContent += `\n${reason?.stack ?? reason}\n`;
  await end(false);
}

for (const level of ["debug", "log", "info", "warn", "error"]) {
  const original = console[level];
  console[level] = (...values) => {
    original.apply(console, values);
    tests[`__wbgtest_console_${level}`](values);
    // Tests show it at their end, which those that hang never reach.
    if (level === "error") send("/error", values.map((value) => value?.stack ?? value).join(" "));
  };
}
globalThis.__wbg_test_invoke = (run) => run();

const timer = setInterval(flush, 100);
try {
  const wasm = await tests.default({ module_or_path: "/tests.wasm" });
  const context = new tests.WasmBindgenTestContext(false);
  context.include_ignored(false);
  context.filtered_count(0 /* filtered out */);
  await end(await context.run([/* exports */].map((name) => wasm[name])));
} catch (reason) {
  await fail(reason);
}
