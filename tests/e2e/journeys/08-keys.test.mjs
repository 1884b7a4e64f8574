// Changing the passphrase; making a recovery key, forgetting the passphrase, and getting in again.
import assert from "node:assert/strict";
import { PASSPHRASE } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { inspectEverywhere } from "../support/look.mjs";

const NEW = "quorvath bimsel tragonde fulmiq";

async function chooseNew(journal, passphrase) {
  await journal.at("new-passphrase").fill(passphrase);
  await journal.at("new-passphrase-repeat").fill(passphrase);
}

/** Asks for a recovery key and returns its groups, as they are shown. */
async function showKey(journal, passphrase = PASSPHRASE) {
  await journal.at("recovery-create").click();
  await journal.at("recovery-passphrase").fill(passphrase);
  await journal.at("recovery-make").click();
  return journal.shownKey();
}

async function refuses(journal, passphrase) {
  await journal.at("passphrase").fill(passphrase);
  await journal.at("unlock").click();
  assert.match(await journal.said("unlock-error"), /not this journal/);
}

journey("a forgotten passphrase: the recovery key opens the journal and sets a new one", async ({ journal }) => {
  await journal.create();
  await journal.write("Rain on the roof\n\nAll night.");
  await journal.openSettings();
  const groups = await showKey(journal);

  // Not in use before two groups are typed back.
  await journal.at("recovery-confirm").click();
  assert.ok(await journal.at("recovery-shown").isVisible(), "the screen lets go of a key that nobody has written down");
  await journal.typeKeyBack(groups);
  await journal.at("recovery-remove").waitFor();
  await journal.lock();

  await journal.at("recovery-use").click();
  const typed = [...groups];
  typed[4] = typed[4].slice(0, 4) + (typed[4][4] === "7" ? "8" : "7");
  await journal.at("recovery-input").fill(typed.join(" "));
  await journal.at("recovery-unlock").click();
  assert.match(await journal.said("recovery-error"), /group 5/i);
  await journal.at("recovery-input").fill(groups.join(" ").toLowerCase());
  await journal.at("recovery-unlock").click();
  await chooseNew(journal, NEW);
  await journal.at("recovery-open").click();
  await journal.openEntry("Rain on the roof");
  await journal.reads("All night.");

  await journal.lock();
  await refuses(journal, PASSPHRASE);
  await journal.unlock(NEW);
  await journal.openEntry("Rain on the roof");

  // The key is replaced: the one on paper ends. Removed: nothing but the passphrase is left.
  await journal.openSettings();
  const second = await showKey(journal, NEW);
  assert.notDeepEqual(second, groups);
  await journal.typeKeyBack(second);
  await journal.lock();
  await journal.at("recovery-use").click();
  await journal.at("recovery-input").fill(groups.join("-"));
  await journal.at("recovery-unlock").click();
  assert.match(await journal.said("recovery-error"), /not the one of this journal/);
  await journal.page.reload();
  await journal.unlock(NEW);
  await journal.openSettings();
  await journal.at("recovery-remove").click();
  await journal.page.locator("dialog[open] button.danger").click();
  await journal.at("recovery-remove").waitFor({ state: "hidden" });
  await journal.lock();
  await journal.at("recovery-use").click();
  await journal.at("recovery-input").fill(second.join("-"));
  await journal.at("recovery-unlock").click();
  assert.match(await journal.said("recovery-error"), /No recovery key/);
});

journey("the passphrase is changed, with memory against guessing", async ({ journal }) => {
  await journal.create();
  await journal.write("A letter to nobody\n\nOnly this.");
  await journal.openSettings();
  const change = async (old, next) => {
    await journal.at("present-passphrase").fill(old);
    await chooseNew(journal, next);
    await journal.at("change-passphrase-do").click();
  };
  await journal.at("change-passphrase").click();
  await change(NEW, NEW);
  assert.match(await journal.said("change-error"), /not this journal/);
  await journal.page.getByText("Time and memory", { exact: true }).click();
  await change(PASSPHRASE, NEW);
  await journal.at("change-passphrase").waitFor();
  await journal.lock();
  await refuses(journal, PASSPHRASE);
  await journal.unlock(NEW);
  await journal.openEntry("A letter to nobody");
  await journal.reads("Only this.");
  // The choice is kept.
  await journal.openSettings();
  await journal.at("change-passphrase").click();
  await journal.page.waitForFunction(() => document.querySelectorAll('input[name="kdf"]')[1]?.checked);
});

const PHONE = { width: 360, height: 780 };

journey(
  "screens of keys are accessible: phone, light and dark",
  async ({ browser, journal }) => {
    const { page } = browser;
    const found = [];
    const wide = async (name) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      return overflow > 0 ? [`${name}: ${overflow} px wider than the phone`] : [];
    };
    const look = async (name) => found.push(...(await inspectEverywhere(page, name, { sizes: { phone: PHONE }, look: wide, fullPage: true })));
    await journal.create();
    await journal.openSettings();
    await journal.at("change-passphrase").click();
    await journal.at("new-passphrase").fill("weak");
    await journal.at("change-passphrase").waitFor({ state: "hidden" });
    await journal.at("new-passphrase").scrollIntoViewIfNeeded();
    await look("change-passphrase");
    const groups = await showKey(journal);
    await journal.at("recovery-shown").scrollIntoViewIfNeeded();
    await look("recovery-key");
    // On paper: the key and what it is for, and nothing else.
    await page.emulateMedia({ media: "print" });
    const printed = await page.evaluate(() => document.body.innerText);
    assert.ok(groups.every((group) => printed.includes(group)), printed);
    assert.doesNotMatch(printed, /Appearance|Model|Lock now|Type two|Group \d/);
    await page.emulateMedia({ media: "screen" });
    await journal.typeKeyBack(groups);
    await look("recovery-ready");
    await journal.lock();
    await journal.at("recovery-use").click();
    await journal.at("recovery-input").fill("nothing like it");
    await journal.at("recovery-unlock").click();
    await journal.said("recovery-error");
    await look("recovery-use");
    await journal.at("recovery-input").fill(groups.join(" "));
    await journal.at("recovery-unlock").click();
    await journal.at("new-passphrase").waitFor();
    await look("recovery-new-passphrase");
    assert.deepEqual(found, []);
  },
  { browser: { viewport: PHONE, reducedMotion: "reduce" } },
);
