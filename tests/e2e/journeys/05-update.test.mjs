// A new version is offered, and applying it loses no draft.
import { test } from "node:test";
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { root, startServer } from "../support/server.mjs";

test("an update is offered and applied without losing a draft", async () => {
  const dist = mkdtempSync(path.join(tmpdir(), "companion-dist-"));
  cpSync(path.resolve(root, process.env.COMPANION_DIST ?? "dist"), dist, { recursive: true });
  const server = await startServer({ dist });
  const browser = await Browser.launch(server.origin);
  try {
    const journal = new Journal(browser.page, server.origin);
    await journal.visit();
    await journal.create();
    await browser.page.evaluate(() => navigator.serviceWorker.ready);
    await journal.startEntry("Written while a new version arrives");

    appendFileSync(path.join(dist, "sw.js"), "\n// a newer build\n");
    for (const sibling of ["sw.js.br", "sw.js.gz"]) rmSync(path.join(dist, sibling), { force: true });
    await browser.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await journal.at("update-ready").waitFor();
    const reloaded = browser.page.waitForEvent("framenavigated");
    await journal.at("update-ready").click();
    await reloaded;

    await journal.unlock();
    await journal.at("editor").waitFor();
    assert.equal(await journal.at("editor").inputValue(), "Written while a new version arrives");
    browser.assertCalm();
  } finally {
    await browser.close();
    await server.stop();
    rmSync(dist, { recursive: true, force: true });
  }
});
