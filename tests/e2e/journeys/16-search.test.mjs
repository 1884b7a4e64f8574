// Searching: what is typed is found while it is typed, by keyboard alone, marked and counted; nothing of the index can be
// read in the storage; and with the encoder, what says the same in other words is found too.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { dumpStorage, findWords } from "../support/dump.mjs";
import { journey } from "../support/journey.mjs";
import { inspect } from "../support/look.mjs";
import { root } from "../support/server.mjs";

const dist = path.resolve(root, process.env.COMPANION_DIST ?? "dist");
const withoutModel = process.env.COMPANION_NO_MODEL === "1";

const found = (journal) => journal.at("search-result").evaluateAll((all) => all.map((one) => one.querySelector(".card-title").innerText));
/** Types into the field and waits until it is answered for `entries` entries. */
const look = async (journal, typed, count) => {
  await journal.at("search").fill(typed);
  await journal.page.waitForFunction((count) => document.querySelector('[data-testid="search-count"]')?.innerText === count, count);
};

journey("words, beginnings, phrases and slips find entries, by keyboard alone", async ({ browser, journal }) => {
  const { page } = browser;
  await journal.create();
  assert.equal(await journal.at("search").count(), 0, "an empty journal has nothing to search");
  for (const text of [
    "The long way home\n\nRain all afternoon. I almost called Zorvelda, and then I did.",
    "Garden\n\nPlanted *tomatoes* with Åse, in the rain.",
    "東京\n\n明日は東京に行く。",
  ]) await journal.write(text);
  await journal.showList();

  // What was saved a moment ago is found at once, and everything is counted.
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), "search");
  await page.keyboard.type("rain", { delay: 10 });
  await look(journal, "rain", "2 results, 3 of 3 entries searched");
  assert.deepEqual((await found(journal)).sort(), ["Garden", "The long way home"]);
  assert.ok(!(await journal.at("entry-card").first().isVisible()), "results stand in the list's place");
  const marks = await page.locator('[data-testid="search-result"] mark').allInnerTexts();
  assert.deepEqual(marks.map((mark) => mark.toLowerCase()), ["rain", "rain"]);
  assert.deepEqual(await inspect(page, "search-desktop-light"), []);

  await look(journal, '"long way"', "1 result, 3 of 3 entries searched");
  await look(journal, "tomatos ase", "1 result, 3 of 3 entries searched");
  assert.deepEqual(await found(journal), ["Garden"]);
  assert.match(await journal.at("search-result").innerText(), /Planted tomatoes with Åse/);
  await look(journal, "東京に", "1 result, 3 of 3 entries searched");
  await look(journal, "zebra", "Nothing found, 3 of 3 entries searched");
  assert.ok(await journal.at("search-none").isVisible());
  assert.deepEqual(await inspect(page, "search-none-desktop-light"), []);

  // Down to a result, into it; the place is marked without touching the entry's HTML.
  await look(journal, "zorv", "1 result, 3 of 3 entries searched");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), "search-result");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await journal.at("entry-view").waitFor();
  await journal.reads("Zorvelda");
  await page.waitForFunction(() => CSS.highlights.get("found")?.size === 1);
  assert.equal(await page.locator('[data-testid="entry-view"] mark').count(), 0);
  await journal.at("search").press("Escape");
  assert.equal(await journal.at("search").inputValue(), "");
  assert.ok(await journal.at("entry-card").first().isVisible());

  // Edited, deleted, brought back: the search knows.
  await journal.at("edit-entry").click();
  await journal.at("editor").fill("The long way home\n\nSnow all afternoon.");
  await journal.save();
  await look(journal, "zorvelda", "Nothing found, 3 of 3 entries searched");
  await look(journal, "snow", "1 result, 3 of 3 entries searched");
  await journal.at("delete-entry").click();
  await look(journal, "snows", "Nothing found, 2 of 2 entries searched");

  // Locked: no word is left, on the page or in the storage. The index is opened again, not made.
  const leaks = findWords(await dumpStorage(page), ["tomatoes", "zorvelda", "planted"]);
  assert.deepEqual(leaks, []);
  await journal.lock();
  assert.ok(!(await page.content()).includes("tomatoes"));
  await journal.unlock();
  await look(journal, "tomatoes", "1 result, 2 of 2 entries searched");
  await browser.page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(await inspect(page, "search-phone-light"), []);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await inspect(page, "search-phone-dark"), []);
});

if (existsSync(path.join(dist, "models/encoders")) && !withoutModel) {
  journey("with the encoder, what says the same in other words is found", async ({ browser, journal }) => {
    const { page } = browser;
    await journal.create();
    await journal.write("Finish line\n\nI ran the whole marathon today. My hands shook when they hung the medal around my neck.");
    await journal.write("Groceries\n\nBread, milk, and the long queue at the till.");
    await journal.openSettings();
    await journal.at("meaning-get").click();
    await journal.at("meaning-ready").waitFor();
    await page.waitForFunction(() => document.querySelector('[data-testid="meaning-ready"]')?.innerText.includes("2 of 2"));
    assert.deepEqual(await inspect(page, "meaning-settings"), []);
    await page.goBack();
    await journal.at("search").fill("an athletic achievement I was proud of");
    await page.getByText("Close in meaning").first().waitFor();
    assert.equal((await found(journal))[0], "Finish line");

    // Kept for the next time, and gone with the file.
    await journal.lock();
    await journal.unlock();
    await journal.openSettings();
    await page.waitForFunction(() => document.querySelector('[data-testid="meaning-ready"]')?.innerText.includes("2 of 2"));
    await journal.at("meaning-remove").click();
    await page.locator("dialog[open]").getByRole("button", { name: "Remove it" }).click();
    await journal.at("meaning-get").waitFor();
  });
}
