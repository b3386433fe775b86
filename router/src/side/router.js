// Listens for the router: requests line by line, history, links. What is to be done is decided in Rust.

// What is told; the same numbers are in `network.rs`. Without an app there is nobody to tell it.
const LINE = 0;
const END = 1;
const INTEND = 2;
const CLICK = 3;
const POP = 4;
const MOVED = 5;
const FOCUSED = 6;
const ONLINE = 7;
const EPOCH = 8;
const LOADED = 9;
const BLOCKS = 10;
const LEAVE = 11;
const RUN = 12;

// The answers; an app that has stopped gives neither.
const YES = 1;
const NO = 2;

let tell = () => {};

export function connect(exports, door) {
  tell = exports.limosa_call.bind(0, door);
}

const running = new Map();

/** Sends a request and tells its lines as they come; of the end 0, an HTTP status, or -1 if it broke off. */
export function ask(id, url, body, about, epoch) {
  const abort = new AbortController();
  running.set(id, abort);
  const headers = { "limosa-build": build(), "limosa-page": page(about) };
  if (epoch) headers["limosa-epoch"] = epoch;
  if (body !== undefined) headers["content-type"] = "application/json";
  fetch(url, { method: body === undefined ? "GET" : "POST", body, headers, signal: abort.signal })
    .then(async (response) => {
      if (!response.ok) return response.status;
      await readLines(response, (text) => running.has(id) && tell(LINE, id, 0, text));
      return 0;
    })
    .catch(() => -1)
    .then((status) => running.delete(id) && tell(END, id, status));
}

// What is asked for on the way to a page, or ahead of one, is asked for that page.
function page(about) {
  return encodeURI((about ?? bound ?? location.pathname + location.search).split("#")[0]);
}

/** Drops a request; nothing of it is handed over any more. */
export function abort(id) {
  const request = running.get(id);
  running.delete(id);
  request?.abort();
}

async function readLines(response, line) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop();
    for (const text of lines) if (text) line(text);
  }
  if (rest) line(rest);
}

function build() {
  return document.documentElement.dataset.limosaBuild || "unknown";
}

export function now() {
  return performance.now();
}

export function isLoading() {
  return document.readyState === "loading";
}

// Where the app's URL is: 0 in the path, 1 in the hash, 2 only here.
let place = 0;
let kept = "/";
let keptState;
// Whether links load nothing ahead, unless they say so themselves.
let neverAhead = false;

export function locate(asked, url, never) {
  place = asked;
  kept = url;
  keptState = undefined;
  neverAhead = never;
}

export function here(asked = place) {
  if (asked === 1) return location.hash.startsWith("#/") ? location.hash.slice(1) : "/";
  return asked === 2 ? kept : location.pathname + location.search + location.hash;
}

export function assign(url) {
  location.assign(url);
}

let bound;

export function busy(to) {
  bound = to;
  if (to !== undefined) document.body.setAttribute("aria-busy", "true");
  else document.body.removeAttribute("aria-busy");
}

// History. Every entry has a key, under which the scroll position is kept, and a number that tells back from forward.

const SCROLL = "limosa:scroll";
const MOST_KEPT = 100;
let entry = { key: "", number: 0 };
// The entry that back or forward has just left.
let left = entry;

function keptScroll() {
  try {
    return JSON.parse(sessionStorage.getItem(SCROLL)) || {};
  } catch {
    return {};
  }
}

function keepScroll() {
  const kept = keptScroll();
  if (Object.keys(kept).length >= MOST_KEPT) delete kept[Object.keys(kept)[0]];
  kept[entry.key] = [scrollX, scrollY];
  try {
    sessionStorage.setItem(SCROLL, JSON.stringify(kept));
  } catch {
    // Without storage pages start at their top.
  }
}

function newEntry(number) {
  return { key: Math.random().toString(36).slice(2), number };
}

export function push(url, replace, state) {
  keepScroll();
  entry = newEntry(entry.number + (replace ? 0 : 1));
  kept = url;
  keptState = state;
  if (place === 2) return;
  const value = { limosa: entry, state };
  const address = place ? "#" + url : url;
  if (replace) history.replaceState(value, "", address);
  else history.pushState(value, "", address);
}

/** The text kept with the entry that is shown. */
export function historyState() {
  const state = place === 2 ? keptState : history.state?.state;
  return typeof state === "string" ? state : undefined;
}

let undone = false;

export function undoPop() {
  const step = left.number - entry.number;
  undone = step !== 0;
  if (undone) history.go(step);
}

/** Runs a job as a view transition, if the app asks for them: `<meta name="view-transition" content="same-origin">`. */
export function transition(job) {
  const run = () => tell(RUN, job);
  const wanted = document.querySelector('meta[name="view-transition"][content="same-origin"]');
  const calm = wanted && matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (wanted && !calm && document.startViewTransition) document.startViewTransition(run);
  else run();
}

/** 0: to the top or the hash, 1: where it was, 2: stays. */
export function shown(scroll) {
  if (scroll === 1) {
    const [x, y] = keptScroll()[entry.key] || [0, 0];
    scrollTo(x, y);
  } else if (scroll === 0) {
    const hash = here().split("#")[1];
    const target = hash && document.getElementById(decodeURIComponent(hash));
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
  }
  if (scroll !== 2) moveFocus();
}

// A screen reader is told the new title, and starts reading where the page starts.
function moveFocus() {
  const lost = !document.activeElement || document.activeElement === document.body;
  const main = lost && document.querySelector("main");
  if (main) {
    if (!main.hasAttribute("tabindex")) main.setAttribute("tabindex", "-1");
    main.focus({ preventScroll: true });
  }
  setTimeout(() => {
    let announcer = document.getElementById("limosa-announcer");
    if (!announcer) {
      announcer = document.createElement("div");
      announcer.id = "limosa-announcer";
      announcer.setAttribute("aria-live", "polite");
      announcer.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
      document.documentElement.append(announcer);
    }
    announcer.textContent = document.title;
  }, 100);
}

