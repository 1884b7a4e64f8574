// How much memory the worker takes in Chromium, as it grows with the context that it has read: what the
// page at /speed reports (the size of WebAssembly's memory, which never shrinks), and its parts.
//   node benches/inference/context.mjs dist/workers MODEL.gguf [CONTEXT…]
// Contexts are in tokens, 64 and 4,096 by default, the smaller first; 32 of each are written, the others read.
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../peers/support/server.mjs";

const [folder, model, ...contexts] = process.argv.slice(2);
if (!folder || !model) throw new Error("usage: context.mjs FOLDER-OF-WORKERS MODEL.gguf [CONTEXT…]");
const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const DECODE_TOKENS = 32;

const server = await serve({
  workers: path.resolve(folder),
  inference: path.dirname(fileURLToPath(import.meta.url)),
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(server.origin);
  await page.setInputFiles("input", model);
  await page.evaluate(async () => {
    const { start } = await import("/inference/client.mjs");
    const importer = await start();
    await importer.importFile(document.querySelector("input").files[0]);
    importer.end();
    window.worker = await start();
  });
  const fileBytes = statSync(model).size;
  for (const context of contexts.length ? contexts.map(Number) : [64, 4096]) {
    // The first token written comes out of reading.
    const promptTokens = context - DECODE_TOKENS;
    const measured = await page.evaluate((request) => window.worker.measure(request), {
      promptTokens,
      decodeTokens: DECODE_TOKENS - 1,
      threads: 2,
    });
    const [{ firstTokenMs, decodeMs }] = measured.runs;
    const peak = measured.peakMemoryBytes;
    console.log(
      `${context} tokens: ${peak} bytes = ${(peak / fileBytes).toFixed(3)} × file; ` +
        `read ${((promptTokens / firstTokenMs) * 1e3).toFixed(1)}, wrote ${(((DECODE_TOKENS - 1) / decodeMs) * 1e3).toFixed(2)} tokens/s`,
    );
  }
} finally {
  await browser.close();
  server.close();
}
