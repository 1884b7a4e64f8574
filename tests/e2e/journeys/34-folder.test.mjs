// Backups made by themselves in a folder that somebody has picked: older ones go, failures are said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { assertAccessible } from "../support/look.mjs";
import { startServer } from "../support/server.mjs";

const DAY_MS = 86_400_000;

/** Any directory will do: one of the private file system takes the place of the picked one. */
const withFolder = (context) =>
  context.addInitScript(() => {
    window.showDirectoryPicker = async () => {
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle("picked", { create: true });
    };
    const ask = FileSystemHandle.prototype.queryPermission;
    FileSystemHandle.prototype.queryPermission = async function (...args) {
      return localStorage.permission ?? (await ask.apply(this, args));
    };
    FileSystemHandle.prototype.requestPermission = async () => {
      delete localStorage.permission;
      return "granted";
    };
  });

const filesIn = (page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("picked", { create: true });
    const names = [];
    for await (const [name, handle] of folder.entries()) names.push([name, (await handle.getFile()).size]);
    return names.sort();
  });

test("backups are made by themselves in the picked folder, and a failure is said", async () => {
  const server = await startServer();
  const browser = await Browser.launch(server.origin);
  const { page } = browser;
  try {
    await withFolder(browser.context);
    const journal = new Journal(page, server.origin);
    const today = Date.now();
    await page.clock.install({ time: today });
    await journal.visit();
    await journal.create();
    await journal.write("Backed up by itself");
    await journal.openSettings();
    const state = (state) => page.waitForSelector(`[data-testid="auto-backup"][data-state="${state}"]`);
    await state("off");
    await journal.at("auto-backup-choose").click();
    await state("ok");
    await assertAccessible(page);
    await page.waitForSelector('[data-testid="backup-status"][data-state="made"]');
    const [[first, size]] = await filesIn(page);
    assert.match(first, /^companion-auto-[a-z0-9]{6}-\d{4}-\d\d-\d\d\.companion$/);
    assert.ok(size > 2_000, `${size}`);

    // What is in the folder is a backup that opens.
    const bytes = await page.evaluate(async (name) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("picked");
      const file = await (await folder.getFileHandle(name)).getFile();
      return [...new Uint8Array(await file.arrayBuffer())];
    }, first);
    await journal.at("backup-restore").setInputFiles({ name: first, mimeType: "", buffer: Buffer.from(bytes) });
    await journal.at("backup-passphrase").fill("mimzup dralvek fostiqua belgrond");
    await journal.at("backup-check").click();
    await journal.at("backup-report").getByText(/whole.*1 entry/).waitFor();

    // Older ones of this journal go, and nothing else.
    await page.evaluate(async (first) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("picked");
      const tag = first.slice("companion-auto-".length, "companion-auto-".length + 6);
      const days = Array.from({ length: 9 }, (_, day) => `companion-auto-${tag}-2020-01-0${day + 1}.companion`);
      for (const name of [...days, "companion-2020-01-01.companion", "letters.txt"]) {
        const writer = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await writer.write("old");
        await writer.close();
      }
    }, first);
    const later = async (days) => {
      await page.clock.setSystemTime(today + days * DAY_MS);
      await page.reload();
      await journal.unlock();
    };
    await later(1);
    await journal.openSettings();
    await state("ok");
    let names = (await filesIn(page)).map(([name]) => name);
    assert.equal(names.filter((name) => name.startsWith("companion-auto-")).length, 7, names.join());
    assert.ok(names.includes(first) && names.includes("letters.txt") && names.includes("companion-2020-01-01.companion"));

    // The same day nothing more is made.
    const before = await filesIn(page);
    await later(1.2);
    await page.waitForTimeout(1_000);
    assert.deepEqual(await filesIn(page), before);

    // The browser wants to be asked again.
    await page.evaluate(() => (localStorage.permission = "prompt"));
    await later(3);
    await journal.at("auto-backup-notice").getByText(/permission/).first().waitFor();
    await assertAccessible(page);
    await journal.at("auto-backup-retry").click();
    await journal.at("auto-backup-notice").waitFor({ state: "detached" });
    await journal.openSettings();
    await state("ok");
    assert.equal((await filesIn(page)).filter(([name]) => !before.some(([old]) => old === name)).length, 1);

    // The folder is gone.
    await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry("picked", { recursive: true }));
    await later(5);
    const notice = journal.at("auto-backup-notice");
    await notice.waitFor();
    assert.match(await notice.innerText(), /not made[^]*folder is not there[^]*not affected/);
    await journal.openSettings();
    await state("failed");
    await journal.at("auto-backup-stop").click();
    await state("off");
    browser.assertCalm();
  } catch (error) {
    error.message += ` (incidents: ${JSON.stringify(browser.incidents)}; page: ${await page.innerText("body").catch(() => "gone")})`;
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
});
