// Every key in the list of shortcuts does what the list says, and no other is in it.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";

journey("every key in the list of shortcuts does what the list says", async ({ browser, journal }) => {
  const { page } = browser;
  const editor = journal.at("editor");
  const press = (key) => page.keyboard.press(key);
  const prompt = (state) => page.waitForSelector(`[data-testid="idle-prompt"][data-state="${state}"]`, { state: "attached" });
  const focused = (test) => page.waitForFunction(test);
  const title = (name) => page.waitForFunction((name) => document.activeElement?.querySelector(".card-title")?.innerText === name, name);
  await journal.create();
  await journal.write("One\n\nFirst.");

  // In the order of the list; each goes on where the one before has led.
  const deeds = [
    ["N", async () => {
      await press("n");
      await editor.fill("Two\n\nSecond.");
    }],
    ["Ctrl+Enter", async () => {
      await press("Control+Enter");
      await journal.reads("Second.");
    }],
    ["E", async () => {
      await press("e");
      await editor.waitFor();
      await page.goBack();
      await journal.at("entry-view").waitFor();
    }],
    ["/", async () => {
      await press("/");
      await focused(() => document.activeElement?.dataset.testid === "search");
    }],
    ["Ctrl+,", async () => {
      await press("Control+,");
      await journal.at("idle-seconds").waitFor();
    }],
    ["Ctrl+K", async () => {
      await press("Control+k");
      await focused(() => document.activeElement?.dataset.testid === "palette-field");
      await press("Escape");
    }],
    ["?", async () => {
      await page.locator('[data-testid="palette"][open]').waitFor({ state: "detached" });
      await press("Shift+?");
      await page.locator('[data-testid="shortcuts"][open]').waitFor();
    }],
    ["Ctrl+Shift+L", async () => {
      await press("Control+Shift+L");
      await journal.unlock();
      await journal.at("entry-card").first().waitFor();
    }],
    // While writing.
    ["Ctrl+B", async () => {
      await press("n");
      await prompt("whole");
      await page.keyboard.type("so");
      await press("Control+b");
      assert.equal(await editor.inputValue(), "**so**");
      await press("Control+b");
    }],
    ["Ctrl+I", async () => {
      await press("Control+i");
      assert.equal(await editor.inputValue(), "*so*");
      await press("Control+i");
    }],
    ["Ctrl+K", async () => {
      await press("Control+a");
      await press("Control+k");
      assert.match(await editor.inputValue(), /^\[so\]\(.*\)$/);
    }],
    ["Tab", async () => {
      await editor.fill("- a\n- b");
      await press("Tab");
      assert.equal(await editor.inputValue(), "- a\n  - b");
    }],
    ["Shift+Tab", async () => {
      await press("Shift+Tab");
      assert.equal(await editor.inputValue(), "- a\n- b");
      await journal.save();
    }],
    ["Esc", async () => {
      for (const [key, value] of [["Tab", /^> .+\n\n$/], ["Escape", /^$/]]) {
        await press("n");
        await prompt("whole");
        await press(key);
        await prompt("hidden");
        assert.match(await editor.inputValue(), value);
        // Left empty, or kept as a draft: neither is in the list of entries.
        await page.goBack();
        await editor.waitFor({ state: "detached" });
      }
    }],
    // In the list and the calendar.
    ["← ↑ ↓ →", async () => {
      await journal.at("entry-list").getByTestId("entry-card").first().focus();
      await press("ArrowDown");
      await title("Two");
      await press("ArrowUp");
      await title("a");
    }],
    ["Page Up, Page Down", async () => {
      await press("PageDown");
      await title("One");
      await press("PageUp");
      await title("a");
    }],
    ["Shift+Page Up, Page Down", async () => {
      await journal.at("open-calendar").click();
      const day = page.locator('[data-testid="calendar-day"][tabindex="0"]');
      const begun = await day.getAttribute("data-day");
      await day.focus();
      await press("Shift+PageUp");
      await page.waitForFunction((year) => document.activeElement?.dataset.day?.startsWith(year), `${Number(begun.slice(0, 4)) - 1}-`);
      await press("Shift+PageDown");
      await page.waitForFunction((year) => document.activeElement?.dataset.day?.startsWith(year), begun.slice(0, 5));
      const there = await page.evaluate(() => document.activeElement.dataset.day);
      await press("ArrowRight");
      await page.waitForFunction((there) => document.activeElement?.dataset.day && document.activeElement.dataset.day !== there, there);
      await press("PageDown");
      await page.waitForFunction((month) => document.activeElement?.dataset.day && !document.activeElement.dataset.day.startsWith(month), there.slice(0, 7));
    }],
    ["Home, End", async () => {
      await journal.at("entry-list").getByTestId("entry-card").first().focus();
      await press("End");
      await title("One");
      await press("Home");
      await title("a");
    }],
  ];

  await press("Shift+?");
  await page.locator('[data-testid="shortcuts"][open]').waitFor();
  const listed = await journal.at("shortcuts").locator("dd").allInnerTexts();
  assert.deepEqual(listed, deeds.map(([keys]) => keys));
  await press("Escape");
  await page.locator('[data-testid="shortcuts"][open]').waitFor({ state: "detached" });
  for (const [keys, deed] of deeds) {
    await deed().catch((error) => {
      error.message = `${keys}: ${error.message}`;
      throw error;
    });
  }
});
