// A journal as somebody keeps one: entries of the last two years with moods, stars, tags and photos, as Companion's own
// JSON, brought into a journal and backed up by `companion-native`. The page restores that backup.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Native } from "../../../tests/e2e/support/native.mjs";

export const PASSPHRASE = "mossy kettle under nine lamps";

// What the newest days hold, by how many days ago and at what time: read by people, on pictures.
const WRITTEN = [
  [0, "07:40", 4, "The first frost\n\nThe roofs were white this morning, and the whole street smelled of woodsmoke. I walked to the bakery without a hat, which was a mistake, and came home with two loaves, which was not.\n\nI keep thinking about what Lena said: that I am *kinder to strangers than to myself*. Perhaps the trick is to become a stranger for an hour a day.\n\n- [x] call the piano tuner\n- [ ] letter to Aunt Ruth\n\n> Attention is the beginning of devotion.\n\n#winter #lena", { star: true }],
  [0, "21:15", 3, "Nothing much, and that was the point. Soup, a bath, forty pages. #slow"],
  [1, "22:05", 5, "Lantern walk with the children\n\nMilo carried his lantern like a small, serious priest. Halfway up the hill he handed it to me and said I could have it “until the dark is over”.\n\nI want to remember his mitten in my hand, and the whole line of lights bending along the river.\n\n#family #milo", { star: true, photos: [0, 1, 2] }],
  [2, "08:10", 2, "Slept badly. The meeting about the move went round in circles again, and I said less than I meant to.\n\nWhat I would have said: we are not choosing between two offices, we are choosing who has to travel.\n\n#work"],
  [3, "19:30", 4, "Bread, second attempt\n\nLonger rest, hotter oven, and **steam**. The crust sang when it cooled.\n\n1. 400 g rye, 100 g wheat\n2. fourteen hours in the cellar\n3. 250 °C, then 210 °C\n\n#kitchen", { photos: [3] }],
  [4, "23:40", 1, "Ruth is in hospital. They say it is only for the night."],
  [5, "12:20", 3, "She is home again and already complaining about the tea. I cried in the car park, from relief, I think. #ruth"],
  [6, "20:00", 4, "A year of this notebook\n\nI began because I could not sleep. I go on because I can. #slow"],
  [9, "18:45", 5, "Über den Pass\n\nNebel bis zur Baumgrenze, dann auf einmal alles blau. Wir haben kaum geredet und uns trotzdem den ganzen Tag unterhalten. #berge", { photos: [4] }],
  [12, "07:05", 3, "Rain on the skylight. I have decided to like it. #winter"],
  [15, "21:50", 4, "Concert in the old swimming pool\n\nThe cellist sat where the deep end used to be. Every note came back a little later, as if the room were thinking it over. #music #lena"],
  [18, "09:30", 2, "Too much coffee, too many tabs. I wrote four letters and sent none. #work"],
  [365, "20:20", 4, "Lit the first fire of the winter. Lena read to us from a book about lighthouses, and Milo fell asleep on the third one. #family #milo"],
  [730, "17:10", 3, "Found the notebook I had lost in spring. It was in the piano. #music"],
];

const OPENINGS = ["Slow morning", "A long walk by the canal", "Late train", "Letters", "The garden", "Market day", "Half a plan", "Swimming before work", "What I did not say", "Apples", "A visit", "Snow at last", "The quiet hour", "Learning the Bach", "An argument, mended"];
const SENTENCES = [
  "I woke before the alarm and lay there listening to the gutters.",
  "We talked about the summer as if it were a person we had both known.",
  "The heron was back on the weir, pretending not to be watched.",
  "I finished the chapter and did not hate it.",
  "Milo asked why the moon follows the bus, and nobody on the bus had a better answer than he did.",
  "There is a kind of tiredness that is almost comfortable.",
  "I said no to the second project, and nothing terrible happened.",
  "The kitchen smelled of oranges all day.",
  "Lena rang from the station; we laughed about nothing for the whole length of the platform.",
  "I ought to write down the small things, since the large ones are remembered anyway.",
  "Two hours of good work, then an hour of pretending.",
  "The light on the opposite house turned the colour of tea.",
];
const TAGS = ["work", "family", "lena", "milo", "garden", "music", "kitchen", "slow", "winter", "reading", "health", "ruth"];

