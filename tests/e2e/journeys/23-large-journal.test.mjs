// Years of writing: the page holds a few screens of the list and nothing of it is missing,
// doubled or out of place, however one moves through it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { journey } from "../support/journey.mjs";
import { PASSPHRASE } from "../support/journal.mjs";
import { Native } from "../support/native.mjs";

const ENTRIES = 2_000;
/** Cards that may be in the page at once: three screens of the list, and a day that has the focus. */
const MOST_CARDS = 130;
const NEWEST = Date.UTC(2024, 5, 30);
const dayOf = (at) => new Date(NEWEST - Math.floor(at / 3) * 86_400_000).toISOString().slice(0, 10);
const LONG = "which goes on for so long that it needs a second line in the list";

/** A journal of 2,000 entries, three a day, with lines of different heights, as a backup. */
function backup(folder) {
  const entries = Array.from({ length: ENTRIES }, (_, at) => ({
    title: `Entry ${at}${at % 4 === 0 ? ` ${LONG}` : ""}.`,
    body: at % 5 === 0 ? "The water was grey. #harbour" : "The water was grey.",
    date: dayOf(at),
    time: `1${8 - (at % 3)}:30`,
    tags: [],
    starred: false,
  }));
  writeFileSync(path.join(folder, "journal.json"), JSON.stringify({ tags: {}, entries }));
  const native = new Native(folder, "large", PASSPHRASE);
  native.run(["create"]);
  native.run(["import", "journal.json"]);
  native.run(["backup", "large.companion"]);
  return path.join(folder, "large.companion");
}

/** What of the list is in the page: numbers of the entries in order, and where they are. */
const look = (page) =>
  page.evaluate(() => {
    const pane = document.querySelector('[data-testid="entry-list"]');
    const edge = pane.getBoundingClientRect();
    const cards = [...document.querySelectorAll('.timeline [data-testid="entry-card"]')];
    const number = (card) => Number(/Entry (\d+)/.exec(card.textContent)?.[1]);
    const seen = cards.filter((card) => {
      const box = card.getBoundingClientRect();
      return box.bottom > edge.top && box.top < edge.bottom;
    });
    const tops = seen.map((card) => Math.round(card.getBoundingClientRect().top));
    return {
      all: cards.map(number),
      seen: seen.map(number),
      tops,
      // Between two cards there is a line or a day's heading, never a hole and never a card.
      gaps: seen.slice(1).map((card, at) => Math.round(card.getBoundingClientRect().top - seen[at].getBoundingClientRect().bottom)),
      focused: number(document.activeElement),
      atEnd: pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 2,
    };
  });
const frames = (page, count = 3) =>
  page.evaluate(async (count) => {
    for (let at = 0; at < count; at += 1) await new Promise(requestAnimationFrame);
  }, count);
/** From now on the page notes what moves without having been moved. */
const noteShifts = (page) =>
  page.evaluate(() => {
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: "layout-shift" });
  });
/** A journal's entries follow each other: none is missing and none stands twice. */
const isWhole = (numbers) => numbers.every((number, at) => at === 0 || number === numbers[at - 1] + 1);

