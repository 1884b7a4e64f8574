// Writing: keys that write Markdown and can be undone, pasting, dates, questions in the margin that
// move nothing, templates; and one question of the real model.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { journey } from "../support/journey.mjs";
import { inspectEverywhere } from "../support/look.mjs";

const value = (journal) => journal.at("editor").inputValue();
const shown = (page, state) => page.waitForSelector(`[data-testid="idle-prompt"][data-state="${state}"]`, { state: "attached" });

/** A page that is empty whatever question it came with. */
async function blank(journal) {
  const { page } = journal;
  await journal.at("new-entry").first().click();
  await journal.at("editor").waitFor();
  await shown(page, "whole");
  await page.keyboard.press("Escape");
  await shown(page, "hidden");
}

/** Ends what is being written without keeping it. */
async function discard(journal) {
  await journal.page.getByRole("button", { name: "Discard" }).first().click();
  await journal.page.locator("dialog[open]").getByRole("button", { name: "Discard" }).click();
  await journal.at("editor").waitFor({ state: "hidden" });
}

async function writes(journal, typed, wanted) {
  const { page } = journal;
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  for (const piece of typed) {
    if (piece.length > 1 && /^(Enter|Tab|Shift\+Tab|Control\+\w|Home|End|Escape)$/.test(piece)) await page.keyboard.press(piece);
    else await page.keyboard.type(piece);
  }
  assert.equal(await value(journal), wanted);
}

