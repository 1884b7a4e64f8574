// A journal leaves the browser as one encrypted file, and comes back whole: in an empty browser,
// beside another journal, or not at all if a byte of it has changed.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Browser } from "../support/browser.mjs";
import { findWords } from "../support/dump.mjs";
import { Journal, PASSPHRASE } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { assertAccessible } from "../support/look.mjs";

/** Saves a backup as a person does; the file on disk. */
async function saveBackup(browser, journal, folder) {
  await journal.openSettings();
  const arriving = browser.page.waitForEvent("download");
  await journal.at("backup-create").click();
  const download = await arriving;
  assert.match(download.suggestedFilename(), /^companion-\d{4}-\d\d-\d\d\.companion$/);
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  await browser.page.waitForSelector('[data-testid="backup-status"][data-state="made"]');
  return file;
}

async function pick(journal, file, passphrase) {
  await journal.at("backup-restore").setInputFiles(file);
  await journal.at("backup-passphrase").fill(passphrase);
}

/** A second, empty browser with a journal object of its own. */
async function elsewhere(server, walk) {
  const browser = await Browser.launch(server.origin);
  try {
    const journal = new Journal(browser.page, server.origin);
    await journal.visit();
    await walk(browser, journal);
    browser.assertCalm();
  } finally {
    await browser.close();
  }
}

journey("a backup brings the journal back in an empty browser, and joins another one", async ({ browser, journal, server, test }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "companion-backup-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  await journal.create();
  await journal.write("Zephyrine harbour\n\nThe xylotomous clerk wept.");
  await journal.write("Second day of quixotry");
  const file = await saveBackup(browser, journal, folder);
  await journal.at("backup-report").getByText(/2 entries/).first().waitFor();
  await assertAccessible(browser.page);

  const bytes = readFileSync(file);
  const words = ["Zephyrine", "harbour", "xylotomous", "clerk", "quixotry", ...PASSPHRASE.split(" ")];
  assert.deepEqual(findWords([{ name: "the backup", bytes }], words), []);
  assert.equal(bytes.subarray(0, 16).toString(), "companion-backup");

  // The rehearsal changes nothing.
  await pick(journal, file, PASSPHRASE);
  await assertAccessible(browser.page);
  await journal.at("backup-check").click();
  await journal.at("backup-report").getByText(/whole.*2 entries/).waitFor();

  await elsewhere(server, async (empty, restored) => {
    await restored.at("begin-journal").waitFor();
    await pick(restored, file, PASSPHRASE);
    await assertAccessible(empty.page);
    await restored.at("backup-take").click();
    await restored.at("entry-card").first().waitFor();
    await restored.openEntry("Zephyrine harbour");
    await restored.reads("xylotomous clerk");
    await empty.page.reload();
    await restored.unlock();
    await restored.openEntry("Second day of quixotry");
  });

  await elsewhere(server, async (_, other) => {
    await other.create("wumbrel tasqoin vedlup ornatch");
    await other.write("An entry of the other journal");
    await other.openSettings();
    await pick(other, file, PASSPHRASE);
    await other.at("backup-take").click();
    await other.at("backup-report").getByText(/2 added/).waitFor();
    await other.page.reload();
    await other.unlock("wumbrel tasqoin vedlup ornatch");
    await other.openEntry("Zephyrine harbour");
    await other.reads("xylotomous clerk");
    await other.openEntry("An entry of the other journal");
  });
});

journey("a damaged, cut or foreign file and a wrong passphrase are refused, and nothing is there afterwards", async ({ browser, journal, server, test }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "companion-backup-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  await journal.create();
  for (let day = 0; day < 6; day += 1) await journal.write(`Day ${day}\n\n${"Rain on the harbour. ".repeat(1_500)}`);
  const file = await saveBackup(browser, journal, folder);
  const bytes = readFileSync(file);
  assert.ok(bytes.length > 2 * 65_552, `${bytes.length}`);
  const variant = (name, content) => {
    const changed = path.join(folder, name);
    writeFileSync(changed, content);
    return changed;
  };
  const flipped = Buffer.from(bytes);
  flipped[bytes.length - 20_000] ^= 4;

  await elsewhere(server, async (_, empty) => {
    const refuses = async (name, passphrase, message) => {
      await pick(empty, name, passphrase);
      await empty.at("backup-take").click();
      await empty.at("backup-error").getByText(message).waitFor();
    };
    await refuses(variant("flipped.companion", flipped), PASSPHRASE, /is damaged.*Nothing was changed/);
    await refuses(variant("cut.companion", bytes.subarray(0, -30_000)), PASSPHRASE, /(is damaged|ends too early).*Nothing was changed/);
    await refuses(variant("letter.companion", Buffer.from("Dear diary, this is no backup.")), PASSPHRASE, /not a Companion backup/);
    await refuses(file, "wumbrel tasqoin vedlup ornatch", /does not open this backup/);
    // Nothing was written: a journal can still be begun.
    await empty.page.reload();
    await empty.at("begin-journal").waitFor();
    await empty.create();
  });
});
