// What happens when the browser, the disk or another tab does its worst: nothing that was saved is
// lost, nothing that was typed more than two seconds ago, and what happened is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { assertAccessible } from "../support/look.mjs";
import { prepared } from "../support/prepared.mjs";
import { startServer } from "../support/server.mjs";
import { exposeWorkers, WorkerFaults } from "../support/worker-faults.mjs";

const DAY_MS = 86_400_000;

// The worker ends.

prepared('the worker ends 0 to 25 ms after "Save": the text stays in sight and is written on', exposeWorkers, async ({ journal, page }) => {
  await journal.create();
  await journal.write("An entry from before");
  const texts = [];
  for (const [round, delay_ms] of [0, 1, 3, 6, 12, 25].entries()) {
    const text = `Zephyrs over the quay, ${delay_ms} ms, and then`;
    const where = `${delay_ms} ms`;
    await journal.startEntry(text);
    await page.evaluate((delay_ms) => {
      document.querySelector('[data-testid="save-entry"]').click();
      if (delay_ms === 0) window.killVaultWorker();
      else setTimeout(window.killVaultWorker, delay_ms);
    }, delay_ms);
    await journal.at("interrupted").waitFor();
    // Where the save had come through, the page may have shown so before: nothing is left to rescue.
    const rescued = journal.at("rescued");
    if (await rescued.count()) assert.equal(await rescued.inputValue(), text, where);
    await journal.unlock();
    // Written on, shown as saved, or, where the page had seen it saved, simply in the list.
    const editor = journal.at("editor");
    await journal.at("entry-card").first().waitFor();
    await page.waitForTimeout(1_000);
    if (await editor.count()) {
      await page.waitForFunction((text) => document.querySelector('[data-testid="editor"]')?.value === text, text);
      await journal.saveState("draft-saved");
      await journal.save();
    } else if ((await journal.at("entry-view").count()) === 0) {
      await journal.openEntry(text);
    }
    await journal.reads(text);
    await journal.showList();
    assert.equal(await journal.at("entry-card").count(), 2 + round, `${where}: once, and those from before`);
    assert.equal(await journal.at("draft-card").count(), 0, where);
    texts.push(text);
  }
  await page.reload();
  await journal.unlock();
  for (const text of [...texts, "An entry from before"]) await journal.openEntry(text);
});

const exposeWorkersAndClock = async (context) => {
  await context.pages()[0].clock.install();
  await exposeWorkers(context);
};

prepared("the worker ends between two letters, while the journal is locked, and before it is ready: every letter comes back", exposeWorkersAndClock, async ({ journal, page }) => {
  await journal.create();
  await journal.startEntry("Every letter");
  await journal.saveState("draft-saved");
  await journal.at("editor").pressSequentially(" counts");
  await page.evaluate(() => window.killVaultWorker());
  await journal.at("interrupted").waitFor();
  assert.equal(await journal.at("rescued").inputValue(), "Every letter counts");
  await assertAccessible(page);
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await journal.at("editor").inputValue(), "Every letter counts");
  await journal.saveState("draft-saved");
  assert.equal(await journal.at("rescued").count(), 0);
  // The writer's lock of the worker that ended holds nobody up.
  await journal.save();
  await journal.reads("Every letter counts");

  // The one that was started for the next unlocking is replaced without a word.
  const started = await page.evaluate(() => window.testWorkers.length);
  await journal.lock();
  await page.waitForFunction((started) => window.testWorkers.slice(started).some(({ script, isReady }) => isReady && script.includes("vault")), started);
  await page.evaluate(() => window.killVaultWorker());
  await page.waitForTimeout(500);
  assert.equal(await journal.at("interrupted").count(), 0);
  await journal.unlock();
  await journal.openEntry("Every letter counts");

  // One that was not ready yet does not hold up unlocking for ever.
  await journal.lock();
  await page.evaluate(() => {
    window.killVaultWorker();
    window.killed = window.testWorkers.length;
  });
  await journal.at("passphrase").fill("mimzup dralvek fostiqua belgrond");
  await journal.at("unlock").click();
  // Longer than a worker may take to start.
  await page.clock.runFor(25_000);
  const said = journal.at("unlock-error").getByText(/started again/);
  await said.or(journal.at("new-entry").first()).waitFor();
  if (await said.count()) await journal.unlock();
  await journal.openEntry("Every letter counts");
  assert.ok(await page.evaluate(() => window.testWorkers.length > window.killed), "another one was started");
});

// The browser aborts a transaction.

prepared("a transaction aborted early or late: the text stays, the message says so, and trying again saves it", WorkerFaults.install, async ({ journal, page, tools, browser }) => {
  await journal.create();
  await journal.write("Kept before the fault");
  for (const abort of ["early", "late"]) {
    const text = `Stubborn words, ${abort}`;
    await journal.startEntry(text);
    await tools.set(page, { abort });
    await journal.at("save-entry").click();
    await journal.saveState("error");
    assert.equal(await journal.at("editor").inputValue(), text);
    const said = await page.locator(".trouble").innerText();
    assert.match(said, /not stored|stay here/i);
    await tools.set(page, { abort: null });
    await journal.save();
    await journal.reads(text);
    await page.reload();
    await journal.unlock();
    await journal.openEntry(text);
    await journal.openEntry("Kept before the fault");
    assert.equal(await journal.at("entry-card").count(), abort === "early" ? 2 : 3);
    assert.equal(await page.locator(".list-pane [role=alert]").count(), 0, "nothing is amiss");
  }
  browser.forgive(/AbortError/);
});

