// Faults made on purpose: a test that cannot fail proves nothing.
import { cpSync, existsSync, rmSync } from "node:fs";
import path from "node:path";

/** The page lets unsaved text lie for ten times as long. */
function lateDrafts() {
  const wait = window.setTimeout;
  window.setTimeout = (work, delay, ...rest) => wait(work, delay === 900 ? 9_000 : delay, ...rest);
}

/** The page says "saved" the moment it is asked to save. */
function earlySaved() {
  const lie = () => document.querySelector('[data-testid="save-state"]')?.setAttribute("data-state", "saved");
  window.addEventListener("keydown", (event) => event.key === "Enter" && event.ctrlKey && lie(), true);
  window.addEventListener("click", (event) => event.target.closest('[data-testid="save-entry"]') && lie(), true);
}

/** One of the journal's records is gone. */
function missingRecord() {
  const opening = indexedDB.open("companion-vault");
  opening.onsuccess = () => {
    const database = opening.result;
    const records = database.transaction("records", "readwrite").objectStore("records");
    records.getAllKeys().onsuccess = ({ target }) => records.delete(target.result[0]);
    database.close();
  };
}

/** The disk forgets everything that was stored since the kill before. */
function rollback() {
  let turns = 0;
  return (profile) => {
    const storage = path.join(profile, "Default", "IndexedDB");
    const fresh = path.join(profile, "kept", `${turns}`);
    cpSync(storage, fresh, { recursive: true });
    const earlier = path.join(profile, "kept", `${turns - 1}`);
    if (turns > 3 && existsSync(earlier)) {
      rmSync(storage, { recursive: true });
      cpSync(earlier, storage, { recursive: true });
    }
    turns += 1;
  };
}

/** What to do to each browser before the app opens, and to its profile after it was killed. */
export function sabotage(name) {
  const inPage = { "late-drafts": lateDrafts, "early-saved": earlySaved }[name];
  const onDisk = name === "rollback" ? rollback() : () => {};
  let starts = 0;
  if (name && !inPage && !["rollback", "missing-record"].includes(name)) throw new Error(`no such sabotage: ${name}`);
  return {
    prepare: async (context) => {
      starts += 1;
      const fault = name === "missing-record" && starts > 3 ? missingRecord : inPage;
      if (fault) await context.addInitScript(fault);
    },
    afterKill: async (profile) => onDisk(profile),
  };
}
