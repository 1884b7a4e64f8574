// Nothing readable at rest, nothing foreign on the wire, one damaged record harms only itself.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { dumpProfile, dumpStorage, findWords } from "../support/dump.mjs";
import { PASSPHRASE } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { prepared } from "../support/prepared.mjs";

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

/** Room for a new journal and one long draft. Set before anything is stored: Chromium trusts its last look at the space for half a minute. */
async function littleRoom(context, origin) {
  const session = await context.newCDPSession(context.pages()[0]);
  const setRoom = (quotaSize) => session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize });
  await setRoom(200_000);
  return setRoom;
}

prepared("storage full: the text stays on screen and the message says what is safe", littleRoom, async ({ journal, page, tools: setRoom }) => {
  await journal.create();
  await journal.write("Safe before the disk was full");
  await journal.startEntry();
  // Three bytes a letter, in no order that could be made smaller.
  const text = Array.from(randomBytes(40_000), (byte, at) => String.fromCharCode(0x4e00 + byte + 256 * (at % 64))).join("");
  await journal.at("editor").fill(text);
  await journal.saveState("draft-saved");
  await journal.at("editor").press("Control+End");
  await journal.at("editor").pressSequentially(".");
  await journal.saveState("error");
  assert.equal(await journal.at("editor").inputValue(), `${text}.`);
  await page.getByText(/room|space|full/i).first().waitFor();
  await setRoom();
  await journal.at("editor").press("End");
  await journal.at("editor").pressSequentially("!");
  await journal.saveState("draft-saved");
  await journal.save();
  await page.reload();
  await journal.unlock();
  await journal.openEntry("Safe before the disk was full");
});
