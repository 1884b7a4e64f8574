// The sample journal: everything can be tried in it, and it leaves no trace.
import assert from "node:assert/strict";
import { dumpStorage } from "../support/dump.mjs";
import { journey } from "../support/journey.mjs";
import { inspect } from "../support/look.mjs";

/** What is stored, by place; where the page stands in its history is not. */
async function stored(page) {
  const places = await dumpStorage(page);
  return Object.fromEntries(places.filter(({ name }) => name !== "history").map(({ name, bytes }) => [name, bytes.toString("latin1")]));
}

/** What is stored once the journal has come to rest: its index of words is stored a little later. */
async function settled(page) {
  for (let before = await stored(page); ; ) {
    await page.waitForTimeout(1_200);
    const after = await stored(page);
    if (Object.keys(after).every((name) => after[name] === before[name])) return after;
    before = after;
  }
}

function same(before, after, what) {
  assert.deepEqual(Object.keys(after).sort(), Object.keys(before).sort(), `${what}: the places`);
  for (const [name, bytes] of Object.entries(before)) assert.ok(after[name] === bytes, `${what}: ${name} has changed`);
}

journey("the sample leaves no trace, and a journal of one's own is not touched by it", async ({ browser, journal, server }) => {
  const { page } = browser;
  const found = [];
  await journal.at("open-sample").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  found.push(...(await inspect(page, "welcome-desktop-light")));
  const before = await stored(page);

  // Without a journal: looked at, written in, searched, exported, left.
  await journal.at("open-sample").click();
  await journal.at("sample-banner").waitFor();
  await journal.at("entry-card").first().waitFor();
  await journal.at("on-this-day").waitFor();
  await journal.at("streak").waitFor();
  await journal.at("open-calendar").click();
  await page.locator("[data-testid=calendar-day]").first().waitFor();
  await journal.at("search").fill("boathouse");
  await journal.at("search-result").first().waitFor();
  await journal.at("search-result").first().click();
  await journal.at("entry-view").waitFor();
  found.push(...(await inspect(page, "sample-desktop-light")));
  await journal.at("search").fill("");
  await journal.write("A zephyrine line of my own. #tried");
  await journal.at("favourite").first().click();
  await journal.at("open-settings").first().click();
  await journal.at("export").waitFor();
  assert.equal(await journal.at("backup-create").count(), 0, "what would leave something is not offered");
  assert.equal(await journal.at("open-sample").count(), 0);
  same(before, await stored(page), "while it is open");
  await journal.at("start-own").click();
  await journal.at("passphrase").waitFor();
  assert.equal(await journal.at("sample-banner").count(), 0);
  same(before, await stored(page), "after leaving it");
  // Without a network it is there, too, and whatever follows. Reloading leaves it.
  await server.stop();
  await page.reload();
  await journal.at("open-sample").click();
  await journal.at("sample-banner").waitFor();
  await page.reload();
  await journal.at("begin-journal").waitFor();
  same(before, await stored(page), "after a reload");

  // From the settings of a journal of one's own, which is locked meanwhile.
  await journal.create();
  await journal.write("Mine alone");
  await journal.openSettings();
  const own = await settled(page);
  await journal.at("open-sample").click();
  await journal.at("sample-banner").waitFor();
  await journal.at("entry-card").first().waitFor();
  assert.equal(await page.getByText("Mine alone").count(), 0);
  await journal.write("Nothing of this stays");
  same(own, await stored(page), "beside a journal");
  await journal.at("leave-sample").click();
  await journal.at("unlock").waitFor();
  same(own, await stored(page), "back at the lock");
  await journal.unlock();
  assert.equal(await journal.at("entry-card").count(), 1);
  await page.keyboard.press("Escape");
  await journal.openSettings();
  await journal.at("audit-open").click();
  await journal.at("audit-event").first().waitFor();
  assert.equal(await page.getByText(/sample/i).count(), 0, "the record of activity knows nothing of it");
  // The browser says for itself that nobody answers.
  browser.forgive(/ERR_CONNECTION_REFUSED/);
  assert.deepEqual(found, []);
});
