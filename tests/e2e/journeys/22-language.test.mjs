// The page in other languages: German from the first word to the last, chosen by the browser and
// changed in Settings; and a language that nobody speaks, from right to left and a third longer,
// in which nothing may be plain English, cut off or hard to reach. And the same keys everywhere:
// the palette and the list of shortcuts.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";
import { englishIn, overflowIn, unmarkedIn } from "../support/language.mjs";
import { inspectEverywhere, picture } from "../support/look.mjs";

const TEXT = "Zugfahrt\n\nFelder, dann Rauch über Dächern.";

/** Walks through the screens of a new journal; `look` is told each screen's name. */
async function walk(page, journal, look) {
  await journal.at("begin-journal").waitFor();
  await look("welcome");
  await journal.begin();
  await journal.at("passphrase").fill("abcabc abcabc");
  await page.locator("meter").waitFor();
  await look("first-run");
  await journal.create();
  await look("empty");
  await journal.startEntry(TEXT);
  await journal.saveState("draft-saved");
  await look("editor");
  await journal.save();
  await look("reading");
  await journal.at("reflect").click();
  await page.locator("#no-model, .reflect").first().waitFor();
  await look("reflect");
  await journal.showList();
  await look("list");
  await journal.openSettings();
  await look("settings");
  await page.keyboard.press("Control+k");
  await journal.at("palette-field").waitFor();
  await look("palette");
  await page.keyboard.press("Escape");
  await journal.at("palette-field").waitFor({ state: "hidden" });
  await page.keyboard.press("Shift+?");
  await page.locator('[data-testid="shortcuts"][open]').waitFor();
  await look("shortcuts");
  await page.keyboard.press("Escape");
  await journal.lock();
  await look("unlock");
  await journal.at("passphrase").fill("wrong wrong wrong");
  await journal.at("unlock").click();
  await page.waitForFunction(() => document.querySelector('[data-testid="unlock-error"]')?.innerText.trim());
  await look("unlock-error");
}

journey(
  "a German browser gets German, number and date included, and Settings can change it",
  async ({ browser, journal }) => {
    const { page } = browser;
    const found = [];
    const look = async (screen) => {
      await picture(page, `german-${screen}`);
      found.push(...(await englishIn(page, screen)));
    };
    await walk(page, journal, look);
    assert.deepEqual(found, []);
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
    assert.match(await journal.at("unlock-error").innerText(), /nicht das Passwort/);

    // Numbers, plurals, times and dates as they are written there.
    await journal.unlock();
    await journal.write("Allein");
    await journal.showList();
    await journal.openEntry("Zugfahrt");
    await journal.at("edit-entry").click();
    await journal.at("entry-date").click();
    await journal.at("date-day").fill("2024-03-05");
    await journal.at("date-time").fill("14:30");
    await journal.at("date-set").click();
    await journal.save();
    assert.match(await page.locator(".entry-head").innerText(), /^Dienstag, 5\. März 2024, 14:30\s+Gespeichert · 6 Wörter/);
    await journal.showList();
    const told = () => journal.at("entry-list").locator("article.day").allInnerTexts();
    const [today, then] = await told();
    assert.match(today, /^Heute\n+Allein\n+\d?\d:\d\d · 1 Wort$/);
    assert.match(then, /^Dienstag, 5\. März 2024\n+Zugfahrt\n+14:30 · 6 Wörter$/);
    await journal.openSettings();
    assert.match(await page.locator(".settings-title").innerText(), /Einstellungen/);
    await journal.at("language").selectOption("en");
    await page.waitForFunction(() => document.documentElement.lang === "en");
    assert.match(await page.locator(".settings-title").innerText(), /Settings/);
    assert.equal(await journal.at("language").inputValue(), "en");
    await page.goBack();
    const [now, before] = await told();
    assert.match(now, /^Today\n+Allein\n+\d?\d:\d\d\s[AP]M · 1 word$/);
    assert.match(before, /^Tuesday, March 5, 2024\n+Zugfahrt\n+2:30\sPM · 6 words$/);
    await page.reload();
    await journal.unlock();
    assert.equal(await page.locator("html").getAttribute("lang"), "en", "the choice is remembered");
  },
  { browser: { locale: "de-AT", viewport: { width: 390, height: 844 } } },
);

const PHONE = { width: 360, height: 780 };

journey(
  "a language a third longer, from right to left, has room and is read well: phone and desktop",
  async ({ browser, journal }) => {
    const { page } = browser;
    const found = [];
    const sizes = { phone: PHONE, desktop: { width: 1280, height: 800 } };
    const reads = async (screen) => [...(await unmarkedIn(page, screen, /Zugfahrt|Felder|English|Deutsch/)), ...(await overflowIn(page, screen))];
    const look = async (screen) => found.push(...(await inspectEverywhere(page, `pseudo-${screen}`, { sizes, schemes: ["light"], look: reads })));
    await journal.visit("?lang=ar-XB");
    await walk(page, journal, look);
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    assert.deepEqual(found, []);
  },
  { browser: { viewport: PHONE, reducedMotion: "reduce" } },
);

journey("the palette finds commands, settings and entries, and letters can be switched off", async ({ browser, journal }) => {
  const { page } = browser;
  await journal.create();
  await journal.write("Über den Fluss\n\nKalt.");
  await journal.write("The gardener\n\nRoses.");

  await page.keyboard.press("Control+k");
  const field = journal.at("palette-field");
  await field.waitFor();
  assert.ok(await field.evaluate((element) => element === document.activeElement), "the field has the focus");
  await field.pressSequentially("uber fl");
  await journal.at("palette-option").first().waitFor();
  assert.match(await journal.at("palette-option").first().innerText(), /Über den Fluss/);
  const active = await field.getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await journal.reads("Kalt.");
  assert.ok(!(await journal.at("palette").evaluate((dialog) => dialog.open)));

  await page.keyboard.press("Control+k");
  await field.pressSequentially("appear");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "appearance-title");

  await page.keyboard.press("Shift+?");
  await page.locator('[data-testid="shortcuts"][open]').waitFor();
  await journal.at("shortcuts").getByTestId("letter-keys").uncheck();
  await page.keyboard.press("Escape");
  await page.locator('[data-testid="shortcuts"][open]').waitFor({ state: "detached" });
  await page.keyboard.press("n");
  assert.equal(await journal.at("editor").count(), 0, "a single letter does nothing any more");
  await page.keyboard.press("Control+k");
  await field.pressSequentially("new entry");
  await page.keyboard.press("Enter");
  await journal.at("editor").waitFor();
});
