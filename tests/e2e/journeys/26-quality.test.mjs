// Large text, small windows, less motion, and no mouse: every screen keeps everything it says, and whatever can be touched
// can be reached by Tab, shows that it was, and gives the focus back.
import assert from "node:assert/strict";
import { AXE_TAGS, focusIn, moving, tooSmall, unreached } from "../support/accessibility.mjs";
import { journey } from "../support/journey.mjs";
import { overflowIn } from "../support/language.mjs";
import { violations } from "../support/look.mjs";

const PHONE = { width: 390, height: 844 };
/** What a window of 1280 × 1024 has at 400 % zoom (WCAG 1.4.10). */
const ZOOMED = { width: 320, height: 256 };
const TEXT = "Evening by the lock\n\nThe water stood quite still, and for once so did I. #slow\n\n- ring Ruth\n- bring the bread\n\n> What would it be like to visit without a reason?";

/** Walks through the screens; `look` is told each one's name. */
async function walk(page, journal, look) {
  await journal.begin();
  await look("first-run");
  await journal.create();
  await look("empty");
  await journal.startEntry();
  await page.waitForSelector('[data-testid="idle-prompt"][data-state="whole"]', { state: "attached" });
  await look("prompt");
  await journal.at("editor").fill(TEXT);
  await journal.saveState("draft-saved");
  await journal.at("attach").click();
  await look("editor");
  await journal.at("templates").click();
  await journal.at("template").first().waitFor();
  await look("templates");
  await page.keyboard.press("Escape");
  await journal.save();
  await look("reading");
  await journal.showList();
  await journal.at("filter-toggle").click();
  await look("filters");
  await journal.at("filter-toggle").click();
  await journal.at("search").fill("water");
  await journal.at("search-result").first().waitFor();
  await look("search");
  await journal.at("search-clear").click();
  await journal.at("open-calendar").click();
  await journal.at("calendar").waitFor();
  await look("calendar");
  await page.goBack();
  await journal.at("open-tags").click();
  await journal.at("tag").first().waitFor();
  await look("tags");
  await page.goBack();
  await journal.openSettings();
  await look("settings");
  await page.keyboard.press("Control+k");
  await journal.at("palette-field").waitFor();
  await look("palette");
  await page.keyboard.press("Escape");
  await journal.lock();
  await look("unlock");
}

journey(
  "nothing is lost at 200 % text, in a window of 320 by 256, or to a finger, and nothing moves for who wants less motion",
  async ({ browser, journal }) => {
    const { page } = browser;
    const found = [];
    // The setting of a browser that makes all text larger changes the size of the root, and `rem` with it.
    const look = async (screen) => {
      found.push(...(await tooSmall(page)).map((what) => `${screen}: small: ${what}`));
      found.push(...(await moving(page)).map((what) => `${screen}: moves: ${what}`));
      await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      found.push(...(await overflowIn(page, `${screen} at 200 %`)));
      await page.evaluate(() => (document.documentElement.style.fontSize = ""));
      await page.setViewportSize(ZOOMED);
      found.push(...(await overflowIn(page, `${screen} in a small window`)));
      await page.setViewportSize(PHONE);
    };
    await walk(page, journal, look);
    assert.deepEqual(found, []);
  },
  { browser: { viewport: PHONE, hasTouch: true, isMobile: true, reducedMotion: "reduce" } },
);

/** What stands on paper. */
async function printed(page) {
  await page.emulateMedia({ media: "print" });
  const text = await page.evaluate(() => document.body.innerText);
  await page.emulateMedia({ media: "screen" });
  return text;
}

/** Whether soft ink is as dark as ink, as those ask who need more contrast. */
async function hasMoreContrast(page, colorScheme) {
  await page.emulateMedia({ contrast: "more", colorScheme });
  const [ink, soft] = await page.evaluate(() => ["--ink", "--ink-soft"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name)));
  await page.emulateMedia({ contrast: "no-preference", colorScheme: "light" });
  return ink === soft;
}

journey("everything is reached by Tab, seen to be reached, and every dialog gives the focus back", async ({ browser, journal }) => {
  const { page } = browser;
  const found = [];
  const tour = async (screen) => found.push(...(await unreached(page)).map((what) => `${screen}: ${what}`));
  await journal.at("begin-journal").waitFor();
  assert.ok((await moving(page)).length > 0, "what is looked for is there");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await tour("first run");
  await journal.create();
  await journal.write(TEXT);
  await tour("reading");
  const entry = await printed(page);
  assert.match(entry, new RegExp(`${new Date().getFullYear()}`), "on paper there is no today");
  assert.doesNotMatch(entry, /Today|Search|Reflect/);
  for (const scheme of ["light", "dark"]) assert.ok(await hasMoreContrast(page, scheme), scheme);
  for (const [name, open, close] of [
    ["palette", () => page.keyboard.press("Control+k"), "Escape"],
    ["shortcuts", () => page.keyboard.press("Shift+?"), "Escape"],
  ]) {
    await journal.at("edit-entry").focus();
    await open();
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press(close);
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    if ((await focusIn(page)) !== "edit-entry") found.push(`${name}: the focus goes to ${await focusIn(page)}`);
  }
  await page.keyboard.press("e");
  await journal.at("editor").waitFor();
  await tour("editor");
  for (const opener of ["templates", "entry-date"]) {
    await journal.at(opener).focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    if ((await focusIn(page)) !== opener) found.push(`${opener}: the focus goes to ${await focusIn(page)}`);
  }
  await journal.save();
  await journal.openSettings();
  await tour("settings");
  await page.emulateMedia({ forcedColors: "active" });
  await tour("settings, in the system's colours");
  found.push(...(await violations(page, "settings, in the system's colours", AXE_TAGS)));
  await page.emulateMedia({ forcedColors: "none" });
  await journal.at("open-calendar").click();
  await journal.at("calendar").waitFor();
  await tour("calendar");
  assert.match(await printed(page), /\b15\b/, "the days of a printed month");
  await journal.lock();
  await tour("unlock");
  assert.deepEqual(found, []);
});
