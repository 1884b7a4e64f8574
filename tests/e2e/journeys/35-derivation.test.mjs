// Deriving keys takes long on purpose: how far it is, and what guessing costs, is said.
import assert from "node:assert/strict";
import { assertAccessible } from "../support/look.mjs";
import { prepared } from "../support/prepared.mjs";
import { WorkerFaults } from "../support/worker-faults.mjs";

prepared("a derivation that takes long shows how far it is, and both costs are shown before choosing", WorkerFaults.install, async ({ journal, page, tools }) => {
  await journal.create();
  // From the next worker on, which starts when the journal is locked.
  tools.initial.answerAfter_ms = 1_400;
  await journal.lock();
  await journal.at("passphrase").fill("mimzup dralvek fostiqua belgrond");
  await journal.at("unlock").click();
  await journal.at("derivation").waitFor();
  const bar = page.locator('[data-testid="derivation"] progress');
  await page.waitForFunction(() => document.querySelector('[data-testid="derivation"] progress')?.max > 1);
  assert.ok((await bar.getAttribute("aria-label")).length > 5);
  await journal.at("unlock").waitFor({ state: "hidden" });
  await tools.set(page, { answerAfter_ms: 0 });
  await journal.openSettings();
  await journal.at("change-passphrase").click();
  await page.waitForSelector('[data-testid="kdf-cost"][data-state="measured"]');
  assert.match(await journal.at("kdf-cost").innerText(), /about \d+(\.\d)? s with time, about \d+(\.\d)? s with time and memory/);
  await assertAccessible(page);
});
