// What keeps the page's thread for more than 50 ms in the journeys. With COMPANION_LONG_TASKS=FILE every such task becomes
// a line of JSON at the end of FILE; nothing is asserted, since how long a task takes is also the machine's affair:
//   COMPANION_LONG_TASKS=/tmp/long-tasks.jsonl node --test --test-concurrency=1 journeys/
// `ms` is by the clock, `own_ms` what the thread itself worked in it: the rest of the time the processor was with somebody
// else. `parts` are the browser's names for what it did, of the same time. `after` is the last thing that somebody did and
// on what, `after_ms` how long before the task began. What a test does in the page with code of its own (see `aside`) is
// left out: axe alone takes 100 ms at a time. A browser that is killed says nothing.
import { appendFileSync } from "node:fs";
import { loadavg } from "node:os";
import path from "node:path";

const file = process.env.COMPANION_LONG_TASKS;
const MARK = "done: ";
/** By the clock; and of its own, so that what would be long on a slower machine is seen too. */
const LONG_MS = 50;
const LONG_OWN_MS = 20;
const CATEGORIES = ["__metadata", "blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline", "v8.wasm", "disabled-by-default-v8.wasm.detailed"];
const PARTS = ["FunctionCall", "EvaluateScript", "UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Commit", "ParseHTML", "MajorGC", "MinorGC", "LocalWindowProxy::Initialize", "wasm.CompileLazy"];

const LOOKING = "look by the test";

/** In the page, before its own scripts: what somebody does becomes a mark in the trace. */
const watch = (mark) => {
  performance.mark(`${mark}loading`);
  for (const type of ["pointerdown", "click", "keydown", "input", "change", "scroll", "resize"]) {
    const note = ({ target, key }) => {
      const on = target?.closest?.("[data-testid]")?.dataset.testid;
      // One letter is as good as another, and may be part of a secret.
      const which = key?.length > 1 ? ` ${key}` : "";
      performance.mark(`${mark}${type}${which}${on ? ` on ${on}` : ""}`);
    };
    addEventListener(type, note, { capture: true, passive: true });
  }
};

/**
 * Collects the long tasks of every page of a browser, if anybody wants them. `journey` says which one it is on.
 * Returns what ends the collecting and writes them down.
 */
export async function collectLongTasks(context, journey) {
  if (!file) return async () => {};
  await context.addInitScript(watch, MARK);
  const session = await context.browser().newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const traceConfig = { recordMode: "recordUntilFull", traceBufferSizeInKb: 400_000, includedCategories: CATEGORIES, excludedCategories: ["*"] };
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  return async () => {
    const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
    await session.send("Tracing.end");
    await complete;
    const where = { file: path.basename(process.argv[1] ?? ""), journey: journey() };
    const load = Number(loadavg()[0].toFixed(1));
    for (const task of longTasks(events)) appendFileSync(file, `${JSON.stringify({ ...where, ...task, load })}\n`);
  };
}

/**
 * While a test looks at the page with code of its own, what keeps the page's thread is the test's.
 * @template T
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<T>} look
 */
export async function aside(page, look) {
  const note = (what) => (file ? page.evaluate((what) => void performance.mark(what), `${MARK}${what}`) : undefined);
  await note(LOOKING);
  const seen = await look();
  await note(`${LOOKING} is over`);
  return seen;
}

/** The tasks of the pages' threads that were long, from the events of a trace. */
function longTasks(events) {
  const thread = ({ pid, tid }) => `${pid}:${tid}`;
  const own = ({ dur, tdur }) => (tdur ?? dur) / 1e3;
  const acts = events.filter(({ name }) => name.startsWith(MARK)).toSorted((a, b) => a.ts - b.ts);
  // The browser has pages of its own, in which nothing was marked.
  const pages = new Set(acts.map(thread));
  const of = events.filter((event) => event.ph === "X" && pages.has(thread(event)));
  const isLong = (task) => task.name === "RunTask" && (task.dur > LONG_MS * 1e3 || own(task) > LONG_OWN_MS);
  return of.filter(isLong).flatMap((task) => {
    const act = acts.findLast((it) => thread(it) === thread(task) && it.ts <= task.ts);
    if (act?.name === MARK + LOOKING) return [];
    const parts = {};
    for (const event of of) {
      const isPart = PARTS.includes(event.name) && thread(event) === thread(task) && event.ts >= task.ts && event.ts + event.dur <= task.ts + task.dur;
      if (isPart) parts[event.name] = Number(((parts[event.name] ?? 0) + own(event)).toFixed(1));
    }
    const what = act ? { after: act.name.slice(MARK.length), after_ms: Math.round((task.ts - act.ts) / 1e3) } : { after: "starting" };
    return [{ ms: Math.round(task.dur / 1e3), own_ms: Math.round(own(task)), ...what, parts }];
  });
}