journey("2,000 entries: a few screens in the page, everything within reach", async ({ browser, journal, test }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "companion-large-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const { page } = browser;
  const file = backup(folder);
  await journal.at("backup-restore").setInputFiles(file);
  await journal.at("backup-passphrase").fill(PASSPHRASE);
  await journal.at("backup-take").click();
  const card = (number) => page.locator(".timeline").getByTestId("entry-card").filter({ hasText: new RegExp(`Entry ${number}\\b`) });
  await card(0).waitFor();
  await frames(page);
  const pane = journal.at("entry-list");
  await noteShifts(page);

  // Page by page from one end to the other: everything is seen once, in order, without holes.
  const known = new Set();
  let before = await look(page);
  assert.equal(before.seen[0], 0);
  await pane.hover();
  for (let step = 0; !before.atEnd; step += 1) {
    assert.ok(step < 400, `the end is not reached: ${JSON.stringify(before)}`);
    // A few days by the wheel as one reads, the years between in long strokes.
    const stroke = step < 12 || step % 10 === 0 ? 500 : 6_000;
    await page.mouse.wheel(0, stroke);
    await frames(page, 2);
    const now = await look(page);
    assert.ok(now.all.length <= MOST_CARDS, `${now.all.length} cards are in the page`);
    assert.ok(isWhole(now.all), `out of order: ${now.all}`);
    assert.ok(now.seen.length >= 4, `too little is seen after ${step}: ${now.seen}`);
    assert.ok(now.gaps.every((gap) => gap >= 0 && gap < 80), `holes between cards: ${now.gaps}`);
    if (stroke === 500) {
      // What was seen before has moved by the stroke and not jumped by what became known.
      const shared = before.seen.find((number) => now.seen.includes(number));
      if (shared !== undefined && !now.atEnd) {
        const moved = before.tops[before.seen.indexOf(shared)] - now.tops[now.seen.indexOf(shared)];
        assert.ok(Math.abs(moved - stroke) <= 2, `moved by ${moved} instead of ${stroke}`);
      }
    }
    now.seen.forEach((number) => known.add(number));
    before = now;
  }
  assert.equal(before.seen.at(-1), ENTRIES - 1, "the oldest entry stands at the end");
  assert.ok(known.has(0) && known.size > 100);
  // And upwards, where days become known above what is seen.
  for (let step = 0; step < 12; step += 1) {
    await page.mouse.wheel(0, -450);
    await frames(page, 2);
    const now = await look(page);
    const shared = before.seen.find((number) => now.seen.includes(number));
    const moved = now.tops[now.seen.indexOf(shared)] - before.tops[before.seen.indexOf(shared)];
    assert.ok(Math.abs(moved - 450) <= 2, `moved by ${moved} instead of 450`);
    before = now;
  }

  // Days that come into the page are never painted out of their place, not for one frame.
  assert.deepEqual(await page.evaluate(() => window.shifts), []);

  // Screen readers hear a feed, and where in it each day stands.
  const feed = page.locator('.timeline[role="feed"]');
  const last = feed.locator("article").last();
  assert.equal(await last.getAttribute("aria-setsize"), String(Math.ceil(ENTRIES / 3)));
  assert.ok(Number(await last.getAttribute("aria-posinset")) > 600);

  // By keyboard, also to what is not in the page.
  await card(before.seen[2]).focus();
  const press = async (key, number) => {
    await page.keyboard.press(key);
    await page.waitForFunction((number) => new RegExp(`Entry ${number}\\b`).test(document.activeElement?.textContent), number, { timeout: 5_000 });
    await frames(page);
    const { seen, all } = await look(page);
    assert.ok(seen.includes(number), `${key}: ${number} has the focus and is not seen among ${seen}`);
    assert.ok(all.length <= MOST_CARDS);
  };
  await press("Home", 0);
  for (let number = 1; number <= 8; number += 1) await press("ArrowDown", number);
  await press("PageDown", 18);
  await press("ArrowUp", 17);

  // From the calendar to a day of years ago.
  await journal.at("open-calendar").click();
  await journal.at("calendar-year").selectOption("2023");
  await page.locator(`[data-testid="calendar-day"][data-written="true"]`).first().click();
  const first = await page.locator('[data-testid="day-entries"] [data-testid="entry-card"]').first().innerText();
  const goal = Number(/Entry (\d+)/.exec(first)[1]);
  await journal.at("show-in-list").click();
  await page.waitForFunction((number) => new RegExp(`Entry ${number}\\b`).test(document.activeElement?.textContent), goal);
  await frames(page);
  assert.ok((await look(page)).seen.includes(goal));

  // On a phone an entry takes the list's place; coming back, the list is where it was.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goBack();
  await pane.waitFor();
  await frames(page, 4);
  before = await look(page);
  assert.ok(isWhole(before.all) && before.seen[0] > 200);
  const middle = before.seen[3];
  await card(middle).click();
  await journal.at("entry-view").waitFor();
  await page.goBack();
  await pane.waitFor();
  await frames(page, 4);
  const back = await look(page);
  assert.deepEqual([back.seen, back.tops], [before.seen, before.tops], "the list stands where it was left");

  // A star changes no place; a filter begins at its newest entry; without it all are there again.
  await page.setViewportSize({ width: 1280, height: 800 });
  await frames(page, 4);
  before = await look(page);
  const line = page.locator(".timeline .card-line").filter({ hasText: new RegExp(`Entry ${before.seen[3]}\\b`) });
  await line.getByTestId("favourite").click();
  await page.locator('.timeline [data-testid="favourite"][aria-pressed="true"]').waitFor();
  await frames(page);
  assert.deepEqual((await look(page)).tops, before.tops);
  await pane.evaluate((pane) => pane.scrollTo(0, 0));
  await journal.at("filter-toggle").click();
  await journal.at("filter-favourite").click();
  await journal.at("found-count").getByText("1 of").waitFor();
  assert.deepEqual((await look(page)).all, [before.seen[3]]);
  await journal.at("filter-favourite").click();
  await card(0).waitFor();
  await frames(page);
  assert.ok(isWhole((await look(page)).all));
});
