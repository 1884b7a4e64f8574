// One journal, two programs: from the browser to the command line and back, with nothing lost,
// changed or added on the way.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { Native } from "../support/native.mjs";
import { root } from "../support/server.mjs";

// The golden journal has what takes long to make here: a question that was answered, minutes of
// writing, drafts, and an entry in the trash.
const fixture = (name) => path.join(root, "tests/fixtures/vault", name);
const golden = JSON.parse(readFileSync(fixture("v1.expected.json"), "utf8"));

const byId = (entries) => new Map(entries.map((entry) => [entry.id, entry]));

async function saveBackup(browser, journal, file) {
  await journal.openSettings();
  const arriving = browser.page.waitForEvent("download");
  await journal.at("backup-create").click();
  await (await arriving).saveAs(file);
  await browser.page.waitForSelector('[data-testid="backup-status"][data-state="made"]');
}

async function restore(journal, file) {
  await journal.at("begin-journal").waitFor();
  await journal.at("backup-restore").setInputFiles(file);
  await journal.at("backup-passphrase").fill(golden.passphrase);
  await journal.at("backup-take").click();
  await journal.at("entry-card").first().waitFor();
}

journey("browser to command line to browser: every entry, version and draft comes back as it was", async ({ browser, journal, server, test }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "companion-native-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name) => path.join(folder, name);

  // In the browser: an old journal, gone on with.
  await restore(journal, fixture("v1.companion"));
  const typed = "# Zwölf Boote\n\n* naïve **café**, 雨 🌧️\n* zwei\u00a0Wörter\n\nEnde ";
  await journal.write(typed);
  await journal.write("First wording");
  await journal.at("edit-entry").click();
  await journal.at("editor").fill("Second wording");
  await journal.save();
  await journal.write("Regretted in the browser");
  await journal.at("delete-entry").click();
  await journal.at("undo").waitFor();
  await journal.startEntry("Half a sentence, in the browser");
  await journal.saveState("draft-saved");
  await browser.page.reload();
  await journal.unlock(golden.passphrase);
  await saveBackup(browser, journal, file("from-browser.companion"));

  // On the command line: all of it is there, and something is added.
  const native = new Native(folder, "native", golden.passphrase);
  native.run(["restore", file("from-browser.companion")]);
  const arrived = native.everything();
  const entries = byId([...arrived.entries, ...arrived.trash]);
  for (const { in_trash, ...entry } of golden.entries) {
    const { versions, ...found } = entries.get(entry.id);
    assert.deepEqual(found, entry);
    assert.equal(arrived.trash.some(({ id }) => id === entry.id), in_trash);
  }
  const texts = (list) => list.map(({ content }) => content).sort();
  const known = (in_trash) => golden.entries.filter((entry) => entry.in_trash === in_trash);
  assert.deepEqual(texts(arrived.entries), [...texts(known(false)), typed, "Second wording"].sort());
  assert.deepEqual(texts(arrived.trash), [...texts(known(true)), "Regretted in the browser"].sort());
  assert.deepEqual(texts(arrived.drafts), [...texts(golden.drafts), "Half a sentence, in the browser"].sort());
  const edited = arrived.entries.find(({ content }) => content === "Second wording");
  assert.deepEqual(texts(edited.versions), ["First wording"]);

  const added = "Written at the terminal.\n\n> naïve 🚣";
  native.run(["write"], `${added}\n`);
  native.run(["write", edited.id], "And a line from the terminal");
  const onTerminal = native.everything();
  const { entries: before, ...restBefore } = arrived;
  const { entries: after, ...restAfter } = onTerminal;
  assert.deepEqual(restAfter, restBefore);
  const longer = byId(after);
  const fresh = after.filter(({ id }) => !byId(before).has(id));
  assert.deepEqual(texts(fresh), [added]);
  for (const entry of before) {
    if (entry.id !== edited.id) assert.deepEqual(longer.get(entry.id), entry);
  }
  const { content, versions } = longer.get(edited.id);
  assert.equal(content, "Second wording\n\nAnd a line from the terminal");
  assert.deepEqual(versions.map((version) => version.content), ["Second wording", "First wording"]);
  native.run(["backup", file("from-native.companion")]);
  assert.equal(statSync(file("from-native.companion")).mode & 0o777, 0o600);

  // In another, empty browser: shown, and saved once more.
  const other = await Browser.launch(server.origin);
  try {
    const restored = new Journal(other.page, server.origin);
    await restored.visit();
    await restore(restored, file("from-native.companion"));
    await restored.openEntry("Written at the terminal.");
    await restored.reads("naïve 🚣");
    await restored.openEntry("Zwölf Boote");
    await restored.reads("zwei\u00a0Wörter");
    await other.page.reload();
    await restored.unlock(golden.passphrase);
    await saveBackup(other, restored, file("from-other-browser.companion"));
    other.assertCalm();
  } finally {
    await other.close();
  }
  const last = new Native(folder, "last", golden.passphrase);
  last.run(["restore", file("from-other-browser.companion")]);
  assert.deepEqual(last.everything(), onTerminal);
});
