// A journal of 10,000 entries searched in Chromium: the vault worker as it is shipped, over real IndexedDB, driven by its
// own messages.
//   cargo run --profile quick -p companion-bench-search -- JOURNAL.companion QUERIES.json
//   node benches/search/browser.mjs dist/workers JOURNAL.companion QUERIES.json
// Times are wall-clock, from the page's message to the answer. While the index is made and opened, drafts are stored
// as if somebody typed: what they wait is the cost of searching for who writes.
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { page as pageScript } from "../vault/page.mjs";
import { search as searchScript } from "./page.mjs";

const [folder, backup, queriesFile] = process.argv.slice(2);
if (!folder || !backup || !queriesFile) throw new Error("usage: browser.mjs FOLDER-OF-WORKERS JOURNAL.companion QUERIES.json");
const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
// Of crates/vault/tests/support.
const PASSPHRASE = "mossy kettle under nine lamps";
const ROUNDS = 5;
const queries = JSON.parse(readFileSync(queriesFile));

const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
  if (request.url === "/") return response.setHeader("Content-Type", "text/html").end("<!doctype html><input type=file>");
  const file = path.join(folder, path.basename(request.url));
  if (!existsSync(file)) return response.writeHead(404).end();
  response.setHeader("Content-Type", types[path.extname(file)] ?? "application/octet-stream");
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const profile = mkdtempSync(path.join(tmpdir(), "companion-bench-search-"));
const withPage = async (use) => {
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(0);
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate(pageScript);
    await page.evaluate(searchScript);
    return await use(page);
  } finally {
    await browser.close();
  }
};

const at = (values, share) => values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * share)];
const report = (what, values) =>
  console.log(`${what.padEnd(52)} ${at(values, 0.5).toFixed(1)} ms, P95 ${at(values, 0.95).toFixed(1)}, longest ${at(values, 1).toFixed(1)}`);
const told = ({ ms, steps, longestMs, drafts }) =>
  `${ms.toFixed(0)} ms in ${steps} steps, longest ${longestMs.toFixed(1)} ms; ${drafts.length} drafts stored meanwhile: ` +
  `${at(drafts, 0.5).toFixed(1)} ms, P95 ${at(drafts, 0.95).toFixed(1)}, longest ${at(drafts, 1).toFixed(1)}`;

const measure = async (page, title, vectored) => {
  console.log(title);
  const all = [];
  for (const [kind, texts] of queries) {
    const times = await page.evaluate(([texts, vectored]) => window.searchAll(texts, vectored), [texts, vectored]);
    all.push(...times);
    report(`  ${kind}`, times);
  }
  report("  all", all);
  return all;
};

try {
  console.log(`load ${loadavg()[0].toFixed(1)}`);
  const result = { load: [loadavg()[0]] };
  const unlock = (page) => page.evaluate((passphrase) => window.unlock(passphrase), PASSPHRASE);
  /** New browsers that unlock; what the derivation took in the same rounds tells how busy the machine was. */
  const unlocks = async (what) => {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await withPage(unlock));
    const [opens, derives] = [rounds.map(({ openMs }) => openMs), rounds.map(({ deriveMs }) => deriveMs)];
    report(`keys derived to first list, ${what}`, opens);
    report("  the derivation meanwhile", derives);
    return { opens, derives };
  };
  await withPage(async (page) => {
    await page.setInputFiles("input", backup);
    await page.evaluate((passphrase) => window.restore(passphrase), PASSPHRASE);
  });
  result.unlock = [await unlocks("without an index")];
  await withPage(async (page) => {
    await unlock(page);
    report("drafts with nothing beside them", await page.evaluate(() => window.storeDrafts(40)));
    result.photos = await page.evaluate(() => window.addPhotos(8));
    report("photos of twelve megapixels added", result.photos.photos);
    report("  drafts stored meanwhile", result.photos.drafts);
    result.build = await page.evaluate(() => window.settle());
    console.log(`index made: ${told(result.build)}`);
  });
  result.unlock.push(await unlocks("with an index"));
  await withPage(async (page) => {
    await unlock(page);
    result.open = await page.evaluate(() => window.settle());
    console.log(`index opened: ${told(result.open)}`);
    result.words = await measure(page, "words", false);
    result.saves = await page.evaluate(() => window.saves(30));
    report("save, and the index is in step and stored", result.saves);
    await page.evaluate(() => window.learn());
    result.meaning = await measure(page, "words and meaning, the query's vector given", true);
  });
  result.unlock.push(await unlocks("with an index and vectors"));
  result.load.push(loadavg()[0]);
  console.log(`load ${loadavg()[0].toFixed(1)}`);
  console.log(JSON.stringify(result));
} finally {
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
