// Browsers that lack something, machines that sleep, texts that must be split, a page that must
// stay quick.
import { test } from "node:test";
import assert from "node:assert/strict";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { startServer } from "../support/server.mjs";

const lacking = {
  "no SIMD": () => {
    WebAssembly.validate = () => false;
  },
  "no database": () => Object.defineProperty(window, "indexedDB", { value: undefined }),
  "no private files": () => {
    StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("private mode", "SecurityError"));
  },
};
for (const [name, cripple] of Object.entries(lacking)) {
  test(`a browser with ${name} gets a page that says what to use`, async () => {
    const server = await startServer();
    const browser = await Browser.launch(server.origin);
    try {
      await browser.context.addInitScript(cripple);
      await browser.page.goto(server.origin);
      const page = browser.page.getByTestId("unsupported");
      await page.waitFor();
      assert.match(await page.innerText(), /Firefox|Chrome|Safari/);
      assert.equal(await browser.page.getByTestId("create-journal").count(), 0);
      browser.assertCalm();
    } finally {
      await browser.close();
      await server.stop();
    }
  });
}

test("the journal locks when the machine sleeps, and after idle minutes, keeping the draft", async () => {
  const server = await startServer();
  const browser = await Browser.launch(server.origin);
  try {
    await browser.page.clock.install();
    const journal = new Journal(browser.page, server.origin);
    await journal.visit();
    await journal.create();
    await journal.startEntry("Dozing off");
    await journal.saveState("draft-saved");
    // A jump of the clock without ticks between is what a sleeping machine looks like.
    await browser.page.clock.fastForward("03:00");
    await browser.page.clock.runFor(5_000);
    await journal.at("unlock").waitFor();
    await journal.unlock();
    await journal.at("editor").waitFor();
    assert.equal(await journal.at("editor").inputValue(), "Dozing off");
    // Eleven minutes that pass tick by tick: nobody is there.
    await browser.page.clock.runFor(11 * 60_000);
    await journal.at("unlock").waitFor();
    browser.assertCalm();
  } finally {
    await browser.close();
    await server.stop();
  }
});

journey("a text over the limit stays safe as a draft, can be split into entries and loses nothing", async ({ browser, journal }) => {
  await journal.create();
  await journal.startEntry();
  const paragraphs = Array.from({ length: 700 }, (_, i) => `Paragraph ${i}. ${"The days went by slowly. ".repeat(3)}`);
  const long = paragraphs.join("\n\n");
  assert.ok(long.length > 50_000);
  await journal.at("editor").fill(long);
  await journal.at("save-entry").click();
  await browser.page.getByText(/50,000/).first().waitFor();
  await journal.saveState("draft-saved");
  await browser.page.reload();
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await journal.at("editor").inputValue(), long);
  await journal.at("save-entry").click();
  await browser.page.getByRole("button", { name: /first part/i }).click();
  // The first part is saved; the writer goes on in the second.
  await browser.page.waitForFunction(() => document.querySelector('[data-testid="editor"]').value.length < 20_000);
  await journal.save();
  await journal.showList();
  const texts = [];
  const count = await journal.at("entry-card").count();
  assert.ok(count >= 2, `${count} entries`);
  for (let i = 0; i < count; i += 1) {
    await journal.showList();
    await journal.at("entry-card").nth(i).click();
    await journal.at("entry-view").waitFor();
    await browser.page.waitForTimeout(300);
    texts.push(await journal.at("entry-view").innerText());
  }
  const all = texts.join("\n");
  const lost = paragraphs.filter((_, i) => !all.includes(`Paragraph ${i}.`));
  assert.deepEqual(lost, []);
});

journey("the page's thread is never blocked while unlocking, writing and saving", async ({ browser, journal }) => {
  await journal.create();
  await browser.page.evaluate(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ entryTypes: ["longtask"] });
  });
  await journal.lock();
  const before = Date.now();
  await journal.unlock();
  const unlock_ms = Date.now() - before;
  await journal.write("A paragraph that is saved and read again. ".repeat(50));
  await journal.openEntry("A paragraph");
  const longTasks = await browser.page.evaluate(() => window.longTasks);
  console.log(`    unlocking took ${unlock_ms} ms; tasks over 50 ms on the page's thread: ${JSON.stringify(longTasks)} ms`);
  // Unlocking is mostly key derivation: on this thread it would be one long task.
  assert.ok(longTasks.every((task_ms) => task_ms < unlock_ms / 3), `long tasks: ${longTasks} ms`);
});
