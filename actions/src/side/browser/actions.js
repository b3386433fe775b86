// What actions need of the browser: submits, requests answered line by line, and forms, read past their clobbered
// properties (an input named `action` hides `form.action`).
const call = (method, element, ...rest) => method.call(element, ...rest);
const attribute = (element, name) => call(Element.prototype.getAttribute, element, name);

const keyInput = (form) => call(Element.prototype.querySelector, form, "input[name=_limosa]");

export function dataBlock(attribute, begin) {
  const texts = [...document.querySelectorAll(`script[${attribute}]`)].map((block) => block.textContent);
  return texts.find((text) => text.startsWith(begin)) ?? "";
}

export function listen(prefix, stopped, submit) {
  // On the window, so that the app's own submit handlers have had their say. An app that has panicked leaves the form to
  // the browser.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || stopped()) return;
    const form = event.target;
    const button = event.submitter;
    const of = (name) => (button && attribute(button, "form" + name)) ?? attribute(form, name) ?? "";
    const target = of("target");
    if (!of("action").startsWith(prefix) || of("method").toLowerCase() !== "post") return;
    if (target && target !== "_self") return;
    event.preventDefault();
    const key = keyInput(form);
    if (key && !key.value) key.value = random();
    const data = new FormData(form, button);
    submit(form, of("action"), data, of("enctype").toLowerCase() === "multipart/form-data");
  });
}

let early;

export const build = () => document.documentElement.dataset.limosaBuild || "unknown";

// What the early script holds. From here on the listener above takes submits itself.
export function earlySubmits() {
  early = window.$limosaEarly?.take();
  if (!early) return [];
  for (const element of early.edited) {
    for (const type of ["input", "change"]) element.dispatchEvent(new Event(type, { bubbles: true }));
  }
  return early.held.map(({ form, url, data, multipart }) => [form, url, data, multipart]);
}

export const follow = () => early?.link()?.click();

const text = (data) => {
  const pairs = [];
  for (const [name, value] of data) pairs.push([name, typeof value === "string" ? value : value.name]);
  return new URLSearchParams(pairs);
};

const hasFiles = (data) => {
  for (const [, value] of data) if (typeof value !== "string" && (value.name || value.size)) return true;
  return false;
};

export const texts = (data) => text(data).toString();
export const body = (data, multipart) => (multipart || hasFiles(data) ? data : text(data));
export const key = (data) => data.get("_limosa") || "";
export const size = (file) => file.size;
export const append = (data, name, value) => data.append(name, value);
export const after = (milliseconds, run) => setTimeout(run, milliseconds);

export const here = () => location.pathname + location.search;
export const leaving = () => document.body.getAttribute("aria-busy") === "true";
export const assign = (url) => location.assign(url);

export function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\W/g, (c) => ({ "+": "-", "/": "_" })[c] ?? "");
}

export async function send(url, headers, body, head, line) {
  const response = await fetch(url, { method: "POST", headers, body });
  head(response.status, response.headers.get("limosa-epoch") ?? "");
  if (!(response.headers.get("content-type") ?? "").startsWith("application/x-ndjson")) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop();
    lines.forEach((each) => line(each));
  }
}

export function busy(form, on) {
  if (on) call(Element.prototype.setAttribute, form, "aria-busy", "true");
  else call(Element.prototype.removeAttribute, form, "aria-busy");
}

// A new key for the next submission: this one has been answered.
export function renew(form) {
  const input = keyInput(form);
  if (input) input.value = random();
}

const typed = (form) => {
  const data = new FormData(form);
  data.delete("_limosa");
  return texts(data);
};

// What the visitor has typed, to compare with later.
export const typedText = typed;

const elements = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements").get;

// Back to the defaults, unless the visitor has typed on meanwhile or the form is to be kept. Signals bound to its controls
// hear of it as of typing.
export function reset(form, sent) {
  if (!form.isConnected || attribute(form, "data-keep") !== null || sent !== typed(form)) return;
  const before = Array.from(call(elements, form), (control) => [control, control.value, control.checked]);
  call(HTMLFormElement.prototype.reset, form);
  for (const [control, value, checked] of before) {
    if (control.value !== value || control.checked !== checked) {
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
