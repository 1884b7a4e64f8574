// What Linux knows of a process: memory and the processor time of its threads.
import { readFileSync, readdirSync } from "node:fs";
import os from "node:os";

// `getconf CLK_TCK` on every Linux.
const TICKS_PER_SECOND = 100;

/** The process of the only page of this browser that has done anything: its largest renderer. */
export async function rendererOf(context) {
  const session = await context.browser().newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  return renderers.sort((a, b) => memory(b).residentBytes - memory(a).residentBytes)[0];
}

/** Resident size now, and the most it has been. */
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const bytes = (name) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"))?.[1] ?? 0) * 1024;
  return { residentBytes: bytes("VmRSS"), peakBytes: bytes("VmHWM") };
}

/** Seconds of processor time by thread. */
export function threadSeconds(pid) {
  const seconds = new Map();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
      const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13);
      seconds.set(thread, (Number(user) + Number(system)) / TICKS_PER_SECOND);
    } catch {
      // The thread has ended.
    }
  }
  return seconds;
}

/** What was spent between two readings: by the busiest thread, and by all. */
export function spent(before, after) {
  const each = [...after].map(([thread, seconds]) => seconds - (before.get(thread) ?? 0));
  return { busiestSeconds: Math.max(0, ...each), allSeconds: each.reduce((sum, seconds) => sum + seconds, 0) };
}

export const load = () => Number(os.loadavg()[0].toFixed(2));
