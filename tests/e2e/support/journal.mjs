// What a person does in the app, in terms of the names that tests may rely on.
import assert from "node:assert/strict";

// Invented words: the strength estimate ships a dictionary, in which a search for leaked words
// would find real ones.
export const PASSPHRASE = "mimzup dralvek fostiqua belgrond";

export class Journal {
  /** @param {import("playwright-core").Page} page */
  constructor(page, origin) {
    this.page = page;
    this.origin = origin;
  }

  at(testId) {
    return this.page.getByTestId(testId);
  }

  async visit(query = "") {
    await this.page.goto(`${this.origin}/${query}`);
  }

  /** From the first screen to that of the passphrase. */
  async begin() {
    const begin = this.at("begin-journal");
    await begin.or(this.at("passphrase")).first().waitFor();
    if (await begin.count()) await begin.click();
    await this.at("passphrase").waitFor();
  }

  /** A new journal, with its list shown: the first page, which it opens with, is left empty. */
  async create(passphrase = PASSPHRASE) {
    await this.begin();
    await this.at("passphrase").fill(passphrase);
    await this.at("passphrase-repeat").fill(passphrase);
    await this.at("create-journal").click();
    await this.at("editor").waitFor();
    // What another app has shared is on the page already, and stays there.
    if ((await this.at("editor").inputValue()) !== "") return;
    await this.page.goBack();
    await this.at("editor").waitFor({ state: "detached" });
    await this.at("new-entry").first().waitFor();
  }

  async unlock(passphrase = PASSPHRASE) {
    await this.at("passphrase").fill(passphrase);
    await this.at("unlock").click();
    await this.at("unlock").waitFor({ state: "hidden" });
  }

  async startEntry(text) {
    await this.at("new-entry").first().click();
    await this.at("editor").waitFor();
    if (text) await this.at("editor").pressSequentially(text, { delay: 5 });
  }

  async saveState(state) {
    await this.page.waitForSelector(`[data-testid="save-state"][data-state="${state}"]`, { state: "attached" });
  }

  async save() {
    await this.at("save-entry").click();
    await this.at("entry-view").waitFor();
  }

  async write(text) {
    await this.startEntry();
    await this.at("editor").fill(text);
    await this.save();
  }

  /** Opens the first entry of the list whose card shows `title`. */
  async openEntry(title) {
    await this.showList();
    await this.at("entry-card").filter({ hasText: title }).first().click();
    await this.at("entry-view").waitFor();
  }

  /** On phones the list is a screen of its own. */
  async showList() {
    const list = this.at("entry-list");
    if (!(await list.isVisible())) await this.page.goBack();
    await list.waitFor();
  }

  /** The groups of the recovery key that is shown to be copied. */
  async shownKey() {
    await this.at("recovery-shown").waitFor();
    const groups = await this.at("recovery-words").locator("li").allInnerTexts();
    assert.equal(groups.length, 13);
    for (const group of groups) assert.match(group, /^[0-9A-HJKMNP-TV-Z]{5}$/);
    return groups;
  }

  /** Types the two groups of the shown key that are asked for. */
  async typeKeyBack(groups) {
    for (const field of await this.at("recovery-group").all()) {
      const number = Number(await field.getAttribute("data-group"));
      await field.fill(groups[number - 1].toLowerCase());
    }
    await this.at("recovery-confirm").click();
    await this.at("recovery-shown").waitFor({ state: "hidden" });
  }

  /** Waits for words in an alert. */
  async said(testId) {
    await this.page.waitForFunction((id) => document.querySelector(`[data-testid="${id}"]`)?.innerText.trim(), testId);
    return this.at(testId).innerText();
  }

  async lock() {
    await this.at("lock").first().click();
    await this.at("unlock").waitFor();
  }

  async openSettings() {
    await this.at("open-settings").first().click();
    await this.at("model-status").waitFor({ state: "attached" });
  }

  async modelState(state, timeout = 60_000) {
    await this.page.waitForSelector(`[data-testid="model-status"][data-state="${state}"]`, { state: "attached", timeout });
  }

  /** Waits until the entry that is shown says so. */
  async reads(text) {
    const view = this.at("entry-view");
    const says = (words) => document.querySelector('[data-testid="entry-view"]')?.innerText.includes(words);
    await this.page.waitForFunction(says, text).catch(async () => {
      assert.fail(`the reading view shows ${JSON.stringify(await view.innerText())}, not ${JSON.stringify(text)}`);
    });
  }
}
