// wllama 2.2.1: the fastest that npm has.
import { Wllama } from "/wllama-2/esm/index.js";
import { text } from "./text.mjs";

export async function open(threads) {
  const wllama = new Wllama(
    {
      "single-thread/wllama.wasm": "/wllama-2/esm/single-thread/wllama.wasm",
      "multi-thread/wllama.wasm": "/wllama-2/esm/multi-thread/wllama.wasm",
    },
    { suppressNativeLog: true },
  );
  const folder = await navigator.storage.getDirectory();
  const file = await (await folder.getFileHandle("peer.gguf")).getFile();
  // A prompt of 500 tokens in one batch; keys and values in half precision, as by default.
  await wllama.loadModel([file], { n_threads: threads, n_ctx: 1024, n_batch: 512 });
  await wllama.samplingInit({ temp: 0 });
  return {
    async run({ promptTokens, decodeTokens, run }) {
      await wllama.kvClear();
      const tokens = (await wllama.tokenize(text(run))).slice(0, promptTokens);
      const began = performance.now();
      const { nPast } = await wllama.decode(tokens, {});
      let { token } = await wllama.samplingSample();
      const firstTokenMs = performance.now() - began;
      const decodeBegan = performance.now();
      for (let at = 0; at < decodeTokens; at += 1) {
        await wllama.samplingAccept([token]);
        await wllama.decode([token], {});
        ({ token } = await wllama.samplingSample());
      }
      return {
        promptTokens: nPast,
        decodeTokens,
        firstTokenMs,
        decodeMs: performance.now() - decodeBegan,
        threads: wllama.getNumThreads(),
        kernels: wllama.isMultithread() ? "threaded build" : "single-threaded build",
      };
    },
    /** Its own benchmark of decoding, without sampling and messages. */
    async decodeOnly(decodeTokens) {
      const { t_ms } = await wllama._testBenchmark("tg", decodeTokens);
      return { decodeTokens, decodeMs: t_ms };
    },
  };
}
