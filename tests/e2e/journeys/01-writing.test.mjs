// The whole path without a model: create, write, save, lose the network, lose the tab, come back.
import { test } from "node:test";
import assert from "node:assert/strict";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { startServer } from "../support/server.mjs";

journey("first run, a weak passphrase is refused with the reason, write, save, reload, unlock, read", async ({ browser, journal }) => {
  await journal.begin();
  for (const [weak, reason] of [["short", /8|longer|characters/i], ["password123", /guess|common|similar/i]]) {
    await journal.at("passphrase").fill(weak);
    await journal.at("passphrase-repeat").fill(weak);
    await journal.at("create-journal").click({ timeout: 3_000 }).catch(() => {});
    await browser.page.waitForFunction((source) => new RegExp(source, "i").test(document.body.innerText), reason.source);
    assert.equal(await journal.at("new-entry").count(), 0);
  }
  await journal.create();
  await journal.startEntry("Grandma's garden\n\nWe picked *quince* until dusk.");
  await journal.saveState("draft-saved");
  await journal.save();
  await journal.reads("We picked quince until dusk.");
  assert.equal(await journal.at("entry-view").locator("em").innerText(), "quince");
  const id = await journal.at("entry-card").first().getAttribute("data-entry-id");
  assert.match(id, /^[0-9a-f]{32}$/);

  await browser.page.reload();
  await journal.unlock();
  await journal.openEntry("Grandma's garden");
  await journal.reads("We picked quince until dusk.");

  await journal.at("edit-entry").click();
  await journal.at("editor").press("Control+End");
  await journal.at("editor").pressSequentially(" Then soup.");
  await journal.at("editor").press("Control+Enter");
  await journal.at("entry-view").waitFor();
  await journal.reads("Then soup.");

  await journal.at("delete-entry").click();
  await journal.at("undo").click();
  await journal.openEntry("Grandma's garden");
  await journal.reads("Then soup.");
});

journey("the network is cut: full reload, unlock, write", async ({ server, browser, journal }) => {
  await journal.create();
  await journal.write("Before the tunnel");
  // The first reload after installation must already work without a network.
  await browser.page.evaluate(() => navigator.serviceWorker.ready);
  await browser.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await server.stop();
  await browser.page.reload();
  await journal.unlock();
  await journal.write("Inside the tunnel");
  await browser.page.reload();
  await journal.unlock();
  await journal.openEntry("Inside the tunnel");
  await journal.reads("Inside the tunnel");
  // Without a server the page may fail to reach its origin (update check, model catalogue).
  browser.forgive(/ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/, /service worker/i);
});

journey("the page is closed, and the browser killed, in mid-sentence: the text is back, with the cursor", async ({ browser, journal, server }) => {
  await journal.create();
  await journal.startEntry("Last words before closing");
  await browser.page.waitForTimeout(100);
  await browser.page.close({ runBeforeUnload: true });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const second = new Journal(await browser.context.newPage(), server.origin);
  await second.visit();
  await second.unlock();
  await second.at("editor").waitFor();
  assert.ok((await second.at("editor").inputValue()).startsWith("Last words"), "what was typed a moment before is back");

  await second.at("editor").press("Control+End");
  await second.at("editor").pressSequentially(". I was just about to say that the lighthouse", { delay: 5 });
  await second.page.keyboard.press("ArrowLeft");
  await second.page.keyboard.press("ArrowLeft");
  // Two seconds is what may be lost; everything typed before that must be there.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const typed = await second.at("editor").inputValue();
  assert.ok(typed.endsWith("the lighthouse"));
  await browser.kill();

  const third = new Journal(await browser.reopen(), server.origin);
  await third.visit();
  await third.unlock();
  await third.at("editor").waitFor();
  assert.equal(await third.at("editor").inputValue(), typed);
  const cursor = await third.at("editor").evaluate((area) => area.selectionStart);
  assert.equal(cursor, typed.length - 2);
});

journey("locking in mid-sentence keeps the text and clears the page; a wrong passphrase is said clearly, slowed, and never locks out", async ({ browser, journal }) => {
  await journal.create();
  await journal.startEntry("Half a thought about marzipan");
  await browser.page.keyboard.press("Control+Shift+L");
  await journal.at("unlock").waitFor();
  assert.ok(!(await browser.page.content()).includes("marzipan"), "no text stays in the page after locking");

  const waits = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await journal.at("passphrase").fill(`wrong passphrase ${attempt}`);
    const started = Date.now();
    await journal.at("unlock").click();
    await browser.page.waitForFunction(
      () => document.querySelector('[data-testid="unlock"]')?.disabled === false && document.querySelector('[data-testid="unlock-error"]')?.innerText.trim(),
    );
    waits.push(Date.now() - started);
  }
  // The first waits for the worker to start, too.
  assert.ok(waits[3] > Math.min(...waits) + 300, `later attempts take longer: ${waits.join(", ")} ms`);
  assert.match(await journal.at("unlock-error").innerText(), /passphrase/i);
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await journal.at("editor").inputValue(), "Half a thought about marzipan");
});

test("a second tab says so, and taking over loses nothing", async () => {
  const server = await startServer();
  const browser = await Browser.launch(server.origin);
  try {
    const first = new Journal(browser.page, server.origin);
    await first.visit();
    await first.create();
    await first.startEntry("Written in the first tab");

    const second = new Journal(await browser.context.newPage(), server.origin);
    await second.visit();
    await second.at("other-tab").waitFor();
    await second.at("take-over").click();
    await second.unlock();
    await second.at("editor").waitFor();
    assert.equal(await second.at("editor").inputValue(), "Written in the first tab");
    await first.at("other-tab").waitFor();
    assert.ok(!(await first.page.content()).includes("Written in"), "the first tab holds no text any more");
    await second.save();
    await second.reads("Written in the first tab");

    await first.at("take-over").click();
    await first.unlock();
    await first.openEntry("Written in the first tab");
    await second.at("other-tab").waitFor();
    browser.assertCalm();
  } finally {
    await browser.close();
    await server.stop();
  }
});
