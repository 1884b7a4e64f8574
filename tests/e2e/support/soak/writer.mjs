// Somebody who writes, saves, edits, deletes, locks and reloads without end, until the browser
// is killed under their hands.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Journal, PASSPHRASE } from "../journal.mjs";
import { addPhoto, feel, importFile, keepTemplate, lookFor, star } from "./acts.mjs";
import { Draft, Violation } from "./expected.mjs";
import { textOfEditor, openForReading, survey } from "./look.mjs";

const WORDS =
  "quince lantern harbour kestrel marzipan orchard thimble walnut copper drizzle saddle compass velvet pumice juniper café naïve señora Straße 雨 夜 🌧 🐈".split(" ");
/** Entries are not written on beyond this: many changes tell more than long ones. */
const LONGEST = 500;
/** Words and spaces to a burst of typing. */
const BURST = [1, 7];

export class Writer {
  /**
   * @param {import("../browser.mjs").Browser} browser
   * @param {import("./expected.mjs").Expected} expected
   * @param {import("./random.mjs").Random} random
   */
  constructor(browser, expected, random) {
    this.expected = expected;
    this.random = random;
    this.browser = browser;
    /** What opens the journal. */
    this.passphrase = PASSPHRASE;
    this.folder = mkdtempSync(path.join(tmpdir(), "companion-soak-files-"));
    this.written = 0;
    this.doing = "nothing";
    /** The browser is being killed. */
    this.ended = false;
    /** Nothing is written now: the journal is being looked at. */
    this.rests = true;
    /** Whether to save or delete something next, if there is anything to. */
    this.hurries = false;
    /** From asking to the page's answer, of each save. */
    this.saves_ms = [];
    /** Called at the moment something is asked that changes the journal. */
    this.onWrite = () => {};
    /** The first thing the page said that it should not have. */
    this.fault = null;
    this.take(browser.page);
  }

  /** Goes on in this tab. */
  take(page) {
    this.page = page;
    this.journal = new Journal(page, this.browser.origin);
  }

  // What the page tells.

  hear(told, page) {
    if (page !== this.page || this.fault) return;
    const { expected } = this;
    if (told.saveState === "error") {
      this.blame("the page could not store the text", told);
    } else if (this.rests) {
      // What is opened for comparison is no news.
    } else if (told.asked) {
      this.asked = told.at;
      this.onWrite();
    } else if ("typed" in told) {
      if (expected.open && !expected.open.typed(told.typed, told.at)) this.blame("the editor holds what was not typed", told);
    } else if (told.saveState === "draft-saved" && expected.open) {
      expected.acknowledged.drafts += 1;
      // A draft that was just opened is shown before its text is there.
      const justOpened = expected.open.states.length === 1;
      if (!expected.open.acknowledge(told.text) && !justOpened) this.blame("stored, says the page, what was not typed", told);
    } else if (told.saveState === "saved" && expected.flight?.kind === "save") {
      expected.acknowledged.saves += 1;
      this.saves_ms.push(told.at - this.asked);
      expected.land();
    } else if (told.undo === true && expected.flight?.kind === "delete") {
      expected.acknowledged.deletes += 1;
      expected.land();
    } else if (told.undo === false && expected.flight?.kind === "undo") {
      expected.acknowledged.undos += 1;
      expected.land();
    }
  }

  blame(message, evidence) {
    this.fault = new Violation("fault", message, { ...evidence, expected: this.expected.open?.text });
  }

  // The day.

  /** Writes until the browser is gone. */
  async walk() {
    try {
      if (!this.expected.created) await (this.expected.heirlooms ? this.migrate() : this.create());
      while (!this.ended) {
        await this.chooseNext();
        if (this.fault) throw this.fault;
      }
    } catch (error) {
      if (!this.ended) throw error;
    }
  }

