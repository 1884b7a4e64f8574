// Other work on the machine while something is measured: processes that only compute, each kept on a
// processor of its own, from the last one down.
import { spawn } from "node:child_process";
import os from "node:os";

/** Starts so many; returns what ends them, which also happens when this program ends. */
export function keepBusy(count) {
  const processors = os.availableParallelism();
  if (count > processors) throw new Error(`--busy ${count}: this machine has ${processors} processors`);
  const children = Array.from({ length: count }, (_, at) =>
    spawn("taskset", ["-c", String(processors - 1 - at), process.execPath, "-e", "for (;;);"], { stdio: "ignore" }),
  );
  const end = () => children.forEach((child) => child.kill("SIGKILL"));
  for (const child of children) {
    child.on("error", (error) => {
      end();
      throw new Error(`--busy needs taskset (util-linux): ${error.message}`);
    });
  }
  process.on("exit", end);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  return end;
}
