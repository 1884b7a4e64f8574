// What keeps a journal beyond the browser: its promise to keep it, and backups that are suggested, and offered when a journal
// has vanished.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";
import { assertAccessible } from "../support/look.mjs";

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

// What the browser promises, and the age of the last backup.

journey("the browser is asked once to keep the journal; after two weeks without a backup the app says so once in each period", async ({ browser, journal }) => {
  const { page } = browser;
  await browser.context.addInitScript(() => {
    const storage = StorageManager.prototype;
    storage.persist = async () => {
      localStorage.asked = Number(localStorage.asked ?? 0) + 1;
      return localStorage.asked > 1;
    };
    storage.persisted = async () => localStorage.asked > 1;
  });
  const asked = () => page.evaluate(() => Number(localStorage.asked ?? 0));
  const today = Date.now();
  await page.clock.install({ time: today });
  await page.reload();
  await journal.create();
  assert.equal(await asked(), 0, "nothing is there to keep yet");
  await journal.write("One");
  await page.waitForFunction(() => localStorage.asked === "1");
  for (const title of ["Two", "Three"]) await journal.write(title);
  await journal.openSettings();
  assert.equal(await journal.at("storage-persistence").getAttribute("data-state"), "while-room");
  assert.equal(await asked(), 1);
  await journal.at("storage-persist").click();
  await page.waitForSelector('[data-testid="storage-persistence"][data-state="lasting"]');
  await assertAccessible(page);
  assert.equal(await journal.at("storage-persist").count(), 0);

  const reminder = journal.at("backup-reminder");
  const day = async (days) => {
    await page.clock.setSystemTime(today + days * DAY_MS);
    await page.reload();
    await journal.unlock();
  };
  const nothingIsSaid = async (why) => {
    // What is looked for after unlocking has been looked for.
    await page.waitForTimeout(500);
    assert.equal(await reminder.count(), 0, why);
  };
  await day(13);
  await nothingIsSaid("two weeks are not over");
  await day(15);
  await reminder.waitFor();
  assert.match(await reminder.innerText(), /only in this browser/);
  await assertAccessible(page);
  await journal.at("backup-reminder-later").click();
  assert.equal(await reminder.count(), 0);
  await day(20);
  await nothingIsSaid("it has been said");
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
  await nothingIsSaid("there is a backup of today");
});
