// What actions need of the browser: submits, requests answered line by line, and forms, read past their clobbered
// properties (an input named `action` hides `form.action`).
const call = (method, element, ...rest) => method.call(element, ...rest);
const attribute = (element, name) => call(Element.prototype.getAttribute, element, name);

const keyInput = (form) => call(Element.prototype.querySelector, form, "input[name=_limosa]");

export function dataBlock(attribute, begin) {
  const texts = [...document.querySelectorAll(`script[${attribute}]`)].map((block) => block.textContent);
  return texts.find((text) => text.startsWith(begin)) ?? "";
}

// Forms whose submissions are under way, with how many.
const pending = new Map();

// What forms that save themselves are to send next.
const unsent = new Map();

// What is told, of a request or otherwise; the same numbers are in `send.rs`.
const SEND = 0;
const HEAD = 1;
const LINE = 2;
const UPLOADED = 3;
const END = 4;
const SUBMIT = 6;
const HEARD = 7;
const RUNS = 8;

let tell;

export function connect(exports, door) {
  tell = exports.limosa_call.bind(0, door);
}

// Of the submit that is told of.
let parts;
export const part = (number) => parts[number];

function give(form, action, data, multipart) {
  parts = [action, body(data, multipart), texts(data), data.get("_limosa")];
  const taken = tell(SUBMIT, pending.has(form), 0, form);
  if (!taken && savesItself(form)) unsent.set(form, [action, data, multipart]);
}

export function listen(prefix) {
  if (channel) channel.onmessage = ({ data: [epoch, lines] }) => tell(HEARD, 0, 0, [epoch, ...lines].join("\n"));
  // On the window, so that the app's own submit handlers have had their say. An app that has panicked leaves the form to
  // the browser.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || !tell(RUNS)) return;
    const form = event.target;
    const button = event.submitter;
    const of = (name) => (button && attribute(button, "form" + name)) ?? attribute(form, name) ?? "";
    const target = of("target");
    if (!of("action").startsWith(prefix) || of("method").toLowerCase() !== "post") return;
    if (target && target !== "_self") return;
    event.preventDefault();
    const key = keyInput(form);
    if (key && !key.value) key.value = random();
    give(form, of("action"), new FormData(form, button), of("enctype").toLowerCase() === "multipart/form-data");
  });
  const save = ({ type, target }) => {
    const form = target.form;
    // Text is saved when it is left, or as it is typed: `data-autosave="input"`.
    const on = form && (attribute(form, "data-autosave") || "change");
    if (!form || !savesItself(form) || on !== type || !tell(RUNS)) return;
    if (call(HTMLFormElement.prototype.checkValidity, form)) call(HTMLFormElement.prototype.requestSubmit, form);
  };
  addEventListener("change", save);
  addEventListener("input", save);
}

let early;

export const build = () => document.documentElement.dataset.limosaBuild || "unknown";

// What the early script holds, given back in order: edits, submits one after the other, the link. From here on the listener
// above takes submits itself.
export function replay() {
  early = window.$limosaEarly?.take();
  for (const element of early?.edited ?? []) {
    for (const type of ["input", "change"]) element.dispatchEvent(new Event(type, { bubbles: true }));
  }
  if (early) queueMicrotask(next);
}

function next() {
  const held = early.held.shift();
  early.form = held?.form;
  if (!held) return early.link()?.click();
  give(held.form, held.url, held.data, held.multipart);
  // It was no submit of an action, or nothing to be sent.
  if (!pending.has(held.form)) next();
}

// One more submission of a form is under way, or one less.
export function busy(form, change) {
  const count = (pending.get(form) ?? 0) + change;
  if (count) {
    pending.set(form, count);
    return call(Element.prototype.setAttribute, form, "aria-busy", "true");
  }
  pending.delete(form);
  call(Element.prototype.removeAttribute, form, "aria-busy");
  queueMicrotask(() => {
    const changed = unsent.get(form);
    if (changed) {
      unsent.delete(form);
      // A submission of its own.
      changed[1].set("_limosa", random());
      give(form, ...changed);
    } else if (early?.form === form) next();
  });
}

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
export const size = (file) => file.size;
export const entries = () => new FormData();
export const append = (data, name, value) => data.append(name, value);

const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("limosa") : undefined;

export const here = () => location.pathname + location.search;
export const leaving = () => document.body.getAttribute("aria-busy") === "true";
export const assign = (url) => location.assign(url);

export function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\W/g, (c) => ({ "+": "-", "/": "_" })[c] ?? "");
}

export const set = (body, name, value) => (value === undefined ? body.delete(name) : body.set(name, value));

export const later = (milliseconds, id, what) => setTimeout(tell, milliseconds, what, id);

export const soon = (id) => queueMicrotask(() => tell(SEND, id));

// By id: what stops a request, and the lines of its answer that other tabs have not been told.
const requests = new Map();

export const abort = (id) => requests.get(id)?.stop();

export function broadcast(id, epoch) {
  const lines = requests.get(id)?.lines.splice(0);
  if (lines?.length) channel?.postMessage([epoch, lines]);
}

export async function send(id, url, headers, body) {
  const request = { lines: [] };
  requests.set(id, request);
  let rest = "";
  const take = (text) => {
    const whole = (rest + text).split("\n");
    rest = whole.pop();
    for (const line of whole) {
      request.lines.push(line);
      tell(LINE, id, 0, line);
    }
  };
  try {
    const pairs = headers.split("\n").map((line) => line.split("\t"));
    await (body instanceof FormData && upload ? upload : post)(id, request, url, pairs, body, take);
  } catch {
    // A connection that failed or broke off: what has come of the answer counts.
  }
  tell(END, id);
  if (requests.get(id) === request) requests.delete(id);
}

const isFrames = (type) => (type ?? "").startsWith("application/x-ndjson");

const headed = (id, status, epoch) => tell(HEAD, id, status, epoch);

async function post(id, request, url, headers, body, take) {
  const controller = new AbortController();
  request.stop = () => controller.abort();
  const response = await fetch(url, { method: "POST", headers, body, signal: controller.signal });
  headed(id, response.status, response.headers.get("limosa-epoch"));
  if (!isFrames(response.headers.get("content-type"))) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(decoder.decode(value, { stream: true }));
  }
}

let upload;

// From now on bodies with files say how much of them has left, which `fetch` does not. Asked for by the first form with files.
export function uploads() {
  upload = (id, request, url, headers, body, take) =>
    new Promise((resolve, reject) => {
      const sending = new XMLHttpRequest();
      let taken = 0;
      const more = () => {
        if (!isFrames(sending.getResponseHeader("content-type"))) return;
        const text = sending.responseText.slice(taken);
        taken += text.length;
        take(text);
      };
      request.stop = () => sending.abort();
      sending.open("POST", url);
      for (const [name, value] of headers) sending.setRequestHeader(name, value);
      sending.upload.onprogress = ({ loaded, total }) => tell(UPLOADED, id, total ? loaded / total : 1);
      sending.onreadystatechange = () => {
        if (sending.readyState === 2) headed(id, sending.status, sending.getResponseHeader("limosa-epoch"));
      };
      sending.onprogress = more;
      sending.onload = () => resolve(more());
      sending.onerror = sending.onabort = reject;
      sending.send(body);
    });
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

const savesItself = (form) => attribute(form, "data-autosave") !== null;

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
