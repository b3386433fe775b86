// Reloads the page after a new build of `cargo limosa serve`, and shows over it why a build failed.
(() => {
  const address = new URL("/events", document.currentScript.src);
  let overlay = null;

  function show(text) {
    clear();
    overlay = document.createElement("div");
    overlay.id = "limosa-problem";
    overlay.setAttribute("role", "alert");
    overlay.style.cssText =
      "position:fixed;inset:0;z-index:2147483647;margin:0;padding:2rem;overflow:auto;background:#1b1b1ff2;" +
      "color:#f2f2f2;font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap;tab-size:4";
    overlay.textContent = text;
    // Beside the body, which belongs to the app.
    document.documentElement.append(overlay);
  }

  function clear() {
    overlay?.remove();
    overlay = null;
  }

  const events = new EventSource(address);
  events.addEventListener("reload", () => location.reload());
  events.addEventListener("problem", (event) => show(event.data));
  events.addEventListener("clear", clear);
})();
