// Nothing readable at rest, nothing foreign on the wire, one damaged record harms only itself.
import assert from "node:assert/strict";
import { dumpProfile, dumpStorage, findWords } from "../support/dump.mjs";
import { PASSPHRASE } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";

journey("no word of an entry, a title, a draft or the passphrase is left readable", async ({ browser, journal }) => {
  await journal.create();
  await journal.write("Zephyrine title\n\nThe xylotomous clerk wept over #mauvetag.");
  await journal.startEntry("An unsaved quixotry");
  await journal.saveState("draft-saved");
  const words = ["Zephyrine", "xylotomous", "mauvetag", "quixotry", ...PASSPHRASE.split(" ")];
  const places = await dumpStorage(browser.page);
  assert.ok(places.some(({ name, bytes }) => name.startsWith("indexeddb:") && bytes.length > 1_000), "the dump sees the vault");
  assert.deepEqual(findWords(places, words), []);

  await browser.context.close();
  const files = dumpProfile(browser.profile);
  assert.ok(files.some(({ name }) => name.includes("IndexedDB")), "the dump sees the browser's files");
  assert.deepEqual(findWords(files, words), []);
});

journey("one flipped bit damages one entry and is said; the rest opens", async ({ browser, journal }) => {
  await journal.create();
  await journal.write("First, to be damaged " + "x".repeat(3_000));
  await journal.write("Second, untouched");
  await journal.lock();
  const flipped = await browser.page.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    const db = await new Promise((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
    const store = db.transaction("records", "readwrite").objectStore("records");
    const get = (method) => new Promise((resolve) => {
      const request = store[method]();
      request.onsuccess = () => resolve(request.result);
    });
    const [keys, values] = [await get("getAllKeys"), await get("getAll")];
    const bytesOf = (value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value);
    // The long entry is the largest record.
    const at = values.map((value) => bytesOf(value).byteLength).reduce((best, size, i, all) => (size > all[best] ? i : best), 0);
    const damaged = bytesOf(values[at]).slice();
    damaged[damaged.length - 40] ^= 1;
    await new Promise((resolve) => (store.put(values[at] instanceof ArrayBuffer ? damaged.buffer : damaged, keys[at]).onsuccess = resolve));
    db.close();
    return damaged.byteLength;
  });
  assert.ok(flipped > 3_000);
  await journal.unlock();
  await browser.page.getByText(/damaged/i).first().waitFor();
  await journal.openEntry("Second, untouched");
  await journal.reads("Second, untouched");
  await journal.showList();
  await journal.write("Third, written afterwards");
});

journey("storage full: the text stays on screen and the message says what is safe", async ({ browser, journal, server }) => {
  await journal.create();
  await journal.write("Safe before the disk was full");
  const session = await browser.context.newCDPSession(browser.page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: 1 });
  await journal.startEntry();
  const text = "No room for this. ".repeat(200);
  await journal.at("editor").fill(text);
  // Chromium trusts its last look at the free space for up to half a minute: type until it looks again.
  let typed = text;
  const failed = browser.page.locator('[data-testid="save-state"][data-state="error"]');
  for (let second = 0; second < 90 && (await failed.count()) === 0; second += 1) {
    await journal.at("editor").press("Control+End");
    await journal.at("editor").pressSequentially(".");
    typed += ".";
    await browser.page.waitForTimeout(1_000);
  }
  await journal.saveState("error");
  assert.equal(await journal.at("editor").inputValue(), typed);
  await browser.page.getByText(/room|space|full/i).first().waitFor();
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  await journal.at("editor").press("End");
  await journal.at("editor").pressSequentially("!");
  await journal.saveState("draft-saved");
  await journal.save();
  await browser.page.reload();
  await journal.unlock();
  await journal.openEntry("Safe before the disk was full");
});