// Locking in the middle of a save.

prepared("locking in mid-save waits for the save; where it fails, the journal stays open and the text in sight", WorkerFaults.install, async ({ journal, page, tools }) => {
  await journal.create();
  await journal.startEntry("Saved in the nick of time");
  await tools.set(page, { answerAfter_ms: 700 });
  await page.evaluate(() => document.querySelector('[data-testid="save-entry"]').click());
  await page.keyboard.press("Control+Shift+L");
  await journal.at("unlock").waitFor();
  assert.ok(!(await page.content()).includes("nick of time"), "no text stays on the page");
  await tools.set(page, { answerAfter_ms: 0 });
  await journal.unlock();
  await journal.openEntry("Saved in the nick of time");
  assert.equal(await journal.at("draft-card").count(), 0);

  await journal.startEntry("Neither");
  await tools.set(page, { abort: "early", answerAfter_ms: 500 });
  // Typed now: a slow machine may have stored the first word as a draft.
  await journal.at("editor").fill("Neither saved nor lost");
  await page.evaluate(() => document.querySelector('[data-testid="save-entry"]').click());
  await page.keyboard.press("Control+Shift+L");
  await page.getByRole("button", { name: /lose the last lines/i }).waitFor();
  assert.equal(await journal.at("editor").inputValue(), "Neither saved nor lost");
  await tools.set(page, { abort: null, answerAfter_ms: 0 });
  await page.keyboard.press("Control+Shift+L");
  await journal.at("unlock").waitFor();
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await journal.at("editor").inputValue(), "Neither saved nor lost");
});

// The clock.

prepared(
  "a clock set back a year, and ahead ten: every entry stays, and a clock that is behind is said",
  async (context) => {
    await context.pages()[0].clock.install({ time: new Date() });
    return WorkerFaults.install(context);
  },
  async ({ journal, page, tools }) => {
    const today = Date.now();
    const shift = async (days) => {
      tools.clockShift_ms = days * DAY_MS;
      await page.clock.setSystemTime(today + days * DAY_MS);
      await page.reload();
      await journal.unlock();
    };
    await journal.create();
    await journal.write("Written today");
    await shift(-365);
    await page.getByText(/clock is behind/).waitFor();
    await journal.write("Written a year ago, says the clock");
    await journal.openEntry("Written today");
    await journal.at("edit-entry").click();
    await journal.at("editor").fill("Written today, changed a year before");
    await journal.save();
    await shift(3_650);
    assert.equal(await page.getByText(/clock is behind/).count(), 0);
    await journal.write("Written in ten years");
    await journal.startEntry("A draft of ten years hence");
    await journal.saveState("draft-saved");
    await shift(0);
    await page.getByText(/clock is behind/).waitFor();
    // Unsaved writing younger than twelve hours opens by itself; by this clock it is younger.
    if (await journal.at("editor").count()) assert.equal(await journal.at("editor").inputValue(), "A draft of ten years hence");
    else await journal.at("draft-card").filter({ hasText: "A draft of ten years hence" }).waitFor();
    for (const title of ["Written today, changed a year before", "Written a year ago, says the clock", "Written in ten years"]) {
      await journal.openEntry(title);
      await journal.reads(title);
    }
    // One of them may be shown twice: in the list, and as written on this day of another year.
    const ids = await journal.at("entry-card").evaluateAll((cards) => cards.map((card) => card.dataset.entryId));
    assert.equal(new Set(ids).size, 3);
  },
);

// Two tabs.

test("two tabs that fight for the journal over and over lose nothing", async () => {
  const server = await startServer();
  const browser = await Browser.launch(server.origin);
  try {
    let here = new Journal(browser.page, server.origin);
    await here.visit();
    await here.create();
    await here.startEntry("0");
    let there = new Journal(await browser.context.newPage(), server.origin);
    await there.visit();
    let text = "0";
    for (let round = 1; round <= 8; round += 1) {
      // In half of the rounds the last letters have had no time to be stored.
      if (round % 2 === 0) await here.saveState("draft-saved");
      await there.at("take-over").click();
      await there.unlock();
      await there.at("editor").waitFor();
      assert.equal(await there.at("editor").inputValue(), text, `round ${round}`);
      await there.at("editor").press("Control+End");
      await there.at("editor").pressSequentially(` ${round}`);
      text += ` ${round}`;
      await here.at("other-tab").waitFor();
      assert.equal(await here.at("rescued").count(), 0, "everything was handed over");
      [here, there] = [there, here];
    }
    await here.save();
    await here.reads(text);
    browser.assertCalm();
  } finally {
    await browser.close();
    await server.stop();
  }
});
