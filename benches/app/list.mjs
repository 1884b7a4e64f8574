// The page with a journal of 10,000 entries in Chromium: how long unlocking, a key, a filter, a scroll, a jump, saving and a
// star keep its thread. Goals: a key's letter within 16 ms (P95), no task over 50 ms.
//   cargo run --profile quick -p companion-bench-vault --bin companion-bench-years -- target/bench/years.companion
//   node benches/app/list.mjs [DIST] [JOURNAL.companion]
// Frames are drawn as soon as they are ready (no waiting for the screen), so that a time is work and not the rhythm of a
// display. A key's time is from the key itself, as the browser stamps it, until the frame with the letter is drawn.
// A task's time is told by the clock, which on a busy machine counts what others do meanwhile, and as the thread's own.
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import path from "node:path";
import { startServer, root } from "../../tests/e2e/support/server.mjs";

const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const [dist = "dist", backup = "target/bench/years.companion"] = process.argv.slice(2);
// Of crates/vault/tests/support.
const PASSPHRASE = "mossy kettle under nine lamps";
/** What Chromium calls a long task. */
const LONG_MS = 50;
const KEYS = 400;
const KEY_EVERY_MS = 60;

const sorted = (values) => values.toSorted((a, b) => a - b);
const at = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))];
const TEXT = "The water was grey and nobody minded. We walked along the harbour until it was dark. ";
const report = (what, values) =>
  console.log(
    `${what.padEnd(44)} P50 ${at(values, 0.5).toFixed(1)}  P95 ${at(values, 0.95).toFixed(1)}  longest ${Math.max(...values).toFixed(1)} ms  (${values.length})`,
  );

/** In the page: times what is asked for. */
const watch = () => {
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
  await page.addInitScript(watch);
  await page.goto(`${server.origin}/`);
  await page.waitForTimeout(2_000);
  const trace = () => browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  await trace();
  const on = (name) => page.getByTestId(name);
  const load = () => `load ${loadavg()[0].toFixed(1)}`;
  const cards = () => on("entry-card").count();
  /** What kept the thread for more than 50 ms since the last question, by the clock and by the thread's own time. */
  const tellLong = async (what) => {
    const { traceEvents } = JSON.parse(await browser.stopTracing());
    const threads = new Set(traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid}:${tid}`));
    const tasks = traceEvents.filter(({ name, pid, tid }) => name === "RunTask" && threads.has(`${pid}:${tid}`));
    const long = (times) => {
      const over = times.filter((us) => us > LONG_MS * 1e3).map((us) => Math.round(us / 1e3));
      return `${over.length}${over.length ? ` ${JSON.stringify(over.slice(0, 24))}` : ""}`;
    };
    const clock = tasks.map(({ dur = 0 }) => dur);
    const own = tasks.map(({ tdur = 0 }) => tdur);
    const longest = own.reduce((most, us) => Math.max(most, us), 0) / 1e3;
    console.log(`${what.padEnd(44)} tasks over ${LONG_MS} ms: ${long(clock)}; of its own ${long(own)}, the longest ${longest.toFixed(1)} ms; ${load()}`);
    await trace();
  };
  const type = async (what) => {
    await on("editor").waitFor();
    await page.evaluate(() => window.timeKeys(document.querySelector('[data-testid="editor"]')));
    for (let key = 0; key < KEYS; key += 1) {
      await page.keyboard.type(TEXT[key % TEXT.length]);
      await page.waitForTimeout(KEY_EVERY_MS);
    }
    report(what, await page.evaluate(() => window.keys.splice(0)));
    await tellLong("  meanwhile");
  };

  await on("backup-restore").setInputFiles(path.resolve(root, backup));
  await on("backup-passphrase").fill(PASSPHRASE);
  const restoring = Date.now();
  await on("backup-take").click();
  await on("entry-card").first().waitFor();
  console.log(`restored in ${((Date.now() - restoring) / 1e3).toFixed(1)} s; ${load()}`);
  await tellLong("restoring");
  // The journal has no index of its words yet: it is made while somebody types, whenever they pause.
  await on("new-entry").first().click();
  await type("a key, while the index is made");
  await on("save-entry").click();
  await on("entry-view").waitFor();
  await page.waitForTimeout(12_000);
  await tellLong("the index is made");

  await page.reload();
  await on("passphrase").fill(PASSPHRASE);
  await tellLong("loading anew");
  await on("unlock").click();
  await on("entry-card").first().waitFor();
  await page.waitForTimeout(1_000);
  await tellLong("unlocking, with the first second after it");
  await page.waitForTimeout(4_000);
  await tellLong("the four seconds after that");

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
  await tellLong("  meanwhile");
  await on("filter-toggle").click();

  await page.mouse.move(150, 500);
  const position = () =>
    page.evaluate(() => {
      const pane = document.querySelector('[data-testid="entry-list"]');
      return { isAtEnd: pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 2, height: pane.scrollHeight };
    });
  let most = 0;
  const scrolling = Date.now();
  while (Date.now() - scrolling < 120_000) {
    for (let step = 0; step < 10; step += 1) {
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(16);
    }
    most = Math.max(most, await cards());
    if ((await position()).isAtEnd) break;
  }
  const { isAtEnd, height } = await position();
  console.log(`scrolled ${height} px in ${((Date.now() - scrolling) / 1e3).toFixed(0)} s${isAtEnd ? ", to the oldest entry" : ", not to the end"}; at most ${most} cards in the page; ${load()}`);
  await tellLong("scrolling");

  await on("entry-card").last().focus();
  const jumps = [];
  for (let round = 0; round < 10; round += 1) {
    const key = round % 2 ? "End" : "Home";
    jumps.push(
      await page.evaluate(async (key) => {
        const before = document.activeElement;
        const began = performance.now();
        before.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        const isThere = () => document.activeElement !== before && document.activeElement.closest(".timeline");
        while (!isThere()) {
          if (performance.now() - began > 10_000) throw new Error(`${key} leads nowhere`);
          await new Promise(requestAnimationFrame);
        }
        return performance.now() - began;
      }, key),
    );
    await page.waitForTimeout(200);
  }
  report("from one end to the other, by key", jumps);
  await tellLong("  meanwhile");

  // The list stands beside the editor as it is.
  await on("new-entry").first().click();
  await type("a key, until its letter is drawn");
  console.log(`cards beside: ${await cards()}; ${load()}`);

  await on("save-entry").click();
  await on("entry-view").waitFor();
  await page.waitForTimeout(500);
  await tellLong("saving");
  const stars = [];
  for (let round = 0; round < 10; round += 1) {
    stars.push(await page.evaluate(() => window.touch('.bar [data-testid="favourite"]')));
    await page.waitForTimeout(300);
  }
  report("a star, its work until the vault answers", stars.map(({ drawn }) => drawn));
  await tellLong("  meanwhile");
  for (const name of ["open-calendar", "open-tags", "open-settings"]) {
    await on(name).click();
    await page.waitForTimeout(500);
    await tellLong(name);
  }
  await page.keyboard.press("Control+k");
  await page.waitForTimeout(500);
  await page.keyboard.type("wat", { delay: 120 });
  await page.waitForTimeout(300);
  await tellLong("the palette, and three letters in it");
  await browser.stopTracing();
} finally {
  await browser.close();
  await server.stop();
}
