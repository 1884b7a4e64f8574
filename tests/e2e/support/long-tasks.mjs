// What keeps the page's thread for more than 50 ms in the journeys. With COMPANION_LONG_TASKS=FILE every such task becomes
// a line of JSON at the end of FILE; nothing is asserted, since how long a task takes is also the machine's affair:
//   COMPANION_LONG_TASKS=/tmp/long-tasks.jsonl node --test journeys/
// `after` is the last thing that somebody did and on what, `after_ms` how long before the task began.
import { appendFileSync } from "node:fs";
import { loadavg } from "node:os";
import path from "node:path";

const file = process.env.COMPANION_LONG_TASKS;
const MARK = "long task: ";

/** In the page, before its own scripts. A message of the console comes through also where the page ends at once. */
const watch = (mark) => {
  const done = [{ what: "loading", at: 0 }];
  for (const type of ["pointerdown", "click", "keydown", "input", "change", "scroll"]) {
    const note = ({ target, timeStamp, key }) => {
      const on = target?.closest?.("[data-testid]")?.dataset.testid;
      // One letter is as good as another, and may be part of a secret.
      const which = key?.length > 1 ? ` ${key}` : "";
      done.push({ what: `${type}${which}${on ? ` on ${on}` : ""}`, at: timeStamp });
      if (done.length > 100) done.shift();
    };
    addEventListener(type, note, { capture: true, passive: true });
  }
  const tell = (list) => {
    for (const { startTime, duration } of list.getEntries()) {
      // It is told of later than it was.
      const last = done.findLast(({ at }) => at <= startTime) ?? done[0];
      const task = { ms: Math.round(duration), at_ms: Math.round(startTime), after: last.what, after_ms: Math.round(startTime - last.at) };
      console.debug(mark + JSON.stringify(task));
    }
  };
  new PerformanceObserver(tell).observe({ type: "longtask", buffered: true });
};

/** Collects the long tasks of every page of a browser, if anybody wants them. `journey` says which one it is on. */
export async function collectLongTasks(context, journey) {
  if (!file) return;
  await context.addInitScript(watch, MARK);
  context.on("console", (message) => {
    if (!message.text().startsWith(MARK)) return;
    const where = { file: path.basename(process.argv[1] ?? ""), journey: journey() };
    const task = JSON.parse(message.text().slice(MARK.length));
    appendFileSync(file, `${JSON.stringify({ ...where, ...task, load: Number(loadavg()[0].toFixed(1)) })}\n`);
  });
}
