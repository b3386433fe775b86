// A page whose build the server no longer knows is loaded anew, with what was typed: once for each build. Passwords, files and
// hidden fields are not kept.
const ENTRY = "limosa-typed";
const LEFT_OUT = /^(hidden|password|file|submit|button|image|reset|select-multiple)$/;
const ticked = (control) => /^(checkbox|radio)$/.test(control.type);

const controls = () =>
  [...document.querySelectorAll("input[name],textarea[name],select[name]")].filter((control) => !LEFT_OUT.test(control.type));

const build = () => document.documentElement.dataset.limosaBuild;

export function reload() {
  try {
    if (JSON.parse(sessionStorage.getItem(ENTRY))?.build === build()) return;
    const typed = controls().map((control) => [control.name, ticked(control) ? control.checked : control.value]);
    sessionStorage.setItem(ENTRY, JSON.stringify({ build: build(), url: location.href, typed }));
  } catch {
    // Without storage the page stays, with its message and with what was typed.
    return;
  }
  location.reload();
}

export function restore() {
  let held;
  try {
    held = JSON.parse(sessionStorage.getItem(ENTRY));
    if (held?.url !== location.href) return;
    sessionStorage.setItem(ENTRY, JSON.stringify({ build: held.build }));
  } catch {
    return;
  }
  const there = controls();
  for (const [name, value] of held.typed) {
    const at = there.findIndex((control) => control.name === name);
    if (at < 0) continue;
    const [control] = there.splice(at, 1);
    const property = ticked(control) ? "checked" : "value";
    if (control[property] === value) continue;
    control[property] = value;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  }
}
