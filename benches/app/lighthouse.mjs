// Lighthouse over the journal, locked and unlocked, with 1,000 entries; and how soon a slow phone shows something.
//   make build && npm ci --prefix benches/app && node benches/app/lighthouse.mjs [--only scores|paint] [--runs 3] [--out FOLDER]
// COMPANION_DIST and COMPANION_NATIVE name another build. Reports (HTML) go to target/bench/lighthouse.
//
// How an unlocked journal is audited while it loads: the journal lies in the profile's IndexedDB, which Lighthouse leaves
// alone, and a script that runs before the page's own types the passphrase as soon as there is a field for it. So the
// numbers hold everything from the first byte to the list of 1,000 entries, the key's derivation included.
//
// "Cold" has neither cache nor service worker; "warm" has the app kept by its service worker, as on every visit but the first.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { navigation, snapshot, startTimespan, desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";
import { root, startServer } from "../../tests/e2e/support/server.mjs";
import { PASSPHRASE, makeBackup } from "./support/diary.mjs";

const { values: chosen } = parseArgs({ options: { only: { type: "string" }, runs: { type: "string", default: "3" }, out: { type: "string" }, entries: { type: "string", default: "1000" } } });
const out = path.resolve(root, chosen.out ?? "target/bench/lighthouse");
const runs = Number(chosen.runs);
const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** Deriving the key and drawing the list take no longer than this after loading. */
const UNLOCKED_WITHIN_MS = 15_000;
/** What Lighthouse simulates for phones: slow 4G and a processor a quarter as fast. */
const PHONE = { latency: 150, downloadThroughput: (1_638.4 * 1024) / 8, uploadThroughput: (675 * 1024) / 8, offline: false };
const CPU_SLOWDOWN = 4;

mkdirSync(out, { recursive: true });
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const by = (name) => `[data-testid="${name}"]`;

/** In the page, before its own scripts: unlocks as soon as there is a field. */
function unlockAtOnce(passphrase) {
  const watch = new MutationObserver(() => {
    const [field, button] = [document.querySelector('[data-testid="passphrase"]'), document.querySelector('[data-testid="unlock"]')];
    if (!field || !button) return;
    watch.disconnect();
    // In a task of its own, as keys and touches come.
    setTimeout(() => {
      field.value = passphrase;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      button.click();
    });
  });
  watch.observe(document, { childList: true, subtree: true });
  const entries = new MutationObserver(() => {
    if (!document.querySelector('[data-testid="entry-card"]')) return;
    entries.disconnect();
    window.entriesAreThere();
  });
  entries.observe(document, { childList: true, subtree: true });
}

/** In the page, before its own scripts: notes when the screen with that in it is drawn, and whether the first paint asks for the passphrase already. */
function noteScreen(sign) {
  new PerformanceObserver((list) => {
    if (list.getEntriesByName("first-contentful-paint").length === 0) return;
    window.asksAtOnce = document.querySelector('#first-passphrase, [data-testid="passphrase"]')?.checkVisibility() ?? false;
  }).observe({ type: "paint", buffered: true });
  new PerformanceObserver((list) => (window.largestAt = list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
  const watch = new MutationObserver(() => {
    if (!document.querySelector(sign)) return;
    watch.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => (window.screenAt = performance.now())));
  });
  watch.observe(document, { childList: true, subtree: true });
}

