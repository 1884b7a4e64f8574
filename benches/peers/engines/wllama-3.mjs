// wllama 3.8.1: what people install today. Times are its own, which leave its messages out.
import { Wllama } from "/wllama-3/esm/index.js";
import { text } from "./text.mjs";

export async function open(threads) {
  const wllama = new Wllama({ default: "/wllama-3/esm/wasm/wllama.wasm" }, { suppressNativeLog: true });
  wllama.setCompat(null);
  const folder = await navigator.storage.getDirectory();
  const file = await (await folder.getFileHandle("peer.gguf")).getFile();
  await wllama.loadModel([file], { n_threads: threads, n_ctx: 1024, n_batch: 512, n_ubatch: 512, n_gpu_layers: 0, n_parallel: 1, warmup: false });
  return {
    async run({ promptTokens, decodeTokens, run }) {
      // It takes text, not tokens: as many sentences and words as come nearest.
      const prompt = cut(text(run), promptTokens);
      const began = performance.now();
      const answer = await wllama.createCompletion({ prompt, max_tokens: decodeTokens + 1, temperature: 0, ignore_eos: true });
      const wallMs = performance.now() - began;
      const { prompt_n, prompt_ms, predicted_n, predicted_ms } = answer.timings;
      return {
        promptTokens: prompt_n,
        decodeTokens: predicted_n - 1,
        firstTokenMs: prompt_ms,
        decodeMs: predicted_ms,
        wallMs,
        threads: wllama.getNumThreads(),
        kernels: wllama.isMultithread() ? "threaded build" : "single-threaded build",
      };
    },
  };
}

// The text's words and marks are a token each, nearly: measured rates use the engine's own count.
function cut(text, tokens) {
  return text.match(/ ?[A-Za-z]+|\d|[.,]| /g).slice(0, tokens).join("");
}
