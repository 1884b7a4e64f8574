// A journal of 10,000 entries in Chromium: the vault worker as it is shipped, over real IndexedDB, driven by its own
// messages.
//   cargo run --profile quick -p companion-bench-vault -- JOURNAL.companion
//   node benches/vault/browser.mjs dist/workers JOURNAL.companion [ROUNDS]
// Every round is a new browser over the same profile. Times are wall-clock, as a person feels them; beside them stands
// what the derivation of the key took in the same round, which tells how busy the machine was.
import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { page as pageScript } from "./page.mjs";

const [folder, backup, rounds = 7] = process.argv.slice(2);
if (!folder || !backup) throw new Error("usage: browser.mjs FOLDER-OF-WORKERS JOURNAL.companion [ROUNDS]");
const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
// Of crates/vault/tests/support.
const PASSPHRASE = "mossy kettle under nine lamps";
const SAVES = 20;

const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
  if (request.url === "/") {
    return response.setHeader("Content-Type", "text/html").end("<!doctype html><input type=file>");
  }
  const file = path.join(folder, path.basename(request.url));
  if (!existsSync(file)) return response.writeHead(404).end();
  response.setHeader("Content-Type", types[path.extname(file)] ?? "application/octet-stream");
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const profile = mkdtempSync(path.join(tmpdir(), "companion-bench-"));
const withPage = async (use) => {
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(0);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(pageScript);
  const outcome = await use(page);
  await browser.close();
  return outcome;
};

const sizeOf = (file) =>
  statSync(file).isDirectory() ? readdirSync(file).reduce((sum, name) => sum + sizeOf(path.join(file, name)), 0) : statSync(file).size;
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const report = (what, values) =>
  console.log(
    `${what.padEnd(40)} ${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`,
  );

try {
  await withPage(async (page) => {
    await page.setInputFiles("input", backup);
    const began = performance.now();
    await page.evaluate((passphrase) => window.restore(passphrase), PASSPHRASE);
    console.log(`restored in ${((performance.now() - began) / 1e3).toFixed(1)} s`);
  });
  const opened = [];
  const lists = [];
  const saves = [];
  const verified = [];
  const loads = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    loads.push(loadavg()[0]);
    await withPage(async (page) => {
      opened.push(await page.evaluate((passphrase) => window.unlock(passphrase), PASSPHRASE));
      for (let at = 0; at < 5; at += 1) lists.push(await page.evaluate(() => window.list()));
      verified.push(await page.evaluate(() => window.verify()));
      if (round + 1 < Number(rounds)) return;
      for (let at = 0; at < SAVES; at += 1) {
        saves.push(await page.evaluate((text) => window.save(text), `# Saved\n\n${"It rained all day. ".repeat(60)}`));
      }
    });
  }
  const problems = opened.flatMap((round) => round.problems);
  if (problems.length) throw new Error(problems.join("\n"));
  // The list comes in pages: this is the first.
  const entries = opened[0].entries;
  console.log(`a first page of ${entries} entries, ${rounds} rounds, load ${Math.min(...loads).toFixed(1)}–${Math.max(...loads).toFixed(1)}`);
  report("derivation of the key", opened.map((round) => round.deriveMs));
  report("unlock to first list, keys derived", opened.map((round) => round.openMs));
  report("list again", lists);
  report("save", saves);
  report(`verify ${verified.at(-1).events} events`, verified.map(({ ms }) => ms));
  report("… its longest step", verified.map(({ longestMs }) => longestMs));
  if (verified.some(({ findings }) => findings.length)) throw new Error("the log is not in order");
  const bytes = sizeOf(path.join(profile, "Default", "IndexedDB"));
  console.log(`IndexedDB on disk: ${bytes} bytes`);
  console.log(JSON.stringify({ entries, loads, opened: opened.map(({ deriveMs, openMs }) => ({ deriveMs, openMs })), lists, saves, verified, bytes }));
} finally {
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
