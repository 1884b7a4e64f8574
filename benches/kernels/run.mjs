// The browser half: G multiply-adds per second in Chromium, median of 9 (best).
// node benches/kernels/run.mjs FOLDER…   with FOLDERs that wasm-bindgen --target web wrote.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
for (const folder of process.argv.slice(2)) {
  const server = createServer((request, response) => {
    if (request.url === "/") return response.setHeader("Content-Type", "text/html").end("<!doctype html>");
    response.setHeader("Content-Type", types[path.extname(request.url)] ?? "text/plain");
    response.end(readFileSync(path.join(folder, path.basename(request.url))));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const rows = await page.evaluate(async () => {
    const { default: init, Workload } = await import("/bench.js");
    await init();
    const results = [];
    for (const [number, format] of ["Q5_0", "Q8_0", "Q4_K", "Q6_K"].entries()) {
      for (const [kind, rows, columns, vectors] of [["prefill", 4864, 1024, 64], ["decode", 65536, 1024, 1]]) {
        const workload = new Workload(number, rows, columns, vectors);
        workload.run();
        workload.run();
        await new Promise((resolve) => setTimeout(resolve, 200));
        const times = Array.from({ length: 9 }, () => {
          const start = performance.now();
          workload.run();
          return performance.now() - start;
        }).sort((a, b) => a - b);
        const work = (rows * columns * vectors) / 1e6;
        results.push(`${format} ${kind}: ${(work / times[4]).toFixed(1)} (best ${(work / times[0]).toFixed(1)}), checksum ${workload.checksum().toFixed(1)}`);
        workload.free();
      }
    }
    return results;
  });
  console.log(folder);
  for (const row of rows) console.log(`  ${row}`);
  await page.close();
  server.close();
  server.closeAllConnections();
}
await browser.close();
