// A screen looked at: a picture of it in `output/screens`, and what axe finds on it.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { aside } from "./long-tasks.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const output = new URL("../output/screens/", import.meta.url).pathname;
mkdirSync(output, { recursive: true });

/** Waits until fades have ended, so that contrast is measured on final colours; what turns for ever is not waited for. */
export async function settle(page) {
  await page.evaluate(async () => {
    // What follows from the last act is drawn, and what fades begins to.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
    await Promise.race([Promise.allSettled(ending.map((animation) => animation.finished)), new Promise((done) => setTimeout(done, 1_000))]);
  });
}

/** Keeps a picture of what is on the screen. */
export async function picture(page, name, options = {}) {
  await settle(page);
  await aside(page, () => page.screenshot({ path: `${output}${name}.png`, ...options }));
}

/** What axe finds, a line each; by `tags` only rules of these kinds. */
export async function violations(page, name, tags) {
  await settle(page);
  // Only what is violated: all that was examined would take longer to send than to find.
  const options = { resultTypes: ["violations"], ...(tags && { runOnly: { type: "tag", values: tags } }) };
  const found = await aside(page, async () => {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
    return page.evaluate(async (options) => (await window.axe.run(document, options)).violations, options);
  });
  return found.map(({ id, impact, nodes }) => `${name}: ${id} (${impact}): ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** A picture of the screen, and what axe finds on it. */
export async function inspect(page, name, options = {}) {
  await picture(page, name, options);
  return violations(page, name);
}

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/**
 * The same in every variant, within one session: on a phone and on a desktop, in light and in dark. `sizes` are windows by name;
 * `look` tells what else is wrong in one of them, a line each.
 */
export async function inspectEverywhere(page, name, { sizes = SIZES, schemes = ["light", "dark"], look = async () => [], ...options } = {}) {
  const before = page.viewportSize();
  const found = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await inspect(page, `${name}-${size}-${colorScheme}`, options)));
    }
    found.push(...(await look(`${name}-${size}`)));
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
  return found;
}

/** The same in a phone's window, which is `height` high: where more of a page is to be seen than a phone shows at once. */
export async function inspectOnPhone(page, name, height = 844) {
  await page.setViewportSize({ width: 390, height });
  const found = await inspect(page, name);
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

/** Axe finds nothing on the screen. */
export async function assertAccessible(page, name = "the screen") {
  assert.deepEqual(await violations(page, name), []);
}
