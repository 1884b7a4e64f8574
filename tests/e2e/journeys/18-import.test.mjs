// A journal comes from other programs: what would come is seen first, what came is reconciled and
// marked, nothing comes twice, everything can be undone, and a broken file changes nothing.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { journey } from "../support/journey.mjs";
import { inspect } from "../support/look.mjs";
import { zip } from "../support/zip.mjs";

const fixtures = new URL("../../fixtures/import/", import.meta.url).pathname;
const PASSWORD = "mossy kettle";
const PLACE = "48.2082N Wexlbrunn";

/** What the report shows once it is in a state. */
async function report(journal, state) {
  await journal.page.waitForSelector(`[data-testid="import-report"][data-state="${state}"]`);
  return journal.at("import-report").innerText();
}

/** Picks a file, and reads what would come. */
async function pick(journal, file) {
  await journal.at("import").setInputFiles(file);
  return report(journal, "preview");
}

async function take(journal) {
  await journal.at("import-take").click();
  return report(journal, "done");
}

/** The journal's numbers: everything found was imported or skipped. */
function assertReconciled(text, found, imported, skipped) {
  assert.ok(text.includes(`${found} found = ${imported} imported + ${skipped} skipped.`), text);
}

/** A photo, 900 × 600, that tells where it was taken. */
async function photoWithPlace(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(900, 600);
    const context = canvas.getContext("2d");
    context.fillStyle = "#3a6ea5";
    context.fillRect(0, 0, 900, 300);
    context.fillStyle = "#c2a878";
    context.fillRect(0, 300, 900, 300);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  const jpeg = Buffer.from(base64, "base64");
  const exif = Buffer.from(`Exif\0\0${PLACE}`, "latin1");
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** Keeps what the page makes addresses for: its policy lets nobody read them back. */
function watchAddresses() {
  const make = URL.createObjectURL;
  window.madeBlobs = new Map();
  URL.createObjectURL = (blob) => {
    const address = make.call(URL, blob);
    window.madeBlobs.set(address, blob);
    return address;
  };
}

/** The width and the bytes of a picture on the page. */
async function shown(page, selector) {
  await page.waitForFunction((selector) => document.querySelector(selector)?.naturalWidth > 0, selector);
  return page.evaluate(async (selector) => {
    const image = document.querySelector(selector);
    const bytes = new Uint8Array(await window.madeBlobs.get(image.src).arrayBuffer());
    return { width: image.naturalWidth, text: Array.from(bytes, (byte) => String.fromCharCode(byte)).join("") };
  }, selector);
}

/** A Day One export with a photo beside its text. */
function dayOne(photo) {
  const md5 = "0123456789abcdef0123456789abcdef";
  const entries = [
    { uuid: "A1", creationDate: "2024-02-03T20:05:00Z", timeZone: "Europe/Vienna", text: `# Harbour\n\nGulls.\n\n![](dayone-moment://B1)`, starred: true, tags: ["sea"], photos: [{ md5, type: "jpeg", orderInEntry: 0 }] },
    { uuid: "A2", creationDate: "2024-02-04T09:00:00Z", timeZone: "Europe/Vienna", text: "The other side of the water." },
    { uuid: "A3", creationDate: "2024-02-05T09:00:00Z", text: "\n" },
    { uuid: "A4", creationDate: "2024-02-06T09:00:00Z", text: "Sent as a voice note.", videos: [{ md5: "ff", type: "mov" }] },
  ];
  return zip({ "Journal.json": JSON.stringify({ metadata: { version: "1.0" }, entries }), [`photos/${md5}.jpeg`]: photo });
}

/** A journal of jrnl with many entries. */
function long(count) {
  const two = (number) => String(number).padStart(2, "0");
  const entry = (_, at) => `[2023-${two(1 + (Math.floor(at / 1_000) % 12))}-${two(1 + (Math.floor(at / 40) % 25))} ${two(Math.floor((at % 40) / 2))}:${two(at % 60)}] Number ${at}.\nA line of it.\n\n`;
  return Buffer.from(Array.from({ length: count }, entry).join(""));
}

/** Presses "Stop" as soon as it is there: reading thousands of texts takes less time than looking for it from outside. */
const stopAtOnce = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          const stop = document.querySelector('[data-testid="import-stop"]');
          if (!stop) return;
          watch.disconnect();
          stop.click();
          resolve();
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { childList: true, subtree: true });
        look();
      }),
  );

