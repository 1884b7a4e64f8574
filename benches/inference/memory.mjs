// What the inference worker need not read again, in Chromium: the same entry once more, and the
// application's instruction after a restart. The questions must stay the same.
//   node benches/inference/memory.mjs dist/workers MODEL.gguf
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../peers/support/server.mjs";

const [folder, model] = process.argv.slice(2);
if (!folder || !model) throw new Error("usage: memory.mjs FOLDER-OF-WORKERS MODEL.gguf");
const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const ENTRY =
  "Quit the choir today after six years. Relief first, then I cried on the tram home. Nora hugged " +
  "me and said they'd keep my chair. I don't even know if I miss the singing or the people. ";

const server = await serve({
  workers: path.resolve(folder),
  inference: path.dirname(fileURLToPath(import.meta.url)),
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
page.setDefaultTimeout(0);
await page.goto(server.origin);
await page.setInputFiles("input", model);
const restart = () =>
  page.evaluate(async () => {
    window.worker?.end();
    const { start } = await import("/inference/client.mjs");
    window.worker = await start();
  });
const kept = () =>
  page.evaluate(async () => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle("models");
    const bytes = async (name) => new Uint8Array(await (await (await models.getFileHandle(name)).getFile()).arrayBuffer());
    return bytes("prefixes").then((bytes) => Array.from(bytes), () => []);
  });
const ask = async (what, text, seed) => {
  const answer = await page.evaluate(([text, seed]) => window.worker.reflect(text, seed), [text, seed]);
  console.log(`${what.padEnd(34)} ${answer.promptTokens} tokens, ${answer.prefillMs.toFixed(0)} ms until the first token`);
  return answer;
};

await restart();
await page.evaluate(() => window.worker.importFile(document.querySelector("input").files[0]));
assert.deepEqual(await kept(), []);
const cold = await ask("nothing known", ENTRY, 1);
const file = await kept();
console.log(`${"the file of beginnings".padEnd(34)} ${file.length} bytes`);
assert.equal(String.fromCharCode(...file.slice(0, 4)), "CPKV");
const again = await ask("the same entry, another question", ENTRY, 2);
const same = await ask("the same entry, the first question", ENTRY, 1);
assert.equal(same.question, cold.question);
await restart();
const restarted = await ask("after a restart", ENTRY, 1);
assert.equal(restarted.question, cold.question);
assert.deepEqual(await kept(), file, "the file stays as it is");
assert.ok(Math.max(again.prefillMs, same.prefillMs) < cold.prefillMs / 2);
await browser.close();
server.close();