  async chooseNext() {
    const { expected, random } = this;
    const around = [
      [4, () => this.lock()],
      [4, () => this.reload()],
      [2, () => this.takeOver()],
    ];
    if (expected.open) {
      if (this.hurries && expected.open.stored && random.chance(0.25)) return addPhoto(this);
      if (this.hurries) return random.chance(0.7) ? this.save() : this.setAside();
      const room = expected.open.text.length < LONGEST;
      await random.weighed([
        [room ? 50 : 0, () => this.type()],
        [15, () => this.pause()],
        [22, () => this.save()],
        [4, () => this.setAside()],
        [expected.open.stored && expected.open.photos < 3 ? 8 : 0, () => addPhoto(this)],
        [expected.open.stored && expected.templates.size < 20 ? 2 : 0, () => keepTemplate(this)],
        ...around,
      ])();
      return undefined;
    }
    const titles = expected.alive.filter((title) => !expected.drafts.has(title));
    const drafts = [...expected.drafts.keys()];
    if (this.hurries && titles.length > 2 && random.chance(0.8)) {
      const act = random.pick([(title) => this.remove(title), (title) => star(this, title), (title) => feel(this, title)]);
      return act(random.pick(titles));
    }
    await random.weighed([
      [drafts.length < 4 ? 30 : 0, () => this.writeNew()],
      [drafts.length > 0 ? 40 : 0, () => this.resume(random.pick(drafts))],
      [titles.length > 0 ? 25 : 0, () => this.edit(random.pick(titles))],
      [titles.length > 2 ? 30 : 0, () => this.remove(random.pick(titles))],
      [expected.inTrash.length > 0 ? 15 : 0, () => this.takeFromTrash(random.pick(expected.inTrash))],
      [titles.length > 2 ? 12 : 0, () => this.loseAndRestore(random.pick(titles))],
      [titles.length > 0 ? 12 : 0, () => star(this, random.pick(titles))],
      [titles.length > 0 ? 12 : 0, () => feel(this, random.pick(titles))],
      [titles.length > 0 ? 10 : 0, () => lookFor(this, random.pick(titles))],
      [6, () => importFile(this)],
      ...around,
    ])();
    return undefined;
  }

  async create() {
    this.doing = "creating the journal";
    await this.journal.begin();
    await this.journal.at("passphrase").fill(PASSPHRASE);
    await this.journal.at("passphrase-repeat").fill(PASSPHRASE);
    this.onWrite();
    await this.journal.at("create-journal").click();
    await this.journal.at("editor").waitFor();
    await this.journal.page.goBack();
    await this.journal.at("editor").waitFor({ state: "detached" });
    this.expected.created = true;
  }

  /** Opens a journal that an earlier build has made: its first opening and all that follows. */
  async migrate() {
    this.doing = "opening the journal of an earlier build";
    await this.journal.at("unlock").waitFor();
    this.onWrite();
    await this.journal.unlock(this.passphrase);
    await survey(this.page, this.expected);
    this.expected.created = true;
    this.expected.acknowledged.migrations += 1;
  }

  async pause() {
    this.doing = "pausing";
    await this.page.waitForTimeout(this.random.between(100, 2_200));
  }

  async writeNew() {
    this.doing = "beginning an entry";
    this.written += 1;
    const title = `Soak ${this.written} ${this.random.pick(WORDS)}`;
    await this.journal.at("new-entry").first().click();
    await this.begin(new Draft(title, "", false));
    this.doing = `typing the title of "${title}"`;
    // At once: a draft that was killed with half a title could not be told from others.
    this.expected.open.typing(title);
    this.cursor = [...title].length;
    await this.page.keyboard.insertText(title);
    await this.press(["Enter", "Enter"]);
    await this.type();
  }

  async edit(title) {
    this.doing = `opening "${title}"`;
    await openForReading(this.page, title);
    await this.journal.at("edit-entry").click();
    await this.begin(new Draft(title, this.expected.entries.get(title).text, false, this.expected.entries.get(title).photos));
    await this.type();
  }

  async resume(title) {
    this.doing = `resuming "${title}"`;
    await this.journal.at("draft-card").filter({ hasText: title }).first().click();
    await this.begin(this.expected.drafts.get(title));
    await this.type();
  }

  /** The editor has opened with this draft in it. */
  async begin(draft) {
    draft.begin(draft.text, draft.stored);
    this.expected.drafts.set(draft.title, draft);
    this.expected.open = draft;
    this.cursor = [...draft.text].length;
    const found = await textOfEditor(this.page, (text) => text === draft.text);
    if (found !== draft.text) {
      throw new Violation("lost", `"${draft.title}" opened with another text`, { found, expected: draft.text });
    }
  }

