// After a kill: the journal that is there, held against what the page had said.
import { Violation } from "./expected.mjs";
import { areSame, flowing, marksShown, openDraft, openForReading, photosInEditor, survey, textOfEditor } from "./look.mjs";

/** Entries opened after each kill beside those that were being worked on. */
const SPOT_CHECKS = 3;

/**
 * Compares after a kill at `killed` and makes the expectation what was found, where it may be
 * one or the other. Returns what became of the operation in flight, and the typing lost.
 * `goOnBringingIn` brings in the backup whose bringing in was interrupted.
 */
export async function compare(page, expected, random, killed, goOnBringingIn) {
  let found = await survey(page, expected);
  if (found.unfinished) {
    // The journal says what to do: bring the same backup in again. Then all of it is there.
    const back = expected.flight.titles;
    await goOnBringingIn();
    expected.land();
    found = await survey(page, expected);
    const missing = back.filter((title) => !found.titles.includes(title));
    if (missing.length > 0) throw new Violation("lost", "the backup was brought in twice and is not there", { missing });
  }
  const flight = expected.flight;
  const open = expected.open;
  compareTitles(found.titles, expected, flight);
  const unsaved = open ? await findDraft(page, open, found) : null;
  // While it is open: what became of a save is seen by opening the entry. A photo in flight is counted there.
  if (unsaved !== null && flight?.kind !== "photo") {
    const photos = await photosInEditor(page, open.photos);
    if (photos !== open.photos) throw new Violation("lost", `the draft of "${open.title}" has other photos`, { photos, expected: open.photos });
  }

  let fate = null;
  if (flight) {
    fate = (await hasHappened(page, expected, flight, found, unsaved)) ? "done" : "not done";
    if (fate === "done") expected.land();
    // Looked for at the end, with all others.
    if (flight.kind === "template") expected.perhaps.add(flight.name);
    expected.flight = null;
  }
  let lost_s = 0;
  if (open && expected.open === null && unsaved !== null) {
    throw new Violation("fault", `"${open.title}" is saved and its draft is still there`, { unsaved });
  }
  if (open && expected.open !== null) {
    lost_s = open.settle(unsaved, killed);
    if (unsaved === null) expected.drafts.delete(open.title);
    expected.open = null;
  }
  compareDrafts(found.draftTitles, expected, open);

  const likely = [...expected.touched].filter((title) => expected.entries.get(title)?.deleted === false);
  const others = expected.alive.filter((title) => !expected.touched.has(title));
  for (let check = 0; check < SPOT_CHECKS && others.length > 0; check += 1) likely.push(random.pick(others));
  for (const title of new Set(likely)) await compareEntry(page, expected, title);
  expected.touched.clear();
  return { fate, lost_s, entries: found.titles.length };
}

/** Opens every entry and every draft. Returns how many. */
export async function compareAll(page, expected) {
  const found = await survey(page, expected);
  await compareHeirlooms(page, expected);
  compareTitles(found.titles, expected, null);
  compareDrafts(found.draftTitles, expected, null);
  for (const title of expected.alive) await compareEntry(page, expected, title);
  await comparePicture(page, expected);
  for (const [title, draft] of expected.drafts) {
    const text = await openDraft(page, title);
    if (text !== draft.text) throw new Violation("typing", `the draft of "${title}" has changed`, { text, expected: draft.text });
    const photos = await photosInEditor(page, draft.photos);
    if (photos !== draft.photos) throw new Violation("lost", `the draft of "${title}" has other photos`, { photos, expected: draft.photos });
  }
  await compareTemplates(page, expected);
  return expected.alive.length + expected.drafts.size;
}

function compareTitles(titles, expected, flight) {
  const counts = new Map();
  for (const title of titles) counts.set(title, (counts.get(title) ?? 0) + 1);
  for (const [title, { deleted }] of expected.entries) {
    const count = counts.get(title) ?? 0;
    counts.delete(title);
    const undecided = ["delete", "undo", "merge"].includes(flight?.kind) && (flight.titles ?? [flight.title]).includes(title);
    if (count > 1) throw new Violation("fault", `"${title}" is listed ${count} times`);
    if (undecided) continue;
    if (count === 0 && !deleted) throw new Violation("lost", `"${title}" was acknowledged and is gone`, { titles });
    if (count === 1 && deleted) throw new Violation("lost", `"${title}" was deleted, says the page, and is there`);
  }
  if (flight?.kind === "save") counts.delete(flight.title);
  if (flight?.kind === "import") {
    const there = flight.titles.filter((title) => counts.delete(title));
    if (there.length % flight.titles.length !== 0) throw new Violation("lost", "an import came in part", { there });
  }
  if (counts.size > 0) throw new Violation("fault", "the list shows what nobody saved", { titles: [...counts.keys()] });
}

