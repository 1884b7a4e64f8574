// Ours: the worker as the app ships it.
import { start } from "/inference/client.mjs";

export async function open(threads) {
  const worker = await start();
  await worker.load();
  return {
    /** Reads so many tokens and writes so many behind the first. */
    async run({ promptTokens, decodeTokens }) {
      const measured = await worker.measure({ promptTokens, decodeTokens, threads });
      const [run] = measured.runs;
      return { promptTokens, decodeTokens, ...run, threads: measured.threads, kernels: measured.kernels };
    },
  };
}
