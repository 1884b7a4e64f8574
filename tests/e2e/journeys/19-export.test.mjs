// Entries leave the journal as files that people can read: chosen and counted before, with a
// warning, into a file that the person picks or through the browser's downloads, and on the record.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { journey } from "../support/journey.mjs";
import { assertAccessible } from "../support/look.mjs";

// A picker cannot be driven from outside: a file of the private file system stands in for the one
// that a person would pick, and is written to in the same way.
const PICKER = {
  browser: `window.showSaveFilePicker = async ({ suggestedName }) => {
    const root = await navigator.storage.getDirectory();
    return root.getFileHandle("picked-" + suggestedName, { create: true });
  };`,
  none: "delete window.showSaveFilePicker;",
};

async function choose(journal, format) {
  await journal.page.locator(`label[for="export-${format}"]`).click();
}

async function confirm(journal) {
  await journal.at("export-start").click();
  await journal.page.getByRole("dialog").getByRole("button", { name: "Export without encryption" }).click();
}

/** Exports through the browser's downloads; the file's bytes. */
async function download(journal, format, folder) {
  await choose(journal, format);
  const arriving = journal.page.waitForEvent("download");
  await confirm(journal);
  const arrived = await arriving;
  const file = path.join(folder, arrived.suggestedFilename());
  await arrived.saveAs(file);
  return { file, name: arrived.suggestedFilename(), bytes: readFileSync(file) };
}

journey("entries are chosen, counted, and exported as a page, a folder, JSON and a book", async ({ browser, journal, server, test }) => {
  const { page } = browser;
  const folder = mkdtempSync(path.join(tmpdir(), "companion-export-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  await journal.create();
  await journal.write("# Harbour\n\nThe *xylotomous* clerk wept. #work");
  await journal.write("שלום עולם\n\n今天下雨了。");
  await page.evaluate(PICKER.none);
  await journal.openSettings();
  const section = journal.at("export");
  await section.scrollIntoViewIfNeeded();
  assert.match(await journal.at("export-count").innerText(), /^2 entries, \d+ words\.$/);
  await journal.at("export-tag").selectOption("work");
  await page.waitForSelector('[data-testid="export-count"][data-entries="1"]');
  await journal.at("export-tag").selectOption("");
  await journal.at("export-to").fill("2020-01-01");
  await page.waitForSelector('[data-testid="export-count"][data-entries="0"]');
  assert.ok(await journal.at("export-start").isDisabled());
  await journal.at("export-to").fill("");
  await assertAccessible(page);

  const html = await download(journal, "html", folder);
  assert.match(html.name, /^companion-\d{4}-\d\d-\d\d\.html$/);
  assert.match(html.bytes.toString(), /<em>xylotomous<\/em>/);
  // It opens from a disk, shows what is in it, and asks nobody for anything.
  const opened = await browser.context.newPage();
  const asked = [];
  opened.on("request", (request) => asked.push(request.url()));
  await opened.goto(`file://${html.file}`);
  await opened.getByRole("link", { name: /Harbour/ }).click();
  assert.ok(await opened.getByText("xylotomous").isVisible());
  assert.deepEqual(asked.filter((url) => !url.startsWith("file://")), []);
  await opened.close();
  // Opening it from the disk is the one thing outside the app that was meant.
  assert.deepEqual(browser.incidents.splice(0), [`request to a foreign origin: file://${html.file}`]);

  const zip = await download(journal, "zip", folder);
  assert.equal(zip.bytes.subarray(0, 2).toString(), "PK");
  assert.ok(zip.bytes.includes("Harbour.md"));

  const json = JSON.parse((await download(journal, "json", folder)).bytes.toString());
  assert.equal(json.format, "companion-journal");
  assert.deepEqual(json.entries.map((entry) => entry.content).sort(), ["# Harbour\n\nThe *xylotomous* clerk wept. #work", "שלום עולם\n\n今天下雨了。"].sort());

  const pdf = await download(journal, "pdf", folder);
  const text = execFileSync("pdftotext", [pdf.file, "-"]).toString().replace(/[\u200e\u200f\u202a-\u202e]/g, "");
  for (const said of ["xylotomous", "שלום עולם", "今天下雨了"]) assert.ok(text.includes(said), text);
  await journal.at("export-report").getByText(/is ready: 2 entries/).waitFor();

  // Fonts were kept: without a network, the same letters make a book again.
  await browser.context.setOffline(true);
  assert.equal((await download(journal, "pdf", folder)).bytes.subarray(0, 5).toString(), "%PDF-");
  await browser.context.setOffline(false);

  // Into a file that was picked.
  await page.evaluate(PICKER.browser);
  await choose(journal, "json");
  await confirm(journal);
  await journal.at("export-report").getByText(/picked-companion-.*json is written: 2 entries/).waitFor();
  const written = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for await (const [name, handle] of root.entries()) {
      if (!name.startsWith("picked-")) continue;
      const text = await (await handle.getFile()).text();
      await root.removeEntry(name);
      return text;
    }
  });
  assert.equal(JSON.parse(written).entries.length, 2);
});
