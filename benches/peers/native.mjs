// The same model file, natively: `companion-native bench` and llama.cpp's llama-bench, in turn.
//   node benches/peers/native.mjs [--model FILE] [--threads 1,2] [--prefill 200,500] [--decode 64] [--rounds 5]
//     [--engines companion,llama.cpp] [--busy 0] [--companion target/release/companion-native] [--llama-bench FILE]
//     [--out target/peers/native.json]
// Both warm up before they measure: llama-bench does by itself, ours reads a short prompt first.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { keepBusy } from "./support/busy.mjs";
import { load } from "./support/process.mjs";
import { report } from "./support/report.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const { values: options } = parseArgs({
  options: {
    model: { type: "string", default: path.join(homedir(), ".companion/models/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf") },
    threads: { type: "string", default: "1,2" },
    prefill: { type: "string", default: "200,500" },
    decode: { type: "string", default: "64" },
    rounds: { type: "string", default: "5" },
    engines: { type: "string", default: "companion,llama.cpp" },
    busy: { type: "string", default: "0" },
    companion: { type: "string", default: path.join(root, "target/release/companion-native") },
    "llama-bench": { type: "string" },
    out: { type: "string", default: path.join(root, "target/peers/native.json") },
  },
});
const numbers = (list) => list.split(",").map(Number);
const wanted = options.engines.split(",");
const llamaBench = wanted.includes("llama.cpp") && (options["llama-bench"] ?? output(path.join(here, "build-llama.sh"), [options.model]).trim());
const DECODE_PROMPT_TOKENS = 8;

function output(program, args) {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 });
}

const engines = {
  companion(threads) {
    const bench = (promptTokens, decodeTokens) => {
      const args = ["bench", "--model", options.model, "--threads", threads, "--prompt-tokens", promptTokens];
      // The first run warms up.
      return JSON.parse(output(options.companion, [...args, "--decode-tokens", decodeTokens, "--runs", 2].map(String)));
    };
    const prefill = numbers(options.prefill).map((tokens) => {
      const { threads, kernels, runs } = bench(tokens, 0);
      return { what: `prefill ${tokens}`, tokens, rate: runs[1].prefill_tokens_per_second, usedThreads: threads, kernels };
    });
    const { runs, peak_memory_bytes } = bench(DECODE_PROMPT_TOKENS, Number(options.decode));
    return [
      ...prefill,
      { what: `decode ${options.decode}`, tokens: Number(options.decode), rate: runs[1].decode_tokens_per_second },
      { what: "memory", bytes: peak_memory_bytes },
    ];
  },
  "llama.cpp"(threads) {
    const args = ["-m", options.model, "-t", threads, "-p", options.prefill, "-n", options.decode, "-r", 1, "-o", "json"];
    return JSON.parse(output(llamaBench, args.map(String))).map(({ n_prompt, n_gen, avg_ts, cpu_info, build_commit, build_number }) => ({
      what: n_prompt ? `prefill ${n_prompt}` : `decode ${n_gen}`,
      tokens: n_prompt || n_gen,
      rate: avg_ts,
      kernels: `${cpu_info}, build ${build_number} ${build_commit}`,
    }));
  },
};

const sessions = numbers(options.threads).flatMap((threads) => wanted.map((engine) => ({ engine, threads })));
const samples = [];
const rest = keepBusy(Number(options.busy));
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (let turn = 0; turn < sessions.length; turn += 1) {
    const { engine, threads } = sessions[(turn + round) % sessions.length];
    for (const sample of engines[engine](threads)) {
      samples.push({ engine, threads, round, load: load(), ...sample });
      console.error(`round ${round + 1} ${engine} ${threads}T ${sample.what}: ${(sample.rate ?? sample.bytes).toFixed(2)} load ${load()}`);
    }
  }
}
rest();
mkdirSync(path.dirname(options.out), { recursive: true });
writeFileSync(options.out, JSON.stringify({ model: path.basename(options.model), busy: Number(options.busy), samples }, null, 1));
console.log(report(samples));
