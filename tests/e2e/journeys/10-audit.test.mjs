// What happened to the journal is on record: shown in words, verified, checked outside without a
// key; and whoever thins the record out, cuts it off or puts the whole storage back is found out.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findWords } from "../support/dump.mjs";
import { PASSPHRASE } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { assertAccessible, inspectEverywhere } from "../support/look.mjs";
import { binary } from "../support/server.mjs";

const command = binary();

const status = (page, state) => page.waitForSelector(`[data-testid="audit-status"][data-state="${state}"]`);

/** Verifies, and waits until that is over. */
async function verify(page) {
  const before = await page.getByTestId("audit-status").innerText();
  await page.getByTestId("audit-verify").click();
  await page.waitForFunction(
    (before) => {
      const button = document.querySelector('[data-testid="audit-verify"]');
      const status = document.querySelector('[data-testid="audit-status"]');
      return !button.disabled && status.innerText !== before;
    },
    before,
  );
}

async function openReport(journal) {
  await journal.openSettings();
  await journal.at("audit-open").click();
  await journal.at("integrity-report").waitFor();
}

const events = (page) => page.getByTestId("audit-event").locator(".event-text").allInnerTexts();

/** Removes events, copies everything stored, or puts a copy back: behind the journal's back. */
const tamper = (page, what) =>
  page.evaluate(
    ({ remove = [], putBack }) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("companion-vault");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const tables = ["header", "records", "audit"];
          const transaction = database.transaction(tables, "readwrite");
          const copy = {};
          for (const name of tables) {
            const table = transaction.objectStore(name);
            const rows = (copy[name] = []);
            if (putBack) {
              table.clear();
              for (const [key, value] of putBack[name]) table.put(new Uint8Array(value), new Uint8Array(key));
            }
            table.openCursor().onsuccess = ({ target: { result } }) => {
              if (!result) return;
              rows.push([[...new Uint8Array(result.key)], [...result.value]]);
              result.continue();
            };
          }
          for (const number of remove) transaction.objectStore("audit").delete(new Uint8Array([0, 0, 0, 0, 0, 0, 0, number]));
          transaction.oncomplete = () => {
            database.close();
            resolve(copy);
          };
          transaction.onabort = () => reject(transaction.error);
        };
      }),
    what,
  );

