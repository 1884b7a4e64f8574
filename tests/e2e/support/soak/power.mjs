// The power cut: every process of a browser at the same instant.
import { readlinkSync, rmSync } from "node:fs";
import path from "node:path";

/** The browser's process, which leads the group of all its processes. */
export function leaderOf(profile) {
  const lock = readlinkSync(path.join(profile, "SingletonLock"));
  return Number(lock.slice(lock.lastIndexOf("-") + 1));
}

/** Kills the group at once, and returns when that was. */
export function cutPower(leader) {
  process.kill(-leader, "SIGKILL");
  return Date.now();
}

/** Lets the test's side of a killed browser go, so that its profile can be opened again. */
export async function clearAway(browser) {
  await browser.context.close().catch(() => {});
  rmSync(path.join(browser.profile, "SingletonLock"), { force: true });
}
