// The page with a journal of 10,000 entries in Chromium: how long a filter, a scroll and a key take.
//   cargo run --profile quick -p companion-bench-vault --bin companion-bench-years -- target/bench/years.companion
//   node benches/app/list.mjs [DIST] [JOURNAL.companion]
// Frames are drawn as soon as they are ready (no waiting for the screen), so that a time is work and not the rhythm of a
// display. A key's time is from the key itself, as the browser stamps it, until the frame with the letter is drawn.
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import path from "node:path";
import { startServer, root } from "../../tests/e2e/support/server.mjs";

const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const [dist = "dist", backup = "target/bench/years.companion"] = process.argv.slice(2);
// Of crates/vault/tests/support.
const PASSPHRASE = "mossy kettle under nine lamps";
const KEYS = 400;
const KEY_EVERY_MS = 60;

const sorted = (values) => values.toSorted((a, b) => a - b);
const at = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))];
const report = (what, values) =>
  console.log(
    `${what.padEnd(44)} P50 ${at(values, 0.5).toFixed(1)}  P95 ${at(values, 0.95).toFixed(1)}  longest ${Math.max(...values).toFixed(1)} ms  (${values.length})`,
  );

/** In the page: watches for long tasks, and times what is asked for. */
const watch = () => {
  window.long = [];
  new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration))).observe({
    type: "longtask",
    buffered: false,
  });
  /** After the next frame is drawn. */
  const drawn = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      }),
    );
  window.keys = [];
  window.timeKeys = (field) =>
    field.addEventListener("input", (event) => {
      const began = event.timeStamp;
      drawn().then((ended) => window.keys.push(ended - began));
    });
  /** Touches an element: the time of the work alone, and until the frame is drawn. */
  window.touch = async (selector, number = 0) => {
    const element = document.querySelectorAll(selector)[number];
    const began = performance.now();
    element.click();
    // What follows from it is done before the next task.
    await new Promise((resolve) => queueMicrotask(resolve));
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
    const worked = performance.now() - began;
    return { worked, drawn: (await drawn()) - began };
  };
};

const server = await startServer({ dist: path.resolve(root, dist) });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-gpu-vsync", "--disable-frame-rate-limit"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(300_000);
  await page.goto(`${server.origin}/`);
  const on = (name) => page.getByTestId(name);
  await on("backup-restore").setInputFiles(path.resolve(root, backup));
  await on("backup-passphrase").fill(PASSPHRASE);
  const restoring = Date.now();
  await on("backup-take").click();
  await on("entry-card").first().waitFor();
  console.log(`restored in ${((Date.now() - restoring) / 1e3).toFixed(1)} s; load ${loadavg()[0].toFixed(1)}`);
  await page.reload();
  await on("passphrase").fill(PASSPHRASE);
  await on("unlock").click();
  await on("entry-card").first().waitFor();
  await page.waitForTimeout(4_000);
  await page.evaluate(watch);
  const takeLong = () => page.evaluate(() => window.long.splice(0));

  const touches = [];
  await on("filter-toggle").click();
  await on("filters").waitFor();
  for (let round = 0; round < 8; round += 1) {
    for (const [selector, number] of [
      ['[data-testid="filter-mood"]', round % 5],
      ['[data-testid="filter-tag"]', round % 4],
      ['[data-testid="filter-favourite"]', 0],
      ['[data-testid="filter-favourite"]', 0],
      ['[data-testid="filter-tag"]', round % 4],
      ['[data-testid="filter-mood"]', round % 5],
    ]) {
      touches.push(await page.evaluate(([selector, number]) => window.touch(selector, number), [selector, number]));
      await page.waitForTimeout(60);
    }
  }
  report("a filter, its work", touches.map(({ worked }) => worked));
  report("a filter, until it is drawn", touches.map(({ drawn }) => drawn));
  console.log(`  long tasks: ${JSON.stringify((await takeLong()).map(Math.round))}`);
  await on("filter-toggle").click();

  await page.mouse.move(150, 500);
  let cards = 0;
  const scrolling = Date.now();
  while (Date.now() - scrolling < 90_000) {
    for (let step = 0; step < 10; step += 1) {
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(16);
    }
    const now = await on("entry-card").count();
    if (now === cards && now >= 10_000) break;
    cards = now;
  }
  const long = await takeLong();
  console.log(`scrolled through ${cards} entries in ${((Date.now() - scrolling) / 1e3).toFixed(0)} s; long tasks: ${JSON.stringify(long.map(Math.round))}`);

  // The list as it is drawn now stays beside the editor: the worst case.
  await on("new-entry").first().click();
  await on("editor").waitFor();
  await page.evaluate(() => window.timeKeys(document.querySelector('[data-testid="editor"]')));
  const text = "The water was grey and nobody minded. We walked along the harbour until it was dark. ";
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.type(text[key % text.length]);
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  report("a key, until its letter is drawn", await page.evaluate(() => window.keys));
  console.log(`  long tasks: ${JSON.stringify((await takeLong()).map(Math.round))}; cards beside: ${await on("entry-card").count()}; load ${loadavg()[0].toFixed(1)}`);

  await on("save-entry").click();
  await on("entry-view").waitFor();
  console.log(`saving: long tasks ${JSON.stringify((await takeLong()).map(Math.round))}`);
  const stars = [];
  for (let round = 0; round < 6; round += 1) {
    stars.push(await page.evaluate(() => window.touch('.bar [data-testid="favourite"]')));
    await page.waitForTimeout(300);
  }
  console.log(`a star: long tasks ${JSON.stringify((await takeLong()).map(Math.round))}`);
} finally {
  await browser.close();
  await server.stop();
}