journey("what happens is on record, in words, and is checked outside without a key", async ({ browser, journal, test }) => {
  const { page } = browser;
  const folder = mkdtempSync(path.join(tmpdir(), "companion-audit-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  await journal.create();
  await journal.write("Zephyrine harbour\n\nThe xylotomous clerk wept.");
  await journal.lock();
  await journal.at("passphrase").fill("not the passphrase");
  await journal.at("unlock").click();
  await page.waitForFunction(() => document.querySelector('[data-testid="unlock-error"]')?.innerText.trim());
  await journal.unlock();
  await journal.write("Thrown away");
  await journal.at("delete-entry").click();
  await journal.at("undo").waitFor();

  await openReport(journal);
  await status(page, "ok");
  const told = await events(page);
  for (const event of ["Journal created", "Entry written: “Zephyrine harbour”", "One wrong passphrase before this unlocking", "Unlocked", "Entry moved to the trash: “Thrown away”"]) {
    assert.ok(told.includes(event), `${event} is not in ${JSON.stringify(told)}`);
  }
  await verify(page);
  await page.getByTestId("audit-status").getByText(/Verified to #\d/).waitFor();
  await status(page, "ok");
  await page.waitForFunction(() => document.querySelector('[data-testid="audit-event"]').innerText.includes("all in order"));

  // A checkpoint, kept and compared.
  await journal.at("checkpoint-make").click();
  const code = await journal.at("checkpoint-code").innerText();
  assert.match(code, /^([0-9A-Z]{4}-){15}[0-9A-Z]{4}$/);
  await journal.at("checkpoint-field").fill(`kept: ${code.toLowerCase()}`);
  await journal.at("checkpoint-compare").click();
  await page.waitForSelector('[data-testid="checkpoint-outcome"][data-state="ok"]');
  await journal.at("checkpoint-field").fill(code.replace(/.$/, (last) => (last === "7" ? "8" : "7")));
  await journal.at("checkpoint-compare").click();
  await journal.at("checkpoint-outcome").getByText("mistyped").waitFor();
  await assertAccessible(page);

  // The file says what happened and nothing of what was written; the desktop checks it.
  const arriving = page.waitForEvent("download");
  await journal.at("audit-export").click();
  const download = await arriving;
  assert.match(download.suggestedFilename(), /^companion-activity-\d{4}-\d\d-\d\d\.json$/);
  const file = path.join(folder, "activity.json");
  await download.saveAs(file);
  const words = ["Zephyrine", "harbour", "xylotomous", "clerk", "Thrown", ...PASSPHRASE.split(" ")];
  assert.deepEqual(findWords([{ name: "the export", bytes: readFileSync(file) }], words), []);
  const checked = execFileSync(command, ["audit", "verify", file, "--events", "--checkpoint", code], { encoding: "utf8" });
  assert.match(checked, /The chain is whole/);
  assert.match(checked, /The checkpoint matches/);
  assert.match(checked, /One wrong passphrase/);
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, lines.filter((line) => !line.includes('"number":2,')).join("\n"));
  assert.throws(() => execFileSync(command, ["audit", "verify", file], { stdio: "pipe" }), (error) => /event #2 is missing/.test(String(error.stdout)));
});

journey("a record that was thinned out or cut off is named, until it was read", async ({ browser, journal }) => {
  const { page } = browser;
  await journal.create();
  for (const text of ["one", "two", "three"]) await journal.write(text);
  await journal.lock();
  // In the middle: found by verifying.
  await tamper(page, { remove: [2] });
  await journal.unlock();
  await openReport(journal);
  await verify(page);
  await status(page, "broken");
  await journal.at("audit-findings").getByText("event #2 is missing from the middle").waitFor();
  await assertAccessible(page);
  await journal.at("audit-seen").click();
  await status(page, "warning");
  await page.getByTestId("audit-event").first().getByText("marked as read").waitFor();
  // At the end: named while unlocking.
  const last = Number(await page.getByTestId("audit-event").first().getAttribute("data-number"));
  await journal.lock();
  await tamper(page, { remove: [last, last - 1] });
  await journal.unlock();
  await page.getByText(`Cut off: events #${last - 1} to #${last} are missing`).first().waitFor();
  await openReport(journal);
  await status(page, "broken");
  await journal.showList();
  await journal.openEntry("three");
});

journey("a whole storage that was put back is found out by a checkpoint", async ({ browser, journal }) => {
  const { page } = browser;
  await journal.create();
  await journal.write("kept");
  await journal.lock();
  const earlier = await tamper(page, {});
  await journal.unlock();
  await journal.write("gone with the storage");
  await openReport(journal);
  await journal.at("checkpoint-make").click();
  const code = await journal.at("checkpoint-code").innerText();
  await journal.lock();
  await tamper(page, { putBack: earlier });
  await journal.unlock();
  await openReport(journal);
  // Nothing inside the storage can tell.
  await verify(page);
  await status(page, "ok");
  await journal.at("checkpoint-field").fill(code);
  await journal.at("checkpoint-compare").click();
  await journal.at("checkpoint-outcome").getByText("an older state of the whole journal").waitFor();
});

journey(
  "activity is accessible: phone and desktop, light and dark",
  async ({ browser, journal }) => {
    const { page } = browser;
    const found = [];
    const look = async (screen) => found.push(...(await inspectEverywhere(page, screen)));
    await journal.create();
    await journal.write("The long way home\n\nRain all afternoon.");
    await journal.showList();
    await journal.openSettings();
    await journal.at("audit-status").scrollIntoViewIfNeeded();
    await status(page, "ok");
    await look("audit-settings");
    await journal.at("audit-open").click();
    await journal.at("checkpoint-make").click();
    await journal.at("checkpoint-code").waitFor();
    await look("audit-report");
    await page.getByTestId("audit-event").first().scrollIntoViewIfNeeded();
    await look("audit-events");
    assert.deepEqual(found, []);
  },
  { browser: { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" } },
);