journey("keys write Markdown, each can be undone, and pasting keeps what is formatted", async ({ browser, journal }) => {
  const { page } = browser;
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await journal.create();
  await blank(journal);
  await writes(journal, ["- milk", "Enter", "bread", "Enter", "Tab", "rye", "Enter", "Enter", "eggs", "Enter", "Enter", "done"], "- milk\n- bread\n  - rye\n- eggs\ndone");
  await writes(journal, ["1. one", "Enter", "two", "Home", "Enter"], "1. one\n\n2. two");
  await writes(journal, ["1. one", "Enter", "three", "Enter", "- [ ] box"], "1. one\n2. three\n3. - [ ] box");
  await writes(journal, ["> said", "Enter", "more", "Enter", "Enter", "after"], "> said\n> more\nafter");
  await writes(journal, ["so very", "Control+b"], "so **very**");
  // The browser's own undo takes it back step by step, and every letter is still there.
  await page.keyboard.press("Control+z");
  assert.equal(await value(journal), "so very");
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await value(journal), "so **very**");
  await writes(journal, ["- a", "Enter", "b", "Tab"], "- a\n  - b");
  await page.keyboard.press("Control+z");
  assert.equal(await value(journal), "- a\n- b");
  // Outside a list, Tab leads on; in one, it does after Escape.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
  await journal.at("editor").focus();

  // The bar: one stop, arrows within, and the caret stays where it was.
  await writes(journal, ["title"], "title");
  await page.getByRole("button", { name: "Heading" }).click();
  assert.equal(await value(journal), "## title");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "editor");
  for (let stop = 0; stop < 6 && !(await page.evaluate(() => document.activeElement.closest('[role="toolbar"]'))); stop += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Heading");
  await page.keyboard.press("Enter");
  assert.equal(await value(journal), "title");

  await writes(journal, [], "");
  await page.evaluate(async () => {
    const html = "<meta><h2>A <b>day</b></h2><p>with <a href='https://a.example/'>a link</a><script>window.ran = 1</script></p><ul><li>one</li><li>two</li></ul><img src=x onerror='window.ran = 2'>";
    await navigator.clipboard.write([new ClipboardItem({ "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob(["plain"], { type: "text/plain" }) })]);
  });
  await page.keyboard.press("Control+v");
  assert.equal(await value(journal), "## A day\n\nwith [a link](https://a.example/)\n\n- one\n- two");
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await page.keyboard.press("Control+z");
  assert.equal(await value(journal), "");
  await page.evaluate(() => navigator.clipboard.writeText("https://b.example/x"));
  await writes(journal, ["see here"], "see here");
  for (let letter = 0; letter < 4; letter += 1) await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Control+v");
  assert.equal(await value(journal), "see [here](https://b.example/x)");
  await journal.saveState("draft-saved");
  // What keys have written is stored like what was typed.
  await page.reload();
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await value(journal), "see [here](https://b.example/x)");
  await journal.save();
  await journal.reads("see here");
  // What would have run is refused by the policy as well; its refusal is on the console.
  browser.forgive(/script-src-attr/, /inline event handler/);
});

journey("questions come, move nothing, and are taken, put away or turned off for good; days change; pages come prepared", async ({ browser, journal }) => {
  const { page } = browser;
  await journal.create();
  await journal.at("new-entry").first().click();
  await journal.at("editor").waitFor();
  await shown(page, "whole");
  const first = (await page.locator(".prompt-words").innerText()).trim();
  assert.ok(first.length > 10, first);
  await page.keyboard.press("Tab");
  assert.equal(await value(journal), `> ${first}\n\n`);
  await page.keyboard.type("Because of the rain.");
  await shown(page, "hidden");
  await journal.save();
  await journal.at("entry-view").locator("blockquote").waitFor();
  await journal.reads(first);

  // Another page, another question. It is turned off with one touch, and back on with one.
  await journal.at("new-entry").first().click();
  await shown(page, "whole");
  assert.notEqual((await page.locator(".prompt-words").innerText()).trim(), first);
  await journal.at("prompt-off").click();
  await shown(page, "hidden");
  await journal.at("undo").click();
  await page.getByText("The questions are back").waitFor({ state: "attached" });

  await journal.openSettings();
  await journal.at("idle-seconds").selectOption("5");
  await page.waitForTimeout(300);
  await blank(journal);
  await page.keyboard.type("A walk to the harbour, and a long talk on the way back.");
  const place = () => page.evaluate(() => {
    const field = document.querySelector('[data-testid="editor"]');
    const { top, left, width, height } = field.getBoundingClientRect();
    return [top, left, width, height, field.scrollTop, field.selectionStart, field.value];
  });
  const before = await place();
  await shown(page, "whole");
  assert.deepEqual(await place(), before, "the question has moved the text");
  // Typing makes it fade and goes into the text.
  await page.keyboard.type(" More");
  await shown(page, "hidden");
  assert.ok((await value(journal)).endsWith("back. More"));
  await shown(page, "whole");
  const question = (await page.locator(".prompt-words").innerText()).trim();
  await page.keyboard.press("Tab");
  assert.ok((await value(journal)).endsWith(`More\n\n> ${question}\n\n`));

  // The day: yesterday is listed under yesterday; a day ahead is asked about.
  const day = (offset) => new Date(Date.now() - offset * 86_400_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  await journal.at("entry-date").click();
  await journal.at("date-day").fill(day(-3));
  await journal.at("date-set").click();
  await page.getByText("still to come").waitFor();
  await journal.at("date-day").fill(day(1));
  await journal.at("date-set").click();
  await journal.at("date-sheet").waitFor({ state: "hidden" });
  await journal.saveState("draft-saved");
  await journal.save();
  await journal.at("entry-list").getByRole("heading", { name: "Yesterday" }).waitFor();
  await journal.at("edit-entry").click();
  assert.match(await journal.at("entry-date").innerText(), /Yesterday/);
  await page.goBack();

  // Templates: Companion's, and one's own, kept, used, deleted, brought back.
  await blank(journal);
  await journal.at("templates").click();
  await journal.at("template").first().waitFor();
  for (const name of ["Free page", "Gratitude", "Morning pages", "Thought record", "Weekly review"]) {
    assert.equal(await journal.at("template").filter({ hasText: name }).count(), 1, name);
  }
  await journal.at("template").filter({ hasText: "Gratitude" }).click();
  assert.match(await value(journal), /^## Three good things\n\n1\. \n2\. /);
  await page.keyboard.type("the light");
  assert.match(await value(journal), /1\. the light\n2\. /);
  await journal.at("templates").click();
  await journal.at("template-new").click();
  await journal.at("template-name").fill("Walks");
  await journal.at("template-text").fill("## Where to\n\n- \n");
  await journal.at("template-save").click();
  await journal.at("template").filter({ hasText: "Walks" }).waitFor();
  await journal.at("template-edit").click();
  await journal.at("template-name").fill("Long walks");
  await journal.at("template-save").click();
  await journal.at("template").filter({ hasText: "Long walks" }).click();
  assert.match(await value(journal), /## Where to\n\n- \n$/);
  await journal.at("templates").click();
  await journal.at("template-delete").click();
  await journal.at("undo").click();
  await page.getByText("The template is back").waitFor();
  await journal.at("templates").click();
  await journal.at("template").filter({ hasText: "Long walks" }).waitFor();
  await page.keyboard.press("Escape");
  await discard(journal);
  assert.equal(await page.getByTestId("draft-card").count(), 0);
});

const modelDir = process.env.COMPANION_MODEL_DIR ?? path.join(homedir(), ".companion/models");
const model = existsSync(modelDir) && readdirSync(modelDir).find((name) => /0\.5b.*\.gguf$/i.test(name));
if (model && process.env.COMPANION_NO_MODEL !== "1") {
  journey("after a pause the model asks about what has been written so far, and stops when somebody types", async ({ browser, journal }) => {
    const { page } = browser;
    await journal.create();
    await journal.openSettings();
    await journal.at("idle-seconds").selectOption("5");
    await journal.at("model-download").first().click();
    await journal.modelState("ready", 240_000);
    await blank(journal);
    await page.keyboard.type("Lena called today. We had not spoken since the funeral, and then we laughed for an hour about the burnt cake.");
    // A short question comes within a few milliseconds: its states are noted as they change.
    await page.evaluate(() => {
      window.states = [];
      const note = (changes) => window.states.push(...changes.filter(({ target }) => target.dataset.testid === "idle-prompt").map(({ target }) => target.dataset.state));
      new MutationObserver(note).observe(document.body, { attributeFilter: ["data-state"], subtree: true });
    });
    await page.waitForSelector('[data-testid="idle-prompt"][data-state="whole"]', { timeout: 120_000 });
    assert.ok((await page.evaluate(() => window.states)).includes("coming"), "it was not the model that asked");
    const question = (await page.locator(".prompt-words").innerText()).trim();
    console.log(`    the model asked: ${JSON.stringify(question)}`);
    assert.ok(question.endsWith("?") && question.length <= 140);
    await page.keyboard.type(" So.");
    await shown(page, "hidden");
    // The next one is on its way, or just there, when a key is pressed.
    await page.waitForFunction(() => /coming|whole/.test(document.querySelector('[data-testid="idle-prompt"]').dataset.state), null, { timeout: 60_000 });
    await page.keyboard.type(" Yes.");
    await shown(page, "hidden");
    assert.ok((await value(journal)).endsWith("So. Yes."));
    await journal.save();
    // The model is free again at once.
    await journal.at("reflect").click();
    await page.waitForSelector('[data-testid="ai-output"][data-state="done"]', { timeout: 120_000 });
    // Awake, it asks on an empty page, too, and knows what was on the writer's mind.
    await page.evaluate(() => (window.states = []));
    await page.keyboard.press("n");
    await page.waitForSelector('[data-testid="idle-prompt"][data-state="whole"]', { timeout: 60_000 });
    assert.ok((await page.evaluate(() => window.states)).includes("coming"), "the model was not asked");
    const opening = (await page.locator(".prompt-words").innerText()).trim();
    console.log(`    on an empty page: ${JSON.stringify(opening)}`);
    assert.ok(opening.endsWith("?") && opening.length <= 140);
  }, { server: { modelDir } });
}

journey(
  "writing is accessible: phone and desktop, light and dark",
  async ({ browser, journal }) => {
    const { page } = browser;
    const found = [];
    const look = async (name) => found.push(...(await inspectEverywhere(page, name)));
    await journal.create();
    await journal.at("new-entry").first().click();
    await shown(page, "whole");
    await look("prompt");
    await journal.at("templates").click();
    await journal.at("template").first().waitFor();
    await look("templates");
    await journal.at("template-new").click();
    await look("template-form");
    await page.keyboard.press("Escape");
    await journal.at("entry-date").click();
    await look("date");
    await page.keyboard.press("Escape");
    await journal.at("full-screen").click();
    await look("editor-full");
    await journal.at("full-screen").click();
    await journal.showList();
    await journal.openSettings();
    await journal.at("prompt-settings").scrollIntoViewIfNeeded();
    await look("prompt-settings");
    assert.deepEqual(found, []);
  },
  { browser: { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" } },
);
