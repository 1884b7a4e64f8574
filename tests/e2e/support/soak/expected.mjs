// What must be in the journal, as far as the page has said so.

/** Text typed longer ago than this must survive a kill, whatever the page has said. */
export const PROMISED_MS = 2_000;

/** What nobody has said anything about. */
const UNMARKED = { mood: null, starred: false, photos: 0 };

/** A rule of the journal that was seen broken; `evidence` says what was found. */
export class Violation extends Error {
  /** @param {"lost" | "unreadable" | "typing" | "fault"} kind */
  constructor(kind, message, evidence = {}) {
    super(message);
    this.kind = kind;
    this.evidence = evidence;
  }
}

/** Text that is being written, with everything it has ever been since it was opened. */
export class Draft {
  /**
   * @param {string} title the first line, complete
   * @param {string} text what the editor holds at the start
   * @param {boolean} stored whether a draft with this text lies in the journal
   * @param {number} photos how many photos it begins with
   */
  constructor(title, text, stored, photos = 0) {
    this.title = title;
    /** Photos that it carries, as far as the page has said so. */
    this.photos = photos;
    this.begin(text, stored);
  }

  /** Forgets the past: the draft is exactly this. */
  begin(text, stored) {
    /** @type {{text: string, at: number | null}[]} `at`: when the page had it; null: it has not said. */
    this.states = [{ text, at: 0 }];
    this.safe = 0;
    this.stored = stored;
  }

  get text() {
    return this.states.at(-1).text;
  }

  /** A key is about to be pressed, after which the text is this. */
  typing(text) {
    this.states.push({ text, at: null });
  }

  /** The page has this text since `at`. Tells whether that was expected. */
  typed(text, at) {
    const first = this.states.findIndex((state) => state.at === null);
    if (first < 0) return text === this.text;
    const found = this.states.findIndex((state, index) => index >= first && state.text === text);
    for (let index = first; index <= found; index += 1) this.states[index].at = at;
    return found >= 0;
  }

  /** The page has said that this text is stored. Tells whether that was expected. */
  acknowledge(text) {
    const found = this.states.findLastIndex((state) => state.at !== null && state.text === text);
    this.safe = Math.max(this.safe, found);
    this.stored ||= found > 0;
    return found >= 0;
  }

  /** The page has said that all of it is stored. */
  acknowledgeAll() {
    this.safe = this.states.length - 1;
    this.stored = true;
  }

  /** The oldest state that may be found after a stop at `stopped`. */
  required(stopped) {
    const old = this.states.findLastIndex((state) => state.at !== null && state.at <= stopped - PROMISED_MS);
    return Math.max(this.safe, old);
  }

  /** Whether there is certainly a draft in the journal after a stop at `stopped`. */
  mustExist(stopped) {
    return this.stored || this.required(stopped) > 0;
  }

  /** Whether `text` is this draft as it has ever been. */
  knows(text) {
    return this.states.some((state) => state.text === text);
  }

  /**
   * Holds what was found (null: no draft) against what may be missing after a stop at `stopped`,
   * and goes on from there. Returns the seconds of typing that are gone.
   */
  settle(found, stopped) {
    const required = this.required(stopped);
    const index = found === null ? 0 : this.states.findLastIndex((state, at) => at >= required && state.text === found);
    if (index < required || (found === null && this.stored)) {
      throw new Violation("typing", `unsaved text of "${this.title}" is gone`, {
        "must hold at least": this.states[required].text,
        "typed before the stop (ms)": stopped - this.states[required].at,
        "acknowledged as stored": required === this.safe,
        "was last": this.text,
        found,
      });
    }
    const lost = this.states.slice(index + 1).find((state) => state.at !== null);
    this.begin(this.states[index].text, found !== null);
    return lost ? (stopped - lost.at) / 1000 : 0;
  }
}

/** The whole journal as acknowledged, and what is in flight. */
export class Expected {
  constructor() {
    this.created = false;
    /** @type {Map<string, {text: string, deleted: boolean, mood: number | null, starred: boolean, photos: number}>} by title; titles are unique */
    this.entries = new Map();
    /** @type {Map<string, Draft>} by title */
    this.drafts = new Map();
    /** @type {Draft | null} the draft in the editor */
    this.open = null;
    /** Names of own templates, and of those that may be there. */
    this.templates = new Set();
    this.perhaps = new Set();
    /**
     * @type {{kind: "save" | "delete" | "undo" | "merge" | "mark" | "photo" | "import" | "template", title?: string, titles?: string[],
     *   text?: string, marks?: object, entries?: {title: string, text: string}[], name?: string} | null} asked for, not yet answered
     */
    this.flight = null;
    /** Titles of entries that were changed since the last comparison. */
    this.touched = new Set();
    this.acknowledged = {
      saves: 0, deletes: 0, undos: 0, drafts: 0, fromTrash: 0, merges: 0, migrations: 0,
      marks: 0, photos: 0, imports: 0, templates: 0, searches: 0,
    };
    /** What a journal of an earlier build brought along: it stays as it was. */
    this.heirlooms = null;
  }

  get inTrash() {
    return [...this.entries].filter(([, entry]) => entry.deleted).map(([title]) => title);
  }

  get alive() {
    return [...this.entries].filter(([, entry]) => !entry.deleted).map(([title]) => title);
  }

  takeOff(flight) {
    this.flight = flight;
    for (const title of flight.titles ?? [flight.title]) this.touched.add(title);
  }

  /** What was in flight has happened: the page said so, or the journal shows it. */
  land() {
    const { kind, title, titles = [], text, marks, entries = [], name } = this.flight;
    this.flight = null;
    if (kind === "save") {
      const { photos } = this.drafts.get(title) ?? this.open;
      this.entries.set(title, { ...UNMARKED, ...this.entries.get(title), text, deleted: false, photos });
      this.drafts.delete(title);
      this.open = null;
    } else if (kind === "mark") {
      Object.assign(this.entries.get(title), marks);
    } else if (kind === "photo") {
      this.open.photos += 1;
      this.open.stored = true;
    } else if (kind === "import") {
      for (const entry of entries) this.entries.set(entry.title, { ...UNMARKED, text: entry.text, deleted: false });
    } else if (kind === "template") {
      this.templates.add(name);
    } else if (kind === "merge") {
      for (const back of titles) this.entries.get(back).deleted = false;
    } else {
      this.entries.get(title).deleted = kind === "delete";
    }
  }
}