journey("a journal comes from other programs, is counted before and after, and goes again", async ({ browser, journal, test }) => {
  const { page } = browser;
  const folder = mkdtempSync(path.join(tmpdir(), "companion-import-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  await browser.context.addInitScript(watchAddresses);
  await page.reload();
  await journal.create();
  await journal.write("Written here.");
  // As the export counts them.
  const count = async () => Number(await journal.at("export-count").getAttribute("data-entries"));
  await journal.openSettings();
  await journal.at("import").scrollIntoViewIfNeeded({ timeout: 1_000 }).catch(() => {});

  // What nobody can read is said in words, and nothing changes.
  const failure = async (name, buffer) => {
    await journal.at("import").setInputFiles({ name, mimeType: "", buffer });
    await page.waitForFunction(() => document.querySelector('[data-testid="import-error"]')?.innerText.trim());
    return journal.at("import-error").innerText();
  };
  const photo = await photoWithPlace(page);
  assert.match(await failure("export.zip", Buffer.from("PK\x03\x04 and then nothing")), /What your journal holds is safe/);
  assert.match(await failure("letter.docx", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 1, 2])), /does not know this file/);
  const newer = { format: "companion-journal", version: 9, entries: [] };
  assert.match(await failure("journal.json", Buffer.from(JSON.stringify(newer))), /newer version of Companion/);
  assert.equal(await count(), 1);

  // Day One, with a photo: counted, shown, brought in.
  const sea = { name: "02-2024-Journal.zip", mimeType: "application/zip", buffer: dayOne(photo) };
  const would = await pick(journal, sea);
  assert.match(would, /02-2024-Journal\.zip is from Day One\. There are 4 texts in it\./);
  assert.match(would, /3 entries would come/);
  assert.match(would, /1 photo comes along/);
  assert.match(would, /1 without any text/);
  assert.match(would, /1 attachment does not/);
  assert.deepEqual(await journal.at("import-sample").locator(".line-title").allInnerTexts(), ["Harbour", "The other side of the water.", "Sent as a voice note."]);
  assert.equal(await count(), 1, "a dry run changes nothing");
  assert.deepEqual(await inspect(page, "import-preview-desktop-light"), []);
  const came = await take(journal);
  assertReconciled(came, 4, 3, 1);
  assert.match(came, /1 photo or voice note came along/);
  assert.match(came, /1 photo or other attachment did not come/);
  assert.deepEqual(await inspect(page, "import-report-desktop-light"), []);

  // The same again: everything is here already.
  await journal.at("import-again").click();
  const again = await pick(journal, sea);
  assert.match(again, /There is nothing new in this file\./);
  assert.match(again, /3 here already/);
  assert.equal(await journal.at("import-take").count(), 0);
  await journal.at("import-leave").click();

  // The others, the encrypted ones with their password.
  for (const [name, source, found, imported] of [
    ["jrnl.txt", "jrnl", 3, 3],
    ["jrnl.json", "jrnl", 3, 0],
    ["jrnl-encrypted.txt", "jrnl", 3, 0],
    ["joplin.jex", "Joplin", 4, 2],
    ["standard-notes.json", "Standard Notes", 3, 2],
    ["standard-notes-encrypted.json", "Standard Notes", 3, 0],
    ["companion.zip", "Companion’s JSON", 3, 2],
  ]) {
    await journal.at("import").setInputFiles(path.join(fixtures, name));
    if (name.includes("encrypted")) {
      await page.locator("#import-password").fill("wrong");
      await journal.at("import-password-go").click();
      await journal.at("import-error").getByText("does not open this file").waitFor();
      await page.locator("#import-password").fill(PASSWORD);
      await journal.at("import-password-go").click();
    }
    const would = await report(journal, "preview");
    assert.ok(would.includes(`is from ${source}.`), would);
    if (imported === 0) {
      assert.match(would, /here already/, name);
      await journal.at("import-leave").click();
      continue;
    }
    assertReconciled(await take(journal), found, imported, found - imported);
    await journal.at("import-again").click();
  }

  // A folder of Markdown, as Obsidian keeps it.
  const vault = path.join(folder, "Vault");
  mkdirSync(path.join(vault, "files"), { recursive: true });
  writeFileSync(path.join(vault, "2024-03-01 Pond.md"), "---\ntags: [garden]\n---\nFrogs.\n\n![[pond.jpg]]\n![[reeds.jpg]]\n");
  writeFileSync(path.join(vault, "2024-03-02.md"), "Only text.\n");
  for (const name of ["pond.jpg", "reeds.jpg"]) writeFileSync(path.join(vault, "files", name), photo);
  await journal.at("import-folder").setInputFiles(vault);
  const notes = await report(journal, "preview");
  assert.match(notes, /Vault is from Markdown files\. There are 2 texts in it\./);
  assert.match(notes, /2 photos come along/);
  await journal.at("import-keep-originals").check();
  const kept = await take(journal);
  assertReconciled(kept, 2, 2, 0);
  assert.match(kept, /2 of them hold what their files told before, such as a place/);

  // It can be undone: all goes to the trash, and comes back with the file.
  await journal.at("import-undo").click();
  await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click();
  assert.match(await report(journal, "undone"), /It was undone/);
  await page.getByText("2 entries are in the trash now.").waitFor();
  await journal.at("import-again").click();
  assert.ok((await journal.at("import-receipt").count()) >= 5);
  await journal.at("import-folder").setInputFiles(vault);
  await report(journal, "preview");
  assertReconciled(await take(journal), 2, 2, 0);
  await journal.at("import-again").click();

  // Stopped in the middle: what came stays, is counted, and can be undone.
  const many = { name: "ten-years.txt", mimeType: "text/plain", buffer: long(5_000) };
  let stopping = stopAtOnce(page);
  await journal.at("import").setInputFiles(many);
  await stopping;
  await journal.at("import").waitFor({ state: "attached" });
  assert.equal(await journal.at("import-report").count(), 0, "a dry run that was stopped leaves nothing");
  await pick(journal, many);
  stopping = stopAtOnce(page);
  await journal.at("import-take").click();
  await stopping;
  const stopped = await report(journal, "done");
  const told = stopped.match(/It was stopped after ([\d,]+) of 5,000\./);
  assert.ok(told && Number(told[1].replace(",", "")) < 5_000, stopped);
  await journal.at("import-undo").click();
  await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click();
  await report(journal, "undone");

  // Read: the mark, the text without a trace of the photo's place in it, the photo as it was.
  await page.goBack();
  const card = journal.at("entry-card").filter({ hasText: /^Harbour/ });
  await card.getByTestId("card-imported").waitFor();
  await card.click();
  await journal.at("entry-imported").getByText("Imported from Day One").waitFor();
  await journal.reads("Gulls.");
  const large = await shown(page, '[data-testid="gallery"] img');
  assert.equal(large.width, 900, "the picture itself stays as it was");
  assert.ok(!large.text.includes(PLACE) && !large.text.includes("Exif"), "where it was taken is taken out");
  assert.deepEqual(await inspect(page, "imported-reading-desktop-light"), []);

  // Several photos are shown small: the worker has drawn them when they came.
  await journal.openEntry(/^Pond/);
  const small = await shown(page, '[data-testid="gallery"] img');
  assert.ok(small.width === 480 && small.text.length < photo.length, `${small.width} pixels`);
});
