// Nothing that was saved is gone at once: what an entry said before can be read, compared and
// brought back, and what was deleted waits in the trash.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";
import { inspectEverywhere } from "../support/look.mjs";

/** Writes another text over the entry that is being read. */
async function rewrite(journal, text) {
  await journal.at("edit-entry").click();
  await journal.at("editor").waitFor();
  await journal.at("editor").fill(text);
  await journal.save();
  await journal.page.waitForFunction((words) => document.querySelector('[data-testid="entry-view"]').innerText.includes(words), text.split("\n").at(-1));
}

/** From a page below another page, on a phone. */
async function backToList(journal) {
  while (!(await journal.at("entry-list").isVisible())) {
    await journal.page.goBack();
    await journal.page.waitForTimeout(300);
  }
}

async function remove(journal, title) {
  await journal.openEntry(title);
  await journal.at("delete-entry").click();
  await journal.at("undo").waitFor();
  // On phones the page goes back to the list by itself.
  await journal.at("entry-list").waitFor();
}

async function openTrash(journal) {
  await journal.showList();
  await journal.at("open-trash").click();
  await journal.at("trash").waitFor();
}

const button = (journal, name) => journal.page.locator("dialog[open]").getByRole("button", { name });

journey("what an entry said before can be read, compared and brought back", async ({ browser, journal }) => {
  const first = "Harbour\n\nThe water was <b>grey</b> and <script>still</script> & cold.";
  const second = "Harbour\n\nThe water was <b>green</b> and still, and nobody minded.";
  await journal.create();
  await journal.write(first);
  assert.equal(await journal.at("open-versions").count(), 0);
  await rewrite(journal, second);
  await journal.at("open-versions").click();
  await journal.at("version-item").first().waitFor();
  assert.equal(await journal.at("version-item").count(), 1);
  assert.match(await journal.at("version-item").innerText(), /Today.*\n.*10 words · 1 word fewer than now|words/);
  await journal.at("version-item").click();
  const changes = journal.at("version-changes");
  await changes.waitFor();
  // What changed, word by word, as text: what looks like HTML is shown as it was typed.
  assert.deepEqual(await changes.locator("*").evaluateAll((all) => [...new Set(all.map((it) => it.tagName))].sort()), ["DEL", "INS", "SPAN"]);
  assert.match((await changes.locator("del").allInnerTexts()).join("|"), /<b>grey<\/b>/);
  assert.match((await changes.locator("ins").allInnerTexts()).join("|"), /<b>green<\/b>/);
  await browser.page.getByText("As it was").click();
  await journal.at("version-text").getByText("The water was <b>grey</b>").waitFor();
  assert.equal(await journal.at("version-text").locator("b, script").count(), 0);

  await journal.at("restore-version").click();
  await journal.at("entry-view").waitFor();
  await journal.reads("still</script> & cold");
  // Two now: the text that was replaced, and the one that came back. And back again.
  await browser.page.getByText("2 earlier versions").click();
  await journal.at("version-item").nth(1).waitFor();
  assert.equal(await journal.at("version-item").count(), 2);
  await journal.at("version-item").first().click();
  await journal.at("restore-version").click();
  await journal.at("entry-view").getByText("nobody minded").waitFor();

  await browser.page.reload();
  await journal.unlock();
  await journal.openEntry("Harbour");
  await journal.reads("nobody minded");
  await browser.page.getByText("3 earlier versions").click();
  // The browser's Back leads through the versions to the entry.
  await journal.at("version-item").last().click();
  await changes.waitFor();
  await browser.page.goBack();
  await journal.at("versions").waitFor();
  await browser.page.goBack();
  await journal.at("entry-view").waitFor();
  await journal.lock();
  const left = await browser.page.evaluate(() => document.body.innerText);
  assert.ok(!left.includes("water"));
});