/** The list of unsaved writing: all of it once, and nothing else. `opened` has been compared by its text. */
function compareDrafts(titles, expected, opened) {
  const rest = [...titles];
  for (const [title, draft] of expected.drafts) {
    const at = rest.indexOf(title);
    if (at >= 0) rest.splice(at, 1);
    else if (draft !== opened) throw new Violation("typing", `the draft of "${title}" is not listed`, { titles });
    // The title of what was being typed may be half there.
    else rest.splice(rest.findIndex((other) => title.startsWith(other)), 1);
  }
  if (rest.length > 0) throw new Violation("fault", "unsaved writing is listed that nobody left there", { titles: rest });
}

/** To the letter what the earlier build had stored. */
async function compareHeirlooms(page, { heirlooms }) {
  for (const { title, text } of heirlooms?.entries ?? []) {
    await openForReading(page, title);
    await page.getByTestId("edit-entry").click();
    const exact = await textOfEditor(page, (shown) => shown === text);
    if (exact !== text) throw new Violation("lost", `"${title}" of the earlier build has changed`, { exact, text });
    await page.locator(".editor-bar .back").click();
    await page.getByTestId("entry-view").waitFor();
  }
}

/** A photo is not only listed but shown: its pieces are there. */
async function comparePicture(page, expected) {
  const title = expected.alive.find((title) => expected.entries.get(title).photos > 0);
  if (!title) return;
  await openForReading(page, title);
  await page.waitForFunction(() => document.querySelector(".gallery-figure img")?.naturalWidth > 0, null, { timeout: 20_000 });
}

/** Every own template that was acknowledged, and none that nobody wrote. */
async function compareTemplates(page, { templates, perhaps }) {
  await page.getByTestId("new-entry").first().click();
  await page.getByTestId("templates").click();
  await page.getByTestId("template").first().waitFor();
  const found = await page.locator('[data-testid="template"] .template-name').allTextContents();
  const own = found.filter((name) => /^Template \d+$/.test(name));
  const lost = [...templates].filter((name) => !own.includes(name));
  const more = own.filter((name) => !templates.has(name) && !perhaps.has(name));
  if (lost.length + more.length > 0) throw new Violation("lost", "templates are not those that were kept", { lost, more });
  await page.keyboard.press("Escape");
  await page.locator(".editor-bar .back").click();
}

/** The text of the draft that was in the editor, null if there is none. */
async function findDraft(page, draft, found) {
  if (found.editor !== null && draft.knows(found.editor)) return found.editor;
  return openDraft(page, draft.title);
}

async function hasHappened(page, expected, flight, found, unsaved) {
  const { kind, title, text } = flight;
  if (kind === "import") return flight.titles.every((title) => found.titles.includes(title));
  if (kind === "template") return false;
  if (kind === "mark") {
    await openForReading(page, title);
    const [before, after] = [expected.entries.get(title), { ...expected.entries.get(title), ...flight.marks }];
    const shown = await marksShown(page, after);
    if (!areSame(shown, before) && !areSame(shown, after)) throw new Violation("lost", `"${title}" has marks that nobody set`, { shown, before, after });
    return areSame(shown, after);
  }
  if (kind === "photo") {
    const before = expected.open.photos;
    const photos = unsaved === null ? before : await photosInEditor(page, before + 1);
    if (photos !== before && photos !== before + 1) throw new Violation("lost", `"${title}" has lost photos`, { photos, before });
    return photos === before + 1;
  }
  const listed = found.titles.includes(title);
  if (kind === "delete") return !listed;
  if (kind === "undo" || kind === "merge") return listed;
  if (!listed) return false;
  // The draft goes in the same transaction as the entry comes.
  const shown = flowing(await openForReading(page, title));
  const isNew = shown === flowing(text);
  const isOld = shown === flowing(expected.entries.get(title)?.text ?? "");
  if (!isNew && !isOld) throw new Violation("lost", `"${title}" is neither as before nor as saved`, { shown, text });
  return isNew && (unsaved === null || !isOld);
}

async function compareEntry(page, expected, title) {
  const { text } = expected.entries.get(title);
  const shown = await openForReading(page, title);
  if (flowing(shown) !== flowing(text)) throw new Violation("lost", `"${title}" holds another text`, { shown, text });
  const marks = await marksShown(page, expected.entries.get(title));
  if (!areSame(marks, expected.entries.get(title))) throw new Violation("lost", `"${title}" has other marks or photos`, { marks, expected: expected.entries.get(title) });
  // To the letter, where no unsaved change of it would come up instead.
  if (!expected.touched.has(title) || expected.drafts.has(title)) return;
  await page.getByTestId("edit-entry").click();
  const exact = await textOfEditor(page, (shown) => shown === text);
  if (exact !== text) throw new Violation("lost", `"${title}" is not to the letter what was saved`, { exact, text });
  await page.locator(".editor-bar .back").click();
  await page.getByTestId("entry-view").waitFor();
}
