// What the editor keeps of a sitting: words, time and the question that was answered; and when questions come, for which
// the clock is turned by hand: after fifteen seconds without a key, and never again once they were turned off.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "../support/journey.mjs";

const shown = (page, state) => page.waitForSelector(`[data-testid="idle-prompt"][data-state="${state}"]`, { state: "attached" });
const stateOf = (journal) => journal.at("idle-prompt").getAttribute("data-state");

/** An empty page whose question was put away. */
async function blank(journal) {
  await journal.page.keyboard.press("n");
  await shown(journal.page, "whole");
  await journal.page.keyboard.press("Escape");
  await shown(journal.page, "hidden");
}

/** The journal as it leaves: what is stored of each entry. */
async function stored(journal) {
  await journal.openSettings();
  await journal.page.locator('label[for="export-json"]').click();
  const arriving = journal.page.waitForEvent("download");
  await journal.at("export-start").click();
  await journal.page.getByRole("dialog").getByRole("button", { name: "Export without encryption" }).click();
  const { entries } = JSON.parse(readFileSync(await (await arriving).path(), "utf8"));
  return entries;
}

journey("words, time and the question answered are kept; questions come after 15 seconds, and go for good; ten silent days are no matter", async ({ browser, journal }) => {
  const { page } = browser;
  await browser.context.addInitScript(() => delete window.showSaveFilePicker);
  await page.clock.install();
  await page.reload();
  await journal.create();
  await blank(journal);

  // Fifteen seconds without a key, and not a moment earlier.
  await page.keyboard.type("A walk to the harbour.");
  await page.clock.runFor(14_000);
  assert.equal(await stateOf(journal), "hidden");
  await page.clock.runFor(1_500);
  await shown(page, "whole");
  // Typing makes it fade: it is seen to leave.
  await page.evaluate(() => {
    window.states = [];
    const prompt = document.querySelector('[data-testid="idle-prompt"]');
    new MutationObserver(() => window.states.push(prompt.dataset.state)).observe(prompt, { attributeFilter: ["data-state"] });
  });
  await page.keyboard.type(" And");
  await shown(page, "hidden");
  assert.deepEqual(await page.evaluate(() => window.states), ["leaving", "hidden"]);

  // Pauses of twenty seconds are thinking; a minute away is not.
  for (const word of [" then", " a", " long", " talk."]) {
    await page.clock.runFor(20_000);
    await page.keyboard.type(word);
  }
  await page.clock.runFor(60_000);
  await shown(page, "whole");
  const question = (await page.locator(".prompt-words").innerText()).trim();
  // What is seen in the margin is heard by who does not see it, and so is what became of the text.
  const heard = (words) => page.locator('[role="status"]').filter({ hasText: words }).waitFor({ state: "attached" });
  await heard(`${question} Tab to answer, Escape to put it away.`);
  await page.keyboard.press("Tab");
  await page.keyboard.type("Rain.");
  await page.clock.runFor(1_000);
  await journal.saveState("draft-saved");
  assert.equal(await journal.at("save-state").innerText(), `Draft stored\n${10 + question.split(" ").length + 1} words · 1 min of writing`);
  await journal.save();
  await page.locator(".entry-head").getByText(`${10 + question.split(" ").length + 1} words · 1 min of writing`).waitFor();
  await heard(/^Saved$/);
  const [entry] = await stored(journal);
  assert.equal(entry.content, `A walk to the harbour. And then a long talk.\n\n> ${question}\n\nRain.`);
  assert.equal(entry.prompt_used, question);
  assert.equal(entry.word_count, 10 + question.split(" ").length + 1);
  // Four pauses of 20 seconds and the 15 before them; what lies between is some seconds of this machine's.
  assert.ok(entry.duration_seconds >= 95 && entry.duration_seconds < 115, `${entry.duration_seconds} s`);

  // Each kind is turned off by one touch, for good: the other goes on.
  await blank(journal);
  await page.keyboard.type("More");
  await page.clock.runFor(16_000);
  await shown(page, "whole");
  // Who takes up what they had begun may pause before the first key, too.
  await journal.saveState("draft-saved");
  await page.reload();
  await journal.unlock();
  await journal.at("editor").waitFor();
  await page.clock.runFor(13_000);
  assert.equal(await stateOf(journal), "hidden");
  await page.clock.runFor(3_000);
  await shown(page, "whole");
  await journal.at("prompt-off").click();
  await page.getByText("No more questions while you write").first().waitFor();
  await page.keyboard.type(" of it");
  await page.clock.runFor(1_000);
  await journal.saveState("draft-saved");
  await page.reload();
  await journal.unlock();
  await journal.at("editor").waitFor();
  await page.keyboard.type(" again.");
  await page.clock.runFor(90_000);
  assert.equal(await stateOf(journal), "hidden", "it was turned off for good");
  await journal.save();
  await page.keyboard.press("n");
  await shown(page, "whole");
  await journal.at("prompt-off").click();
  await page.getByText("No more questions on empty pages").first().waitFor();
  await page.reload();
  await journal.unlock();
  await journal.at("entry-card").first().waitFor();
  await page.keyboard.press("n");
  await journal.at("editor").waitFor();
  await page.clock.runFor(30_000);
  assert.equal(await stateOf(journal), "hidden", "on empty pages, too");

  // Who has not written for ten days is told nothing about it.
  await page.goBack();
  await journal.at("streak").getByText("You have written on 1 of the last 7 days").waitFor();
  await page.clock.setSystemTime(Date.now() + 10 * 86_400_000);
  await page.reload();
  await journal.unlock();
  await journal.at("entry-card").first().waitFor();
  assert.equal(await journal.at("streak").count(), 0);
  assert.doesNotMatch(await journal.at("entry-list").innerText(), /miss|streak|lost|days/i);
});
