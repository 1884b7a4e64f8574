// A journal as the first version of Companion has stored it, laid into an empty browser.
import { readFileSync } from "node:fs";

const fixture = (name) => new URL(`../../../fixtures/vault/${name}`, import.meta.url);

/** What is in it, as the page shows it. */
export function readGolden() {
  const { passphrase, entries, drafts } = JSON.parse(readFileSync(fixture("v1.expected.json"), "utf8"));
  const unsaved = new Map(drafts.map((draft) => [draft.entry_id, draft.content]));
  const kept = entries.filter((entry) => !entry.in_trash);
  return {
    passphrase,
    heirlooms: {
      // The earlier build had lost an entry, on purpose, and noted it.
      problem: /Lost and noted/,
      // An entry with unsaved changes opens with those.
      entries: kept.map(({ id, content }) => ({ title: titleOf(content), text: unsaved.get(id) ?? content })),
      drafts: drafts.map(({ content }) => ({ title: titleOf(content), text: content })),
    },
  };
}

/** Stores the journal's records where the app will look for them; the page shows no app yet. */
export async function layGolden(page, origin) {
  const lines = readFileSync(fixture("v1.vault.txt"), "utf8").split("\n");
  const records = lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split(" "));
  await page.goto(`${origin}/manifest.webmanifest`);
  await page.evaluate(async (records) => {
    const opening = indexedDB.open("companion-vault", 1);
    opening.onupgradeneeded = () => ["header", "records", "audit"].forEach((table) => opening.result.createObjectStore(table));
    const database = await new Promise((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const bytes = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
    const writing = database.transaction(["header", "records", "audit"], "readwrite", { durability: "strict" });
    for (const [table, key, value] of records) writing.objectStore(table).put(bytes(value), bytes(key));
    await new Promise((resolve, reject) => {
      writing.oncomplete = resolve;
      writing.onabort = () => reject(writing.error);
    });
    database.close();
  }, records);
}

/** The first line that says something, as a list shows it: shortened, without marks. */
function titleOf(text) {
  const line = text.split("\n").map((line) => line.replace(/^[#>\-*+ \t]+/, "").trimEnd()).find((line) => /[\p{L}\p{N}]/u.test(line)) ?? "";
  const plain = line.replace(/[*`_]/g, "");
  const LONGEST = 80;
  if ([...plain].length <= LONGEST) return plain;
  const cut = [...plain].slice(0, LONGEST - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${space > cut.length / 2 ? cut.slice(0, space) : cut}…`;
}
