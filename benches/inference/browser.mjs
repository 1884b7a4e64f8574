// The model in Chromium: the inference worker as it is shipped, driven by its own messages.
//   node benches/inference/browser.mjs dist/workers MODEL.gguf
// The folder is what `cargo xtask build` writes. Times are wall-clock: use an idle machine.
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../peers/support/server.mjs";

const [folder, model] = process.argv.slice(2);
if (!folder || !model) throw new Error("usage: browser.mjs FOLDER-OF-WORKERS MODEL.gguf");
const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const RUNS = 5;
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
await page.evaluate(async () => {
  const { start } = await import("/inference/client.mjs");
  window.worker = await start();
});
const timed = (method, ...values) =>
  page.evaluate(async ([method, values]) => {
    const began = performance.now();
    const file = document.querySelector("input").files[0];
    await window.worker[method](...(method === "importFile" ? [file] : values));
    return performance.now() - began;
  }, [method, values]);

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const report = (what, values, unit, digits = 1) =>
  console.log(
    `${what.padEnd(34)} ${median(values).toFixed(digits)} ${unit}` +
      (values.length > 1 ? ` (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})` : ""),
  );

report("import with SHA-256", [(await timed("importFile")) / 1e3], "s");
report("load from the private file system", [(await timed("load")) / 1e3], "s");
const prefill = [];
const decode = [];
let promptTokens = 0;
for (let seed = 0; seed < RUNS; seed += 1) {
  // Another beginning each time: what was read before is not read again.
  const finished = await page.evaluate(([text, seed]) => window.worker.reflect(text, seed), [`${seed}. ${ENTRY.repeat(4)}`, seed]);
  promptTokens = finished.promptTokens;
  prefill.push((finished.promptTokens / finished.prefillMs) * 1e3);
  // The first token comes out of the prefill.
  decode.push(((finished.generatedTokens - 1) / finished.decodeMs) * 1e3);
}
report(`prefill of about ${promptTokens} tokens`, prefill, "tokens/s");
report("decode of a question", decode, "tokens/s");
const stops = [];
for (const afterMs of [200, 700, 1500, 2500, 3300]) {
  stops.push(
    await page.evaluate(
      async ([text, afterMs]) => {
        const running = window.worker.reflect(text, 1);
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        const began = performance.now();
        await window.worker.stop();
        await running;
        return performance.now() - began;
      },
      [`${afterMs}. ${ENTRY.repeat(6)}`, afterMs],
    ),
  );
}
report("stop takes effect after", stops, "ms", 0);
const peakBytes = await page.evaluate(() => window.worker.peakBytes());
report("peak of the worker's memory", [peakBytes / 2 ** 20], "MiB", 0);
report("  as a multiple of the file", [peakBytes / statSync(model).size], "×", 2);
await browser.close();
server.close();
