// What a rename costs in Chromium: node browser.mjs <name>=<origin> ..
//
// Each origin is a running app with the pages and ids of this one. The browser goes through a proxy that counts bytes;
// apps are asked in turn, 15 times each. NODE_PATH has to lead to playwright-core, CHROMIUM to a browser.
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const ROUNDS = +(process.env.ROUNDS ?? 15);

function counting(origin) {
  const { hostname, port } = new URL(origin);
  const bytes = { up: 0, down: 0 };
  const server = createServer((browser) => {
    const app = connect(+port, hostname);
    for (const socket of [browser, app]) socket.setNoDelay(true).on("error", () => [browser, app].map((end) => end.destroy()));
    browser.on("data", (data) => { bytes.up += data.length; app.write(data); }).on("end", () => app.end());
    app.on("data", (data) => { bytes.down += data.length; browser.write(data); }).on("end", () => browser.end());
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ bytes, origin: `http://127.0.0.1:${server.address().port}` })));
}

// In the page: fills the form, clicks, and tells how long the new text took.
function submit([form, name, list]) {
  const shown = () => list
    ? document.querySelectorAll("#list li")[2]?.textContent.includes(name)
    : document.getElementById("name")?.textContent === name;
  const element = document.getElementById(form);
  const input = element.querySelector("input:not([type=hidden])");
  input.value = name;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return new Promise((done, failed) => {
    const begun = performance.now();
    const observer = new MutationObserver(() => shown() && done(performance.now() - begun));
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    setTimeout(() => failed(new Error("the name does not change")), 8000);
    element.querySelector("button").click();
  });
}

async function once(browser, app, form, latency, round) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send("Network.enable");
  await protocol.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 });
  await page.goto(`${app.origin}/products/3`);
  await page.waitForFunction(() => performance.getEntriesByName("hydrated").length > 0);
  await page.waitForTimeout(500);
  let requests = 0;
  page.on("request", () => requests++);
  const before = { ...app.bytes };
  const time = await page.evaluate(submit, [form, `Name ${latency} ${round} ${form}`, form === "renamelist"]);
  await page.waitForTimeout(400);
  await context.close();
  return { time, requests, up: app.bytes.up - before.up, down: app.bytes.down - before.down };
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const apps = [];
for (const argument of process.argv.slice(2)) {
  const [name, origin] = argument.split("=");
  apps.push({ name, ...(await counting(origin)) });
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const form of ["rename", "renamelist"]) for (const latency of [0, 50]) {
  const samples = apps.map(() => []);
  for (let round = 0; round < ROUNDS; round++) for (const [at, app] of apps.entries()) {
    // A form that no script takes is a plain navigation, which this cannot time.
    samples[at].push(await once(browser, app, form, latency, round).catch(() => null));
  }
  for (const [at, app] of apps.entries()) {
    const whole = samples[at].filter(Boolean);
    const of = (key) => median(whole.map((sample) => sample[key]));
    if (whole.length) console.log(`${form}, ${latency} ms, ${app.name}: ${of("requests")} requests, ${of("up")} + ${of("down")} bytes, ${of("time").toFixed(1)} ms`);
  }
}
await browser.close();
process.exit(0);
