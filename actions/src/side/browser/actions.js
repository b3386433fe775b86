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
  const save = ({ type, target }) => {
    const form = target.form;
    // Text is saved when it is left, or as it is typed: `data-autosave="input"`.
    const on = form && (attribute(form, "data-autosave") || "change");
    if (!form || !savesItself(form) || on !== type || stopped()) return;
    if (call(HTMLFormElement.prototype.checkValidity, form)) call(HTMLFormElement.prototype.requestSubmit, form);
  };
  addEventListener("change", save);
  addEventListener("input", save);
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

const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("limosa") : undefined;

export const broadcast = (epoch, lines) => channel?.postMessage([epoch, lines]);

export function hear(heard) {
  if (channel) channel.onmessage = ({ data }) => heard(...data);
}

export const here = () => location.pathname + location.search;
export const leaving = () => document.body.getAttribute("aria-busy") === "true";
export const assign = (url) => location.assign(url);

export function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\W/g, (c) => ({ "+": "-", "/": "_" })[c] ?? "");
}

export const set = (body, name, value) => (value === undefined ? body.delete(name) : body.set(name, value));

const requests = new Map();

export const abort = (number) => requests.get(number)?.();

export async function send(number, url, headers, body, head, line, uploaded) {
  try {
    await (body instanceof FormData ? upload : post)(number, url, headers, body, head, lines(line), uploaded);
  } finally {
    requests.delete(number);
  }
}

// Takes texts and gives whole lines.
const lines = (line) => {
  let rest = "";
  return (text) => {
    const whole = (rest + text).split("\n");
    rest = whole.pop();
    whole.forEach((each) => line(each));
  };
};

const isFrames = (type) => (type ?? "").startsWith("application/x-ndjson");

async function post(number, url, headers, body, head, take) {
  const controller = new AbortController();
  requests.set(number, () => controller.abort());
  const response = await fetch(url, { method: "POST", headers, body, signal: controller.signal });
  head(response.status, response.headers.get("limosa-epoch") ?? "");
  if (!isFrames(response.headers.get("content-type"))) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(decoder.decode(value, { stream: true }));
  }
}

// `fetch` does not say how much of a body has left.
const upload = (number, url, headers, body, head, take, uploaded) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let taken = 0;
    const more = () => {
      if (!isFrames(request.getResponseHeader("content-type"))) return;
      const text = request.responseText.slice(taken);
      taken += text.length;
      take(text);
    };
    requests.set(number, () => request.abort());
    request.open("POST", url);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => uploaded(total ? loaded / total : 1);
    request.onreadystatechange = () => {
      if (request.readyState === 2) head(request.status, request.getResponseHeader("limosa-epoch") ?? "");
    };
    request.onprogress = more;
    request.onload = () => resolve(more());
    request.onerror = request.onabort = reject;
    request.send(body);
  });

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
  if (form.isConnected && attribute(form, "data-keep") === null && !savesItself(form) && sent === typed(form)) clear(form);
}

export const savesItself = (form) => attribute(form, "data-autosave") !== null;

export const resetAtOnce = (form) => attribute(form, "data-reset") === "submit" && clear(form);

function clear(form) {
  const before = Array.from(call(elements, form), (control) => [control, control.value, control.checked]);
  call(HTMLFormElement.prototype.reset, form);
  for (const [control, value, checked] of before) {
    if (control.value !== value || control.checked !== checked) {
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
