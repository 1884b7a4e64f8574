// Starts the real local server on a free port, and stops it: the truest way to cut the network.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** The command that was built last, or the one that COMPANION_NATIVE names. */
export function binary() {
  const named = process.env.COMPANION_NATIVE;
  const candidates = [named, "target/debug/companion-native", "target/quick/companion-native", "target/release/companion-native"]
    .filter(Boolean)
    .map((file) => path.resolve(root, file));
  const found = candidates.find(existsSync);
  if (!found) throw new Error(`companion-native is not built (looked at ${candidates.join(", ")}): run make build`);
  return found;
}

/** @returns {Promise<{origin: string, port: number, stop: () => Promise<void>}>} */
export async function startServer({ port = 0, modelDir, dist = path.resolve(root, process.env.COMPANION_DIST ?? "dist") } = {}) {
  const args = ["serve", "--port", String(port), "--dist", dist];
  if (modelDir) args.push("--model-dir", modelDir);
  const child = spawn(binary(), args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const origin = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server printed no address in 20 s:\n${output}`)), 20_000);
    const read = (chunk) => {
      output += chunk;
      const match = output.match(/http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/);
      if (match) {
        clearTimeout(timer);
        resolve(match[0]);
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  return {
    origin,
    port: Number(new URL(origin).port),
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.removeAllListeners("exit");
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}
