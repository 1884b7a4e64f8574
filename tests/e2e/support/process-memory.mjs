// What stands in the memory of a browser's processes: everything they may write to, as Linux shows it.
import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";

const PIECE_BYTES = 16 << 20;

/** The processes of the browser with this profile that run pages and workers. */
export function renderersOf(profile) {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const commands = new Map();
  for (const id of ids) {
    try {
      commands.set(Number(id), readFileSync(`/proc/${id}/cmdline`, "latin1"));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (command) => command.includes(`user-data-dir=${profile}`);
  return [...commands].filter(([, command]) => isOurs(command) && command.includes("type=renderer")).map(([id]) => id);
}

/** How often each of `words` stands in the memory of process `id`, in UTF-8 or UTF-16. */
export function countInMemory(id, words) {
  const needles = words.flatMap((word) => [
    { word, kind: "utf8", bytes: Buffer.from(word, "utf8") },
    { word, kind: "utf16", bytes: Buffer.from(word, "utf16le") },
  ]);
  const counts = Object.fromEntries(needles.map(({ word, kind }) => [`${word} (${kind})`, 0]));
  const memory = openSync(`/proc/${id}/mem`, "r");
  try {
    for (const line of readFileSync(`/proc/${id}/maps`, "utf8").split("\n")) {
      const match = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (!match) continue;
      const [from, to] = [BigInt(`0x${match[1]}`), BigInt(`0x${match[2]}`)];
      for (let at = from; at < to; at += BigInt(PIECE_BYTES)) {
        const rest = to - at;
        const piece = Buffer.alloc(Number(rest < PIECE_BYTES ? rest : BigInt(PIECE_BYTES)));
        let read = 0;
        try {
          read = readSync(memory, piece, 0, piece.length, at);
        } catch {
          // Reserved, and never used.
          continue;
        }
        for (const { word, kind, bytes } of needles) {
          const found = piece.subarray(0, read);
          for (let place = found.indexOf(bytes); place >= 0; place = found.indexOf(bytes, place + 1)) {
            counts[`${word} (${kind})`] += 1;
          }
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return counts;
}