journey("saving the same text makes no version, and fewer are kept when the writer says so", async ({ browser, journal }) => {
  await journal.create();
  await journal.write("One");
  await journal.at("edit-entry").click();
  await journal.at("editor").waitFor();
  await journal.save();
  assert.equal(await journal.at("open-versions").count(), 0);
  for (const text of ["Two", "Three", "Four"]) await rewrite(journal, text);
  await browser.page.getByText("3 earlier versions").waitFor();

  await journal.openSettings();
  const setting = journal.at("history-setting");
  assert.equal(await setting.inputValue(), "20");
  await setting.selectOption("0");
  // Asked first; saying no changes nothing.
  await browser.page.getByText("3 earlier versions are beyond that number").waitFor();
  await button(journal, "Cancel").click();
  assert.equal(await setting.inputValue(), "20");
  await setting.selectOption("5");
  await setting.selectOption("0");
  await button(journal, "Remove them").click();
  await browser.page.getByText("3 earlier versions removed").waitFor();
  assert.equal(await setting.inputValue(), "0");
  await journal.openEntry("Four");
  assert.equal(await journal.at("open-versions").count(), 0);
  await rewrite(journal, "Five");
  assert.equal(await journal.at("open-versions").count(), 0);
  await browser.page.reload();
  await journal.unlock();
  await journal.openSettings();
  assert.equal(await setting.inputValue(), "0");
});

journey("the trash gives back, deletes one for good, and is emptied, each after asking", async ({ browser, journal }) => {
  await journal.create();
  for (const title of ["Ash", "Birch", "Cedar"]) await journal.write(`${title}\n\nA tree.`);
  await openTrash(journal);
  await browser.page.getByText("The trash is empty").waitFor();
  assert.equal(await journal.at("trash-empty").count(), 0);
  for (const title of ["Ash", "Birch", "Cedar"]) await remove(journal, title);
  await openTrash(journal);
  const items = journal.at("trash-item");
  assert.deepEqual((await items.allInnerTexts()).map((text) => text.split("\n")[0]), ["Cedar", "Birch", "Ash"]);
  assert.match(await items.first().innerText(), /Deleted Today.*30 days left/);

  await items.filter({ hasText: "Birch" }).getByTestId("trash-restore").click();
  await items.filter({ hasText: "Birch" }).waitFor({ state: "hidden" });
  await journal.openEntry("Birch");
  await journal.reads("A tree");

  await openTrash(journal);
  await items.filter({ hasText: "Ash" }).getByTestId("trash-purge").click();
  await button(journal, "Cancel").click();
  assert.equal(await items.count(), 2);
  await items.filter({ hasText: "Ash" }).getByTestId("trash-purge").click();
  await button(journal, "Delete for good").click();
  await items.filter({ hasText: "Ash" }).waitFor({ state: "hidden" });
  assert.equal(await items.count(), 1);

  await remove(journal, "Birch");
  await openTrash(journal);
  await journal.at("trash-empty").click();
  await browser.page.getByText("Delete 2 entries for good?").waitFor();
  await button(journal, "Empty it").click();
  await browser.page.getByText("The trash is empty").waitFor();
  await browser.page.reload();
  await journal.unlock();
  // Also from the settings, where people look for it.
  await journal.openSettings();
  await journal.at("settings-trash").click();
  await browser.page.getByText("The trash is empty").waitFor();
  assert.equal(await journal.at("entry-card").count(), 0);
});

journey(
  "versions and trash are accessible: phone and desktop, light and dark",
  async ({ browser, journal }) => {
    const { page } = browser;
    const found = [];
    const look = async (screen) => found.push(...(await inspectEverywhere(page, screen)));
    await journal.create();
    await journal.write("The long way home\n\nRain all afternoon. I almost called Lena.\n\nHer garden is under water again, she says.");
    await rewrite(journal, "The long way home\n\nRain all afternoon, and most of the evening. I almost called Lena, and then I did.\n\nHer garden is under water again, she says.");
    await rewrite(journal, "The long way home\n\nRain all afternoon, and most of the evening. I called Lena.\n\nHer garden is under water again. We laughed about it, which surprised us both.");
    await look("reading-with-versions");
    await journal.at("open-versions").click();
    await journal.at("version-item").last().waitFor();
    await look("versions");
    await journal.at("version-item").last().click();
    await journal.at("version-changes").waitFor();
    await look("version");
    await page.getByText("As it was").click();
    await look("version-as-it-was");
    await backToList(journal);
    await journal.write("A letter I will not send\n\nDear L.");
    await backToList(journal);
    await journal.write("Shopping");
    await remove(journal, "A letter");
    await remove(journal, "Shopping");
    await openTrash(journal);
    await look("trash");
    await journal.at("trash-empty").click();
    await look("trash-question");
    await button(journal, "Cancel").click();
    await backToList(journal);
    await journal.openSettings();
    await journal.at("history-setting").scrollIntoViewIfNeeded();
    await look("settings-history");
    assert.deepEqual(found, []);
  },
  { browser: { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" } },
);
