// The same model file, read and continued by Companion's worker and by npm's wllama, in turn, in
// one Chromium.
//   node benches/peers/browser.mjs [--model FILE] [--workers dist/workers] [--engines a,b] [--threads 1,2]
//     [--prefill 200,500] [--decode 64] [--rounds 5] [--busy 0] [--out target/peers/browser.json]
// Each round opens a fresh page for every engine and number of threads, so that whatever else the
// machine does meets all of them. Times are wall-clock; the busiest thread's processor time and the
// machine's load are kept beside every one. `--busy 1` keeps one processor busy with other work meanwhile.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { keepBusy } from "./support/busy.mjs";
import { load, memory, rendererOf, spent, threadSeconds } from "./support/process.mjs";
import { report } from "./support/report.mjs";
import { serve } from "./support/server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const { values: options } = parseArgs({
  options: {
    model: { type: "string", default: path.join(homedir(), ".companion/models/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf") },
    workers: { type: "string", default: path.join(root, "dist/workers") },
    engines: { type: "string", default: "companion,wllama-2,wllama-3" },
    threads: { type: "string", default: "1,2" },
    prefill: { type: "string", default: "200,500" },
    decode: { type: "string", default: "64" },
    rounds: { type: "string", default: "5" },
    busy: { type: "string", default: "0" },
    out: { type: "string", default: path.join(root, "target/peers/browser.json") },
  },
});
const numbers = (list) => list.split(",").map(Number);
const decodeTokens = Number(options.decode);
// A cold start's prompt, and what stands before the tokens that are decoded.
const [FIRST_PROMPT_TOKENS, DECODE_PROMPT_TOKENS] = [30, 8];
if (!existsSync(options.model)) throw new Error(`no model at ${options.model}: make model, or --model FILE`);

const server = await serve({
  engines: path.join(here, "engines"),
  inference: path.join(root, "benches/inference"),
  workers: path.resolve(options.workers),
  "wllama-2": path.join(here, "node_modules/wllama-2"),
  "wllama-3": path.join(here, "node_modules/wllama-3"),
});
const profile = mkdtempSync(path.join(tmpdir(), "companion-peers-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
context.setDefaultTimeout(0);

const sessions = options.engines.split(",").flatMap((engine) => numbers(options.threads).map((threads) => ({ engine, threads })));
const version = context.browser().version();
const samples = [];
try {
  await storeModel(sessions.some(({ engine }) => engine === "companion"));
  keepBusy(Number(options.busy));
  for (let round = 0; round < Number(options.rounds); round += 1) {
    // Whoever comes first in one round comes last in the next.
    for (let turn = 0; turn < sessions.length; turn += 1) {
      const { engine, threads } = sessions[(turn + round) % sessions.length];
      await measure(engine, threads, round);
      // What has been measured stays, also when the rest is called off.
      mkdirSync(path.dirname(options.out), { recursive: true });
      writeFileSync(options.out, JSON.stringify({ model: path.basename(options.model), browser: version, busy: Number(options.busy), samples }, null, 1));
    }
  }
} finally {
  await context.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(report(samples));

/** Puts the model where each engine expects it in the browser's private file system. */
async function storeModel(ours) {
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.setInputFiles("input", path.resolve(options.model));
  await page.evaluate(async (ours) => {
    const file = document.querySelector("input").files[0];
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle("peer.gguf", { create: true });
    await file.stream().pipeTo(await handle.createWritable());
    if (ours) {
      const { start } = await import("/inference/client.mjs");
      const worker = await start();
      await worker.importFile(file);
      worker.end();
    }
  }, ours);
  await page.close();
}

/** One engine in a fresh page: loading, a first token, reading and writing. */
async function measure(engine, threads, round) {
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(`${engine}: ${error.message}`));
  await page.goto(server.origin);
  const note = (what, value) => {
    samples.push({ engine, threads, round, what, load: load(), ...value });
    console.error(`round ${round + 1} ${engine} ${threads}T ${what}: ${JSON.stringify(value)} load ${load()}`);
  };
  try {
    const opened = await page.evaluate(
      async ([engine, threads, promptTokens, run]) => {
        const began = performance.now();
        const { open } = await import(`/engines/${engine}.mjs`);
        window.engine = await open(threads);
        const openMs = performance.now() - began;
        const first = await window.engine.run({ promptTokens, decodeTokens: 0, run });
        return { openMs, ...first };
      },
      [engine, threads, FIRST_PROMPT_TOKENS, round * 10],
    );
    note("open", { ms: opened.openMs, usedThreads: opened.threads, kernels: opened.kernels });
    note("first token", { ms: opened.openMs + opened.firstTokenMs, tokens: opened.promptTokens });
    const pid = await rendererOf(context);
    const timed = async (method, argument) => {
      const before = threadSeconds(pid);
      const measured = await page.evaluate(([method, argument]) => window.engine[method]?.(argument), [method, argument]);
      return measured && { measured, ...spent(before, threadSeconds(pid)) };
    };
    const paced = (what, tokens, ms, { busiestSeconds, allSeconds }) =>
      note(what, { rate: (tokens / ms) * 1e3, tokens, ms, busiestSeconds, allSeconds });
    for (const [at, promptTokens] of numbers(options.prefill).entries()) {
      const timing = await timed("run", { promptTokens, decodeTokens: 0, run: round * 10 + 1 + at });
      paced(`prefill ${promptTokens}`, timing.measured.promptTokens, timing.measured.firstTokenMs, timing);
    }
    const decode = await timed("run", { promptTokens: DECODE_PROMPT_TOKENS, decodeTokens, run: round * 10 + 9 });
    // Where an engine has a benchmark of its own that does less around it, the faster one counts.
    const bare = await timed("decodeOnly", decodeTokens);
    const best = bare && bare.measured.decodeMs < decode.measured.decodeMs ? bare : decode;
    paced(`decode ${decodeTokens}`, best.measured.decodeTokens, best.measured.decodeMs, best);
    const { residentBytes, peakBytes } = memory(pid);
    note("memory", { bytes: residentBytes, peakBytes });
  } catch (error) {
    note("failed", { message: String(error.message).split("\n")[0] });
  }
  await page.close();
}
