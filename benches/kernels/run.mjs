// The browser half: G multiply-adds per second in Chromium, median of 7 (best).
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
    if (request.url === "/favicon.ico") return response.writeHead(404).end();
    if (request.url === "/") return response.setHeader("Content-Type", "text/html").end("<!doctype html>");
    response.setHeader("Content-Type", types[path.extname(request.url)] ?? "text/plain");
    response.end(readFileSync(path.join(folder, path.basename(request.url))));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  // The thread's own processor time, so that a busy machine does not count.
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const scriptSeconds = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ThreadTime").value;
  };
  const formats = await page.evaluate(async () => {
    const { default: init, Workload, formats } = await import("/bench.js");
    await init();
    window.Workload = Workload;
    return formats();
  });
  console.log(folder);
  for (const [number, format] of formats.entries()) {
    for (const [kind, rows, columns, vectors] of [["prefill", 4864, 1024, 64], ["decode", 65536, 1024, 1], ["cached", 1024, 1024, 1]]) {
      await page.evaluate((shape) => {
        window.workload = new Workload(...shape);
        workload.run();
        workload.run();
      }, [number, rows, columns, vectors]);
      await page.waitForTimeout(300); // the optimising compiler finishes in the background
      const repeats = kind === "prefill" ? 2 : kind === "cached" ? 800 : 8;
      const times = [];
      for (let sample = 0; sample < 7; sample += 1) {
        const before = await scriptSeconds();
        await page.evaluate((repeats) => { for (let i = 0; i < repeats; i += 1) workload.run(); }, repeats);
        times.push(((await scriptSeconds()) - before) / repeats);
      }
      times.sort((a, b) => a - b);
      const work = (rows * columns * vectors) / 1e9;
      const checksum = await page.evaluate(() => { const sum = workload.checksum(); workload.free(); return sum; });
      console.log(`  ${format} ${kind}: ${(work / times[3]).toFixed(1)} (best ${(work / times[0]).toFixed(1)}), checksum ${checksum.toFixed(1)}`);
    }
  }
  await page.close();
  server.close();
  server.closeAllConnections();
}
await browser.close();