  /** A burst at the end, or, less often, a few letters before it, and now and then a correction. */
  async type() {
    this.doing = "typing";
    const { random } = this;
    await this.press(["Control+End"]);
    if (random.chance(0.25)) await this.press(Array(random.whole(1, 12)).fill("ArrowLeft"));
    const [few, many] = BURST;
    for (let word = random.whole(few, many); word > 0; word -= 1) {
      await this.press([...random.pick(WORDS), random.chance(0.06) ? "Enter" : " "]);
      if (random.chance(0.1)) await this.press(Array(random.whole(1, 6)).fill("Backspace"));
    }
  }

  /** Presses keys one by one, each known to the model before the page can have it. */
  async press(keys) {
    const draft = this.expected.open;
    for (const key of keys) {
      const before = [...draft.text];
      if (key === "Control+End") this.cursor = before.length;
      else if (key === "ArrowLeft" || key === "Backspace") {
        if (this.cursor <= firstLine(before)) continue;
        this.cursor -= 1;
      }
      if (key === "Backspace") {
        draft.typing(before.toSpliced(this.cursor, 1).join(""));
      } else if (key === "Enter" || !isNamed(key)) {
        draft.typing(before.toSpliced(this.cursor, 0, key === "Enter" ? "\n" : key).join(""));
        this.cursor += 1;
      }
      if (isNamed(key)) await this.page.keyboard.press(key);
      else await this.page.keyboard.type(key);
      await this.page.waitForTimeout(this.random.between(0, 35));
      if (this.fault) throw this.fault;
    }
  }

  async save() {
    const draft = this.expected.open;
    this.doing = `saving "${draft.title}"`;
    this.expected.takeOff({ kind: "save", title: draft.title, text: draft.text });
    if (this.random.chance(0.5)) await this.journal.at("editor").press("Control+Enter");
    else await this.journal.at("save-entry").click();
    await this.landed();
    await this.journal.at("entry-view").waitFor();
  }

  /** Deletes an entry, and half of the time brings it back. */
  async remove(title, { mayUndo = true } = {}) {
    this.doing = `deleting "${title}"`;
    await openForReading(this.page, title);
    await this.closeToast();
    const depth = await this.page.evaluate(() => history.state);
    this.expected.takeOff({ kind: "delete", title });
    await this.journal.at("delete-entry").click();
    await this.landed();
    // The page goes back one step by itself.
    await this.page.waitForFunction((depth) => history.state < depth, depth);
    await this.page.waitForTimeout(100);
    if (mayUndo && this.random.chance(0.5)) {
      this.doing = `bringing "${title}" back`;
      this.expected.takeOff({ kind: "undo", title });
      await this.journal.at("undo").click();
      await this.landed();
    }
    await this.closeToast();
  }

  /** Brings a deleted entry back from the trash. */
  async takeFromTrash(title) {
    this.doing = `taking "${title}" from the trash`;
    const { page } = this;
    await this.closeToast();
    await page.evaluate(() => document.querySelector('[data-testid="open-trash"]').click());
    await this.journal.at("trash").waitFor();
    const line = this.journal.at("trash-item").filter({ has: page.getByText(title, { exact: true }) });
    await line.first().waitFor();
    this.expected.takeOff({ kind: "undo", title });
    this.onWrite();
    await line.first().getByTestId("trash-restore").click();
    await line.waitFor({ state: "detached" });
    this.expected.acknowledged.fromTrash += 1;
    this.expected.land();
    await page.goBack();
    await this.journal.at("trash").waitFor({ state: "detached" });
  }

  /** Saves a backup, deletes an entry, and brings the backup in: the entry is there again. */
  async loseAndRestore(title) {
    const { page, journal } = this;
    this.doing = "saving a backup";
    await journal.openSettings();
    // Together: a kill between the two must not leave a promise that nobody awaits.
    const [download] = await Promise.all([page.waitForEvent("download"), journal.at("backup-create").click()]);
    const file = path.join(this.folder, download.suggestedFilename());
    await download.saveAs(file);
    await page.waitForSelector('[data-testid="backup-status"][data-state="made"]');
    await this.remove(title, { mayUndo: false });
    this.doing = `bringing in the backup with "${title}"`;
    await journal.openSettings();
    this.expected.takeOff({ kind: "merge", title, titles: [title] });
    this.backup = file;
    await this.bringIn();
    this.expected.acknowledged.merges += 1;
    this.expected.land();
    await page.goBack();
    await journal.at("backup-status").waitFor({ state: "detached" });
  }