const server = await startServer();
const profile = mkdtempSync(path.join(tmpdir(), "companion-lighthouse-"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const newPage = async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  return page;
};
const results = [];

/** One audit, as often as wanted; the medians of its scores. */
async function audit(name, run) {
  const scores = Object.fromEntries(CATEGORIES.map((category) => [category, []]));
  const metrics = { "first-contentful-paint": [], "largest-contentful-paint": [], "total-blocking-time": [], "cumulative-layout-shift": [], "speed-index": [] };
  const missed = new Set();
  for (let at = 0; at < runs; at += 1) {
    const { lhr, report } = await run();
    writeFileSync(path.join(out, `${name}.html`), Array.isArray(report) ? report[0] : report);
    for (const category of CATEGORIES) {
      const score = lhr.categories[category]?.score;
      if (score !== undefined && score !== null) scores[category].push(score * 100);
      for (const { id, weight } of lhr.categories[category]?.auditRefs ?? []) {
        const { score, scoreDisplayMode } = lhr.audits[id];
        if (weight > 0 && score !== null && score < 0.9 && scoreDisplayMode !== "informative") missed.add(`${id} ${score.toFixed(2)} ${lhr.audits[id].displayValue ?? ""}`);
      }
    }
    for (const id of Object.keys(metrics)) if (lhr.audits[id]?.numericValue !== undefined) metrics[id].push(lhr.audits[id].numericValue);
  }
  const told = Object.entries(scores).filter(([, values]) => values.length).map(([category, values]) => `${category} ${Math.round(median(values))}`);
  const measured = Object.entries(metrics).filter(([, values]) => values.length).map(([id, values]) => `${id.split("-").map((word) => word[0].toUpperCase()).join("")} ${id.endsWith("shift") ? median(values).toFixed(3) : `${Math.round(median(values))} ms`}`);
  console.log(`${name.padEnd(24)} ${told.join(", ")}`);
  if (measured.length) console.log(`${" ".repeat(25)}${measured.join(", ")}`);
  for (const what of missed) console.log(`${" ".repeat(25)}below 0.9: ${what}`);
  results.push({ name, scores, metrics, missed: [...missed] });
}

const flags = (more) => ({ onlyCategories: CATEGORIES, output: "html", logLevel: "error", ...more });

/** Lighthouse while the page loads, and is unlocked by itself if wanted. */
const loading = ({ unlocks, warm, desktop }) => async () => {
  const page = await newPage();
  try {
    // Lighthouse ends by leaving the page and coming back: what it shows then is not what was audited.
    let isUnlocked = false;
    if (unlocks) {
      await page.exposeFunction("entriesAreThere", () => (isUnlocked = true));
      await page.evaluateOnNewDocument(unlockAtOnce, PASSPHRASE);
    }
    if (warm) await keepByServiceWorker();
    const settings = { ...flags({ disableStorageReset: warm }), ...(unlocks && { pauseAfterLoadMs: UNLOCKED_WITHIN_MS }) };
    const result = await navigation(page, server.origin, { flags: settings, ...(desktop && { config: desktopConfig }) });
    if (unlocks && !isUnlocked) throw new Error("the journal was not unlocked while it was audited");
    return result;
  } finally {
    await page.close();
  }
};

/** A visit that leaves the app with its service worker. */
async function keepByServiceWorker() {
  const page = await newPage();
  await page.goto(server.origin);
  await page.waitForSelector(by("passphrase"));
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.close();
}

async function unlocked() {
  const page = await newPage();
  await page.evaluateOnNewDocument(unlockAtOnce, PASSPHRASE);
  await page.goto(server.origin);
  await page.waitForSelector(by("entry-card"));
  return page;
}

/** The journal as it lies there, unlocked: the list, and one entry. */
const lying = ({ desktop }) => async () => {
  const page = await unlocked();
  try {
    if (desktop) await page.setViewport({ width: 1280, height: 800 });
    return await snapshot(page, { flags: flags(), ...(desktop && { config: desktopConfig }) });
  } finally {
    await page.close();
  }
};

/** A minute of use: the list scrolled, an entry opened, a search. */
const using = () => async () => {
  const page = await unlocked();
  try {
    const { endTimespan } = await startTimespan(page, { flags: flags() });
    await page.evaluate(async () => {
      const list = document.querySelector(".list-pane");
      for (let step = 0; step < 12; step += 1) {
        list.scrollBy(0, 1_500);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      list.scrollTo(0, 0);
    });
    await page.click(by("entry-card"));
    await page.waitForSelector(by("entry-view"));
    await page.goBack();
    await page.waitForSelector(by("search"), { visible: true });
    await page.type(by("search"), "lantern", { delay: 60 });
    await page.waitForSelector(by("search-result"));
    return await endTimespan();
  } finally {
    await page.close();
  }
};

/** First paint, largest paint until then, and the first screen, with the network and the processor really held back. */
async function paints(visit) {
  const [first, largest, screen, wire, asks] = [[], [], [], [], []];
  for (let at = 0; at < Math.max(runs, 5); at += 1) {
    const page = await newPage();
    try {
      const session = await page.createCDPSession();
      await session.send("Network.enable");
      if (visit === "warm") await keepByServiceWorker();
      else {
        const storageTypes = visit === "first" ? "all" : "service_workers,cache_storage";
        await session.send("Storage.clearDataForOrigin", { origin: server.origin, storageTypes });
        await session.send("Network.clearBrowserCache");
      }
      await page.setViewport({ width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true });
      await page.evaluateOnNewDocument(noteScreen, by(visit === "first" ? "begin-journal" : "unlock"));
      await session.send("Network.emulateNetworkConditions", PHONE);
      await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
      let bytes = 0;
      session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
      await page.goto(server.origin, { waitUntil: "domcontentloaded" });
      await page.waitForFunction(() => window.screenAt);
      const [paint, most, drawn, asksAtOnce] = await page.evaluate(() => [performance.getEntriesByName("first-contentful-paint")[0]?.startTime, window.largestAt, window.screenAt, window.asksAtOnce]);
      largest.push(most);
      asks.push(asksAtOnce);
      first.push(paint);
      screen.push(drawn);
      wire.push(bytes);
    } finally {
      await page.close();
    }
  }
  const line = `first paint ${Math.round(median(first))} ms ${asks.every(Boolean) ? "with" : "without"} a field for the passphrase, largest ${Math.round(median(largest))} ms, screen drawn ${Math.round(median(screen))} ms (longest ${Math.round(Math.max(...screen))}), from first paint to it ${Math.round(median(screen.map((at, index) => at - first[index])))} ms; ${Math.round(median(wire) / 1e3)} KB over the network until then`;
  console.log(`${`slow phone, ${visit}`.padEnd(24)} ${line}`);
  results.push({ name: `paint-${visit}`, first, largest, screen, wire });
}

try {
  console.log(`load ${loadavg()[0].toFixed(1)}; ${chosen.entries} entries; medians of ${runs}; ${await browser.version()}`);
  const backup = path.join(profile, "thousand.companion");
  makeBackup(backup, Number(chosen.entries));
  const page = await newPage();
  await page.goto(server.origin);
  await (await page.waitForSelector(by("backup-restore"))).uploadFile(backup);
  await (await page.waitForSelector(by("backup-passphrase"))).type(PASSPHRASE);
  await page.click(by("backup-take"));
  await page.waitForSelector(by("entry-card"));
  // The index for searching is made now, not while something is measured.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  await page.close();

  if (chosen.only !== "paint") {
    await audit("unlocked-phone-cold", loading({ unlocks: true, warm: false }));
    await audit("unlocked-phone-warm", loading({ unlocks: true, warm: true }));
    await audit("unlocked-desktop-warm", loading({ unlocks: true, warm: true, desktop: true }));
    await audit("locked-phone-cold", loading({ unlocks: false, warm: false }));
    await audit("list-phone-snapshot", lying({ desktop: false }));
    await audit("list-desktop-snapshot", lying({ desktop: true }));
    await audit("using-phone-timespan", using());
  }
  if (chosen.only !== "scores") {
    await paints("cold");
    await paints("warm");
    // The last, since it takes the journal away.
    await paints("first");
  }
  console.log(`load ${loadavg()[0].toFixed(1)}`);
  writeFileSync(path.join(out, "results.json"), JSON.stringify(results, null, 1));
} finally {
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
