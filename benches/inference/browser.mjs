// The model in Chromium: the inference worker as it is shipped, driven by its own messages.
//   node benches/inference/browser.mjs dist/workers MODEL.gguf
// The folder is what `cargo xtask build` writes. Times are wall-clock: use an idle machine.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { page as pageScript } from "./page.mjs";

const [folder, model] = process.argv.slice(2);
if (!folder || !model) throw new Error("usage: browser.mjs FOLDER-OF-WORKERS MODEL.gguf");
const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const RUNS = 5;
const ENTRY =
  "Quit the choir today after six years. Relief first, then I cried on the tram home. Nora hugged " +
  "me and said they'd keep my chair. I don't even know if I miss the singing or the people. ";

const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  if (request.url === "/") {
    return response.setHeader("Content-Type", "text/html").end("<!doctype html><input type=file>");
  }
  const file = path.join(folder, path.basename(request.url));
  if (!existsSync(file)) return response.writeHead(404).end();
  response.setHeader("Content-Type", types[path.extname(file)] ?? "application/octet-stream");
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
page.setDefaultTimeout(0);
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.evaluate(pageScript);
await page.setInputFiles("input", model);

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const report = (what, values, unit, digits = 1) =>
  console.log(
    `${what.padEnd(34)} ${median(values).toFixed(digits)} ${unit}` +
      (values.length > 1 ? ` (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})` : ""),
  );

report("import with SHA-256", [(await page.evaluate(() => window.timed("import"))) / 1e3], "s");
report("load from the private file system", [(await page.evaluate(() => window.timed("load"))) / 1e3], "s");
const prefill = [];
const decode = [];
let promptTokens = 0;
for (let seed = 0; seed < RUNS; seed += 1) {
  const finished = await page.evaluate(([text, seed]) => window.reflect(text, seed), [ENTRY.repeat(4), seed]);
  promptTokens = finished.promptTokens;
  prefill.push((finished.promptTokens / finished.prefillMs) * 1e3);
  // The first token comes out of the prefill.
  decode.push(((finished.generatedTokens - 1) / finished.decodeMs) * 1e3);
}
report(`prefill of about ${promptTokens} tokens`, prefill, "tokens/s");
report("decode of a question", decode, "tokens/s");
const stops = [];
for (const afterMs of [200, 700, 1500, 2500, 3300]) {
  stops.push(await page.evaluate(([text, afterMs]) => window.stop(text, afterMs), [ENTRY.repeat(6), afterMs]));
}
report("stop takes effect after", stops, "ms", 0);
const peakBytes = await page.evaluate(() => window.peakBytes);
report("peak of the worker's memory", [peakBytes / 2 ** 20], "MiB", 0);
report("  as a multiple of the file", [peakBytes / statSync(model).size], "×", 2);
await browser.close();
server.close();