  /** Brings the backup in that was saved last; the settings are open. */
  async bringIn() {
    const { journal } = this;
    await journal.at("backup-restore").setInputFiles(this.backup);
    await journal.at("backup-passphrase").fill(this.passphrase);
    this.onWrite();
    await journal.at("backup-take").click();
    await journal.at("backup-report").getByText(/in your journal/).waitFor();
  }

  /** Brings the same backup in again: the journal has said that it came in part. */
  async goOnBringingIn() {
    await this.page.locator(".list-pane .trouble button").first().click();
    await this.journal.openSettings();
    await this.bringIn();
    await this.page.goBack();
    await this.journal.at("backup-status").waitFor({ state: "detached" });
  }

  /** Lets go of what was laid down outside the browser. */
  end() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The line at the foot would be taken for the answer to what is asked next. */
  async closeToast() {
    if (await this.journal.at("undo").count()) {
      await this.page.locator(".toast-close").click();
      await this.journal.at("undo").waitFor({ state: "detached" });
    }
  }

  /** Waits until the page has said that it is done. */
  async landed() {
    const begun = Date.now();
    while (this.expected.flight) {
      if (this.fault) throw this.fault;
      if (Date.now() - begun > 20_000) throw new Violation("fault", `the page does not say that ${this.doing} is done`);
      await this.page.waitForTimeout(10);
    }
  }

  async setAside() {
    const draft = this.expected.open;
    this.doing = `setting "${draft.title}" aside`;
    this.onWrite();
    await this.page.locator(".editor-bar .back").click();
    await this.journal.at("editor").waitFor({ state: "detached" });
    draft.acknowledgeAll();
    this.expected.open = null;
  }

  async lock() {
    this.doing = "locking";
    const draft = this.expected.open;
    this.onWrite();
    await this.page.keyboard.press("Control+Shift+L");
    await this.journal.at("unlock").waitFor();
    draft?.acknowledgeAll();
    await this.comeBack(Date.now());
  }

  async reload() {
    this.doing = "reloading";
    const stopped = Date.now();
    this.onWrite();
    await this.page.reload();
    await this.journal.at("unlock").waitFor();
    await this.comeBack(stopped);
  }

  async takeOver() {
    this.doing = "taking over in a second tab";
    const left = this.page;
    const draft = this.expected.open;
    const page = await this.browser.context.newPage();
    await page.goto(`${this.browser.origin}/`);
    await page.getByTestId("other-tab").waitFor();
    this.onWrite();
    await page.getByTestId("take-over").click();
    await page.getByTestId("unlock").waitFor();
    draft?.acknowledgeAll();
    this.take(page);
    await left.close();
    await this.comeBack(Date.now());
  }

  /** Unlocks; the text that was being written must be there. */
  async comeBack(stopped) {
    const { expected } = this;
    const draft = expected.open;
    expected.open = null;
    this.doing = `unlocking after ${this.doing}`;
    await this.journal.unlock(this.passphrase);
    const found = await survey(this.page, expected);
    const text = found.editor;
    if (draft) {
      draft.settle(text !== null && draft.knows(text) ? text : null, stopped);
      if (!draft.stored) expected.drafts.delete(draft.title);
    }
    if (text === null) return;
    const opened = [...expected.drafts.values()].find((other) => other.text === text);
    if (!opened) throw new Violation("typing", "the editor opened with a text that nobody left there", { text });
    expected.open = opened;
    opened.begin(opened.text, true);
  }
}

/** Whether this is the name of a key rather than what it types. */
function isNamed(key) {
  return key.length > 1 && /^[A-Z]/.test(key);
}

/** Corrections leave the first line alone: entries are told apart by it. */
function firstLine(symbols) {
  const end = symbols.indexOf("\n");
  return end < 0 ? symbols.length : end + 2;
}
