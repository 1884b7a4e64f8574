// Changing the passphrase; making a recovery key, forgetting the passphrase, and getting in again.
import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Browser } from "../support/browser.mjs";
import { Journal, PASSPHRASE } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { startServer } from "../support/server.mjs";

const NEW = "quorvath bimsel tragonde fulmiq";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const output = new URL("../output/screens/", import.meta.url).pathname;
mkdirSync(output, { recursive: true });

async function chooseNew(journal, passphrase) {
  await journal.at("new-passphrase").fill(passphrase);
  await journal.at("new-passphrase-repeat").fill(passphrase);
}

/** Asks for a recovery key and returns its groups, as they are shown. */
async function showKey(journal, passphrase = PASSPHRASE) {
  await journal.at("recovery-create").click();
  await journal.at("recovery-passphrase").fill(passphrase);
  await journal.at("recovery-make").click();
  await journal.at("recovery-shown").waitFor();
  const groups = await journal.at("recovery-words").locator("li").allInnerTexts();
  assert.equal(groups.length, 13);
  for (const group of groups) assert.match(group, /^[0-9A-HJKMNP-TV-Z]{5}$/);
  return groups;
}

/** Types the two groups that are asked for. */
async function typeBack(journal, groups) {
  for (const field of await journal.at("recovery-group").all()) {
    const number = Number(await field.getAttribute("data-group"));
    await field.fill(groups[number - 1].toLowerCase());
  }
  await journal.at("recovery-confirm").click();
  await journal.at("recovery-shown").waitFor({ state: "hidden" });
}

/** Waits for words in an alert. */
async function said(journal, testId) {
  await journal.page.waitForFunction((id) => document.querySelector(`[data-testid="${id}"]`)?.innerText.trim(), testId);
  return journal.at(testId).innerText();
}

async function refuses(journal, passphrase) {
  await journal.at("passphrase").fill(passphrase);
  await journal.at("unlock").click();
  assert.match(await said(journal, "unlock-error"), /not this journal/);
}

journey("a forgotten passphrase: the recovery key opens the journal and sets a new one", async ({ journal }) => {
  await journal.create();
  await journal.write("Rain on the roof\n\nAll night.");
  await journal.openSettings();
  const groups = await showKey(journal);

  // Not in use before two groups are typed back.
  await journal.at("recovery-confirm").click();
  assert.ok(await journal.at("recovery-shown").isVisible(), "the screen lets go of a key that nobody has written down");
  await typeBack(journal, groups);
  await journal.at("recovery-remove").waitFor();
  await journal.lock();

  await journal.at("recovery-use").click();
  const typed = [...groups];
  typed[4] = typed[4].slice(0, 4) + (typed[4][4] === "7" ? "8" : "7");
  await journal.at("recovery-input").fill(typed.join(" "));
  await journal.at("recovery-unlock").click();
  assert.match(await said(journal, "recovery-error"), /group 5/i);
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
  await typeBack(journal, second);
  await journal.lock();
  await journal.at("recovery-use").click();
  await journal.at("recovery-input").fill(groups.join("-"));
  await journal.at("recovery-unlock").click();
  assert.match(await said(journal, "recovery-error"), /not the one of this journal/);
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
  assert.match(await said(journal, "recovery-error"), /No recovery key/);
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
  assert.match(await said(journal, "change-error"), /not this journal/);
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

for (const colorScheme of ["light", "dark"]) {
  test(`screens of keys are accessible: phone, ${colorScheme}`, async () => {
    const server = await startServer();
    const browser = await Browser.launch(server.origin, {
      viewport: { width: 360, height: 780 },
      colorScheme,
      reducedMotion: "reduce",
    });
    const found = [];
    const look = async (name) => {
      await browser.page.waitForTimeout(400); // let fades end, so that contrast is measured on final colours
      await browser.page.screenshot({ path: `${output}${name}-phone-${colorScheme}.png`, fullPage: true });
      await browser.page.evaluate(axe);
      const { violations } = await browser.page.evaluate(() => window.axe.run(document));
      for (const { id, nodes } of violations) found.push(`${name}: ${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
      const overflow = await browser.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) found.push(`${name}: ${overflow} px wider than the phone`);
    };
    try {
      const journal = new Journal(browser.page, server.origin);
      await journal.visit();
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
      await browser.page.emulateMedia({ media: "print" });
      const printed = await browser.page.evaluate(() => document.body.innerText);
      assert.ok(groups.every((group) => printed.includes(group)), printed);
      assert.doesNotMatch(printed, /Appearance|Model|Lock now|Type two|Group \d/);
      await browser.page.emulateMedia({ media: "screen" });
      await typeBack(journal, groups);
      await look("recovery-ready");
      await journal.lock();
      await journal.at("recovery-use").click();
      await journal.at("recovery-input").fill("nothing like it");
      await journal.at("recovery-unlock").click();
      await said(journal, "recovery-error");
      await look("recovery-use");
      await journal.at("recovery-input").fill(groups.join(" "));
      await journal.at("recovery-unlock").click();
      await journal.at("new-passphrase").waitFor();
      await look("recovery-new-passphrase");
      assert.deepEqual(found, []);
      browser.assertCalm();
    } finally {
      await browser.close();
      await server.stop();
    }
  });
}