function confirmLeaving(event) {
  if (tell(LEAVE) === NO) event.preventDefault();
}

/** Listens only while it must: a listener keeps the page out of the back-forward cache. */
export function guarded(isGuarded) {
  if (isGuarded) addEventListener("beforeunload", confirmLeaving);
  else removeEventListener("beforeunload", confirmLeaving);
}

// Links.

function linkOf(event) {
  const link = event.composedPath().find((node) => node.nodeName?.toLowerCase() === "a" && node.href);
  return link && within(link);
}

// What a link leads to, if it is within the site and not for the browser to follow.
function within(link) {
  const target = link.getAttribute("target");
  const url = new URL(link.href.baseVal ?? link.href, document.baseURI);
  const elsewhere =
    url.origin !== location.origin ||
    (target && target !== "_self") ||
    link.hasAttribute("download") ||
    (link.getAttribute("rel") || "").split(/\s+/).includes("external");
  if (elsewhere) return undefined;
  if (place !== 1) return { link, url: url.pathname + url.search + url.hash, hash: url.hash };
  const ours = url.pathname + url.search === location.pathname + location.search && url.hash.startsWith("#/");
  return ours ? { link, url: url.hash.slice(1) } : undefined;
}

function isJump(found) {
  return found.hash && found.url.slice(0, -found.hash.length) === here().split("#")[0];
}

let hovered;
let inView;

/** Loads what a link leads to, at once or when it comes into view. */
export function watchLink(link, once) {
  const load = () => {
    const found = within(link);
    if (found && !isJump(found) && !navigator.connection?.saveData) intend(found.url);
  };
  if (once) {
    setTimeout(load, 0);
    return;
  }
  inView ??= new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      inView.unobserve(target);
      target.dispatchEvent(new Event("limosa-in-view"));
    }
  });
  link.addEventListener("limosa-in-view", load, { once: true });
  inView.observe(link);
}

const intend = (url) => tell(INTEND, 0, 0, url);

function startIntent() {
  const over = (event, delay) => {
    const found = linkOf(event);
    const preload = found?.link.dataset.preload ?? (neverAhead ? "never" : "intent");
    if (!found || preload === "never" || navigator.connection?.saveData || isJump(found)) return;
    if (hovered?.link === found.link) return;
    clearTimeout(hovered?.timer);
    const timer = setTimeout(intend, delay, found.url);
    hovered = { link: found.link, timer };
  };
  addEventListener("mouseover", (event) => over(event, 50), { passive: true });
  addEventListener(
    "mouseout",
    (event) => {
      if (hovered && !hovered.link.contains(event.relatedTarget)) {
        clearTimeout(hovered.timer);
        hovered = undefined;
      }
    },
    { passive: true },
  );
  const now = (event) => {
    clearTimeout(hovered?.timer);
    hovered = undefined;
    over(event, 0);
    hovered = undefined;
  };
  for (const type of ["focusin", "touchstart", "pointerdown"]) addEventListener(type, now, { passive: true });
}

function startLinks() {
  // On the window, so that handlers of the app come first and can prevent it.
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const found = linkOf(event);
    if (!found || isJump(found)) return;
    const { replace, noscroll, state } = found.link.dataset;
    const how = (replace !== undefined) + 2 * (noscroll !== undefined);
    const to = state === undefined ? found.url : found.url + "\0" + state;
    if (tell(CLICK, how, 0, to) === YES) event.preventDefault();
  });
}

// Says whether the entry is shown, here or, when the app has stopped, by the server.
function pop() {
  const shown = tell(POP, 0, 0, here());
  if (!shown) location.assign(here());
  return shown !== NO;
}

function startHistory() {
  if (place === 2) return;
  history.scrollRestoration = "manual";
  entry = history.state?.limosa || newEntry(0);
  if (!history.state?.limosa) history.replaceState({ limosa: entry, state: history.state }, "");
  else shown(1);
  addEventListener("popstate", (event) => {
    if (undone) {
      undone = false;
      return;
    }
    keepScroll();
    if (!event.state?.limosa) {
      // The browser itself has gone to a hash.
      entry = newEntry(entry.number + 1);
      history.replaceState({ limosa: entry, state: null }, "");
      if (!place) tell(MOVED, 0, 0, here());
      else if (/^(#\/|$)/.test(location.hash)) pop();
      return;
    }
    left = entry;
    entry = event.state.limosa;
    if (!pop()) entry = left;
  });
  addEventListener("pagehide", keepScroll);
}

// Other tabs and other visits of the same browser.

const KEPT_EPOCH = "limosa:epoch";

export function storedEpoch() {
  try {
    return localStorage.getItem(KEPT_EPOCH) || "";
  } catch {
    return "";
  }
}

export function storeEpoch(epoch) {
  try {
    localStorage.setItem(KEPT_EPOCH, epoch);
  } catch {
    // Without storage other tabs learn of it by their next answer.
  }
}

/** Starts to listen. */
export function start() {
  startHistory();
  startLinks();
  startIntent();
  const epoch = (epoch) => tell(EPOCH, 0, 0, epoch);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tell(FOCUSED));
  addEventListener("online", () => tell(ONLINE));
  addEventListener("storage", (event) => event.key === KEPT_EPOCH && epoch(event.newValue || ""));
  addEventListener("pageshow", (event) => event.persisted && epoch(storedEpoch()));
  if (isLoading()) document.addEventListener("DOMContentLoaded", () => tell(LOADED));
  globalThis.$limosa = () => tell(BLOCKS);
}
