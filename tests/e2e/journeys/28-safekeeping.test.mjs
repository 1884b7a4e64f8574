// What keeps a journal beyond the browser: its promise to keep it, backups that are suggested, made by
// themselves, and offered when a journal has vanished; and what guessing its passphrase costs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { assertAccessible } from "../support/look.mjs";
import { prepared } from "../support/prepared.mjs";
import { startServer } from "../support/server.mjs";
import { WorkerFaults } from "../support/worker-faults.mjs";

const DAY_MS = 86_400_000;

// The journal has vanished.

journey("a vanished journal is recognised, and a backup is offered before a new beginning", async ({ browser, journal, server, test }) => {
  const page = browser.page;
  await journal.create();
  await journal.write("Quince jelly, fourteen jars");
  await journal.openSettings();
  const arriving = page.waitForEvent("download");
  await journal.at("backup-create").click();
  const file = `/tmp/companion-vanished-${process.pid}.companion`;
  await (await arriving).saveAs(file);
  test.after(async () => (await import("node:fs")).rmSync(file, { force: true }));
  await page.waitForSelector('[data-testid="backup-status"][data-state="made"]');

  // Only the database goes: what a browser does with a damaged one.
  await page.goto(`${server.origin}/manifest.webmanifest`);
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase("companion-vault");
        request.onsuccess = resolve;
        request.onerror = request.onblocked = reject;
      }),
  );
  await journal.visit();
  await journal.at("vanished").waitFor();
  const said = await journal.at("vanished").innerText();
  assert.match(said, /did not delete/);
  assert.match(said, /last backup: Today/);
  await assertAccessible(page);
  // The way back stands before the new beginning.
  const order = await page.evaluate(() => {
    const [restore, create] = ["backup-restore", "create-journal"].map((id) => document.querySelector(`[data-testid="${id}"]`));
    return Boolean(restore.compareDocumentPosition(create) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  assert.ok(order, "restoring comes first");
  await journal.at("backup-restore").setInputFiles(file);
  await journal.at("backup-passphrase").fill("mimzup dralvek fostiqua belgrond");
  await journal.at("backup-take").click();
  await journal.at("entry-card").first().waitFor();
  await journal.openEntry("Quince jelly");
  await page.reload();
  await journal.at("unlock").waitFor();
  assert.equal(await journal.at("vanished").count(), 0);
  // The page from which the database was deleted has no icon.
  browser.forgive(/404/);
});

// What the browser promises.

prepared(
  "the browser is asked to keep the journal after the first entry, once, and its answer is shown",
  (context) =>
    context.addInitScript(() => {
      const storage = StorageManager.prototype;
      storage.persist = async () => {
        localStorage.asked = Number(localStorage.asked ?? 0) + 1;
        return localStorage.asked > 1;
      };
      storage.persisted = async () => localStorage.asked > 1;
    }),
  async ({ journal, page }) => {
    const asked = () => page.evaluate(() => Number(localStorage.asked ?? 0));
    await journal.create();
    assert.equal(await asked(), 0, "nothing is there to keep yet");
    await journal.write("The first entry");
    await page.waitForFunction(() => localStorage.asked === "1");
    await journal.write("The second entry");
    await journal.openSettings();
    const status = journal.at("storage-persistence");
    assert.equal(await status.getAttribute("data-state"), "while-room");
    assert.equal(await asked(), 1);
    await journal.at("storage-persist").click();
    await page.waitForSelector('[data-testid="storage-persistence"][data-state="lasting"]');
    await assertAccessible(page);
    assert.equal(await journal.at("storage-persist").count(), 0);
  },
);

// The age of the last backup.

journey("after two weeks without a backup the app says so once in each period", async ({ browser, journal }) => {
  const { page } = browser;
  const today = Date.now();
  await page.clock.install({ time: today });
  await page.reload();
  await journal.create();
  for (const title of ["One", "Two", "Three"]) await journal.write(title);
  const day = async (days) => {
    await page.clock.setSystemTime(today + days * DAY_MS);
    await page.reload();
    await journal.unlock();
    // What is looked for after unlocking has been looked for.
    await page.waitForTimeout(500);
  };
  const reminder = journal.at("backup-reminder");
  await day(13);
  assert.equal(await reminder.count(), 0);
  await day(15);
  await reminder.waitFor();
  assert.match(await reminder.innerText(), /only in this browser/);
  await assertAccessible(page);
  await journal.at("backup-reminder-later").click();
  assert.equal(await reminder.count(), 0);
  await day(20);
  assert.equal(await reminder.count(), 0, "it has been said");
  await day(30);
  await reminder.waitFor();
  const arriving = page.waitForEvent("download");
  await journal.at("backup-reminder-do").click();
  await journal.at("backup-create").click();
  await arriving;
  // The backup is of today: the worker's clock is right.
  await page.waitForSelector('[data-testid="backup-status"][data-state="made"]');
  await page.clock.setSystemTime(today);
  await page.reload();
  await journal.unlock();
  await page.waitForTimeout(500);
  assert.equal(await reminder.count(), 0);
});

// Backups by themselves.

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

// Deriving keys.

prepared("a derivation that takes long shows how far it is, and both costs are shown before choosing", WorkerFaults.install, async ({ journal, page, tools }) => {
  await journal.create();
  // From the next worker on, which starts when the journal is locked.
  tools.initial.answerAfter_ms = 2_500;
  await journal.lock();
  await journal.at("passphrase").fill("mimzup dralvek fostiqua belgrond");
  await journal.at("unlock").click();
  await journal.at("derivation").waitFor();
  const bar = page.locator('[data-testid="derivation"] progress');
  await page.waitForFunction(() => document.querySelector('[data-testid="derivation"] progress')?.max > 1);
  assert.ok((await bar.getAttribute("aria-label")).length > 5);
  await journal.at("unlock").waitFor({ state: "hidden" });
  await tools.set(page, { answerAfter_ms: 0 });
  await journal.openSettings();
  await journal.at("change-passphrase").click();
  await page.waitForSelector('[data-testid="kdf-cost"][data-state="measured"]');
  assert.match(await journal.at("kdf-cost").innerText(), /about \d+(\.\d)? s with time, about \d+(\.\d)? s with time and memory/);
  await assertAccessible(page);
});