/** Numbers that look thrown and are the same each time. */
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const hex = (number) => number.toString(16).padStart(32, "0");

function moment(daysAgo, time) {
  const now = new Date();
  // Nothing is written later than now: before the evening, the newest day is yesterday. Anniversaries keep their day.
  const newest = daysAgo % 365 === 0 && daysAgo > 0 ? 0 : Number(now.getHours() < 22);
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - newest - (daysAgo % 365));
  day.setFullYear(day.getFullYear() - Math.floor(daysAgo / 365));
  const [hours, minutes] = time.split(":").map(Number);
  day.setHours(hours, minutes, 0, 0);
  return day.toISOString();
}

function entryOf(id, created, mood, content, { star = false, photos = [] } = {}, pictures = []) {
  const attachments = photos.filter((number) => pictures[number]).map((number) => {
    const { bytes, width, height, description, caption } = pictures[number];
    const name = hex(0xa000 + id * 16 + number);
    return {
      id: name,
      kind: "photo",
      media_type: "image/jpeg",
      length_bytes: bytes.length,
      description,
      caption,
      width_px: width,
      height_px: height,
      data: bytes.toString("base64"),
    };
  });
  const tags = [...content.matchAll(/#(\p{L}+)/gu)].map((match) => match[1]);
  return { id: hex(id + 1), created, edited: created, content, duration_seconds: 240 + (id % 7) * 60, mood, is_favourite: star, tags, attachments };
}

/** The newest entries as they stand above, and older ones until there are `count`. */
function entries(count, pictures) {
  const roll = dice(7);
  const list = WRITTEN.map(([daysAgo, time, mood, content, more], id) => entryOf(id, moment(daysAgo, time), mood, content, more, pictures));
  for (let id = list.length; id < count; id += 1) {
    const daysAgo = 19 + Math.floor(((id - list.length) * 700) / Math.max(count - list.length, 60));
    const paragraphs = Array.from({ length: 1 + roll(3) }, () => Array.from({ length: 2 + roll(4) }, () => SENTENCES[roll(SENTENCES.length)]).join(" "));
    const tags = Array.from({ length: roll(3) }, () => `#${TAGS[roll(TAGS.length)]}`).join(" ");
    const content = [roll(3) ? OPENINGS[roll(OPENINGS.length)] : null, ...paragraphs, tags || null].filter(Boolean).join("\n\n");
    const time = `${String(6 + roll(17)).padStart(2, "0")}:${String(roll(60)).padStart(2, "0")}`;
    list.push(entryOf(id, moment(daysAgo, time), roll(4) ? 1 + roll(5) : undefined, content, { star: roll(20) === 0 }));
  }
  return list;
}

/** Companion's JSON, photos included. */
export function exported(count, pictures = []) {
  return JSON.stringify({ format: "companion-journal", version: 1, exported: new Date().toISOString(), entries: entries(count, pictures) });
}

/** A backup of a journal of `count` entries, under {@link PASSPHRASE}, written to `file`. */
export function makeBackup(file, count, pictures = []) {
  const folder = mkdtempSync(path.join(tmpdir(), "companion-diary-"));
  try {
    const native = new Native(folder, "journal", PASSPHRASE);
    const source = path.join(folder, "diary.json");
    writeFileSync(source, exported(count, pictures));
    native.run(["create"]);
    native.run(["import", source]);
    rmSync(file, { force: true });
    native.run(["backup", path.resolve(file)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Restores a backup into a page on its first screen; waits for the list. */
export async function restore(page, file) {
  await page.getByTestId("backup-restore").setInputFiles(file);
  await page.getByTestId("backup-passphrase").fill(PASSPHRASE);
  await page.getByTestId("backup-take").click();
  await page.getByTestId("entry-card").first().waitFor({ timeout: 120_000 });
}
