// What the writer does beside writing: stars, moods, photos, imports, templates, and searching, any of
// which the kill may strike into.
import path from "node:path";
import { writeFileSync } from "node:fs";
import { Violation } from "./expected.mjs";
import { openForReading, photosInEditor } from "./look.mjs";

/** The smallest picture there is work in: 8 × 8, read and drawn anew by the app. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mM4EaCBFTEMLQkAaplQAbIh774AAAAASUVORK5CYII=",
  "base64",
);
/** How long the page may take to say that something is done. */
const PATIENCE = { timeout: 20_000 };

/** Stars an entry, or takes the star away. */
export async function star(writer, title) {
  const { page, expected } = writer;
  writer.doing = `starring "${title}"`;
  await openForReading(page, title);
  const starred = !expected.entries.get(title).starred;
  expected.takeOff({ kind: "mark", title, marks: { starred } });
  writer.onWrite();
  await page.locator('.bar [data-testid="favourite"]').click();
  await page.waitForSelector(`.bar [data-testid="favourite"][aria-pressed="${starred}"]`, PATIENCE);
  land(writer, "marks");
}

/** Says how it felt, or nothing any more. */
export async function feel(writer, title) {
  const { page, expected, random } = writer;
  writer.doing = `saying how "${title}" felt`;
  await openForReading(page, title);
  const before = expected.entries.get(title).mood;
  const touched = random.whole(1, 5);
  // The same face once more takes it away.
  const mood = touched === before ? null : touched;
  expected.takeOff({ kind: "mark", title, marks: { mood } });
  writer.onWrite();
  await page.locator(`[data-testid="mood-pick"] button[data-mood="${touched}"]`).click();
  const chosen = mood === null ? ":not([data-chosen])" : `[data-chosen="${mood}"]`;
  await page.waitForSelector(`[data-testid="mood-pick"]${chosen}`, PATIENCE);
  land(writer, "marks");
}

/** Adds a photo to what is being written; some of it is stored already, so that the draft has a title. */
export async function addPhoto(writer) {
  const { page, journal, expected } = writer;
  const draft = expected.open;
  writer.doing = `adding a photo to "${draft.title}"`;
  if ((await journal.at("attach-photo").count()) === 0) await journal.at("attach").click();
  expected.takeOff({ kind: "photo", title: draft.title });
  writer.onWrite();
  await journal.at("attach-photo").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: PICTURE });
  const found = await photosInEditor(page, draft.photos + 1);
  if (found !== draft.photos + 1) throw new Violation("fault", "a photo does not come", { found, had: draft.photos });
  land(writer, "photos");
  await journal.at("editor").focus();
}

/** Brings in a file with two entries, which come together or not at all. */
export async function importFile(writer) {
  const { page, journal, expected, random } = writer;
  writer.doing = "importing a file";
  const entries = [1, 2].map(() => {
    writer.written += 1;
    const title = `Soak ${writer.written} imported`;
    return { title, text: `${title}\n\nFrom elsewhere, ${Math.floor(random.between(0, 1e9))}.` };
  });
  const file = path.join(writer.folder, `import-${writer.written}.json`);
  const id = () => Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join("");
  const created = new Date().toISOString();
  const listed = entries.map(({ text }) => ({ id: id(), created, edited: created, content: text }));
  writeFileSync(file, JSON.stringify({ format: "companion-journal", version: 1, exported: created, entries: listed }));
  await journal.openSettings();
  await journal.at("import").setInputFiles(file);
  await page.waitForSelector('[data-testid="import-report"][data-state="preview"]', PATIENCE);
  expected.takeOff({ kind: "import", titles: entries.map(({ title }) => title), entries });
  writer.onWrite();
  await journal.at("import-take").click();
  await page.waitForSelector('[data-testid="import-report"][data-state="done"]', PATIENCE);
  land(writer, "imports");
  await journal.at("import-again").click();
  await page.goBack();
  await journal.at("backup-status").waitFor({ state: "detached" });
}

/** Keeps a template of one's own, from the page of what is being written. */
export async function keepTemplate(writer) {
  const { journal, expected } = writer;
  writer.written += 1;
  const name = `Template ${writer.written}`;
  writer.doing = `keeping "${name}"`;
  await journal.at("templates").click();
  await journal.at("template-new").click();
  await journal.at("template-name").fill(name);
  await journal.at("template-text").fill(`## ${name}\n\n- \n`);
  expected.takeOff({ kind: "template", title: expected.open.title, name });
  writer.onWrite();
  await journal.at("template-save").click();
  await journal.at("template").filter({ hasText: name }).first().waitFor(PATIENCE);
  land(writer, "templates");
  await writer.page.keyboard.press("Escape");
  await journal.at("template-sheet").waitFor({ state: "hidden" });
  await journal.at("editor").focus();
}

/** Looks for an entry that was saved: it must be found, also when the index is still being made. */
export async function lookFor(writer, title) {
  const { page, journal, expected } = writer;
  writer.doing = `looking for "${title}"`;
  const number = title.match(/^Soak \d+/)[0];
  await journal.at("search").fill(`"${number}"`);
  const found = journal.at("search-result").filter({ has: page.locator(".card-title", { hasText: number }) });
  try {
    await found.first().waitFor(PATIENCE);
  } catch (error) {
    if (writer.ended) throw error;
    throw new Violation("fault", `"${title}" is there and is not found`, { error: error.message });
  }
  expected.acknowledged.searches += 1;
  await journal.at("search-clear").click();
  await journal.at("entry-card").first().waitFor();
}

/** The page has said that it is done. */
function land({ expected }, counted) {
  expected.acknowledged[counted] += 1;
  expected.land();
}
