// What was written is found again without a search: by mood, star, tag and day, in the calendar, and
// on the same day a year later.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";
import { inspectEverywhere } from "../support/look.mjs";

const face = (place, level) => place.locator(`[data-testid="mood-pick"] button[data-mood="${level}"]`);
const pressed = (locator) => locator.getAttribute("aria-pressed");
// Their text content: what has just come into the list is not laid out before the next frame.
const titles = (journal) => journal.at("entry-list").getByTestId("entry-card").locator(".card-title").allTextContents();
const found = async (page, text) => page.getByTestId("found-count").getByText(text, { exact: true }).waitFor();
const iso = (days) => {
  const day = new Date(Date.now() + days * 86_400_000);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
};

journey("a mood by one touch, a star, tags, and filters by each", async ({ browser, journal }) => {
  const { page } = browser;
  await journal.create();
  assert.equal(await journal.at("open-calendar").count(), 0, "an empty journal offers nothing to look for");

  // While writing: one touch, kept with the draft.
  await journal.startEntry("Harbour\n\nWalked with #Lena. #旅行 and #Grüße, not `#code`.");
  await face(page, 4).click();
  await journal.saveState("draft-saved");
  await page.reload();
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await pressed(face(page, 4)), "true", "the mood is part of the draft");
  await journal.save();
  assert.deepEqual(await journal.at("entry-tag").allInnerTexts(), ["#Lena", "#旅行", "#Grüße"]);

  // On reading: one touch sets another, the same again takes it back; no earlier version is made.
  assert.equal(await pressed(face(page, 4)), "true");
  await face(page, 2).click();
  await page.waitForSelector('[data-testid="mood-pick"][data-chosen="2"]');
  await journal.at("entry-list").getByText("Low").waitFor();
  await face(page, 2).click();
  await page.waitForSelector('[data-testid="mood-pick"]:not([data-chosen])');
  await face(page, 5).click();
  await page.waitForSelector('[data-testid="mood-pick"][data-chosen="5"]');
  await page.locator(".bar").getByTestId("favourite").click();
  await page.waitForSelector('.bar [data-testid="favourite"][aria-pressed="true"]');
  await journal.at("entry-list").locator('[data-testid="favourite"][aria-pressed="true"]').waitFor();
  assert.equal(await journal.at("open-versions").count(), 0);

  await journal.write("Rain\n\nOnly #rain, and the #lena song.");
  await face(page, 1).click();
  await journal.write("Plain\n\nNothing special.");

  // Marks last.
  await page.reload();
  await journal.unlock();
  assert.deepEqual(await titles(journal), ["Plain", "Rain", "Harbour"]);
  await journal.openEntry("Harbour");
  await page.waitForSelector('[data-testid="mood-pick"][data-chosen="5"]');

  // A tag touched in an entry filters the list; the chip takes it away.
  await page.getByTestId("entry-tag").filter({ hasText: "Lena" }).click();
  await found(page, "2 of 3 entries");
  assert.deepEqual(await titles(journal), ["Rain", "Harbour"]);
  assert.equal(await journal.at("streak").count(), 0, "nothing stands above what was looked for");
  await journal.at("filter-chip").click();
  assert.deepEqual(await titles(journal), ["Plain", "Rain", "Harbour"]);

  await journal.at("filter-toggle").click();
  await page.locator('[data-testid="filter-mood"][data-mood="1"]').click();
  assert.deepEqual(await titles(journal), ["Rain"]);
  await page.locator('[data-testid="filter-mood"][data-mood="5"]').click();
  assert.deepEqual(await titles(journal), ["Rain", "Harbour"]);
  await journal.at("filter-favourite").click();
  assert.deepEqual(await titles(journal), ["Harbour"]);
  await found(page, "1 of 3 entries");
  assert.deepEqual(await journal.at("filter-chip").allInnerTexts(), ["Awful", "Great", "Favourites"]);
  await journal.at("filter-photo").click();
  await journal.at("none-found").waitFor();
  await journal.at("clear-filters").click();
  assert.equal((await titles(journal)).length, 3);
  await journal.at("filter-to").fill(iso(-1));
  await found(page, "0 of 3 entries");
  await journal.at("filter-to").fill(iso(0));
  await found(page, "3 of 3 entries");
  await journal.at("filter-chip").click();

  // A star taken back from the list, by keyboard: the focus stays on it.
  const star = journal.at("entry-list").locator('[data-testid="favourite"][aria-pressed="true"]');
  await star.focus();
  await page.keyboard.press("Enter");
  await star.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "favourite");

  // Another name for a tag, in every entry, and back.
  await journal.at("open-tags").click();
  assert.deepEqual(await journal.at("tag").locator(".card-title").allInnerTexts(), ["#lena", "#Grüße", "#rain", "#旅行"]);
  const rename = async (to) => {
    await journal.at("rename-tag").first().click();
    await journal.at("rename-field").fill(to);
    await journal.at("rename-submit").click();
    await page.locator("dialog[open]").getByRole("button", { name: "Rename" }).click();
  };
  await rename("12");
  await journal.at("rename-outcome").getByText("A tag is one word").waitFor();
  await rename("#Lena Marie");
  await journal.at("rename-outcome").getByText("Renamed in 2 entries").waitFor();
  await journal.at("tag").first().getByText("#Lena-Marie").waitFor();
  await journal.openEntry("Rain");
  await journal.reads("the #Lena-Marie song");
  await journal.at("open-tags").click();
  await journal.at("undo-rename").click();
  await journal.at("tag").first().getByText("#lena").waitFor();
  await journal.openEntry("Harbour");
  await journal.reads("Walked with #Lena.");

  await journal.lock();
  const left = await page.evaluate(() => document.body.innerText);
  assert.ok(!/Lena|Harbour|rain/i.test(left), left);
});

journey("the calendar shows, opens and begins; this day of another year comes back", async ({ browser, journal }) => {
  const { page } = browser;
  await journal.create();
  await journal.write("Today\n\nA few words of today.");
  await journal.at("streak").getByText("You have written on 1 of the last 7 days").waitFor();
  assert.equal(await journal.at("on-this-day").count(), 0);

  await journal.at("open-calendar").click();
  await journal.at("calendar").waitFor();
  const day = (date) => page.locator(`[data-testid="calendar-day"][data-day="${date}"]`);
  const focused = () => page.evaluate(() => document.activeElement.dataset.day);
  const press = async (key, date) => {
    await page.keyboard.press(key);
    await page.waitForFunction((date) => document.activeElement?.dataset.day === date, date).catch(async () => {
      assert.fail(`${key}: on ${await focused()}, not on ${date}`);
    });
  };
  assert.equal(await day(iso(0)).getAttribute("data-written"), "true");
  assert.match(await day(iso(0)).getAttribute("aria-label"), /1 entry · 6 words/);
  // One day is in the order of Tab; from there the arrows walk.
  assert.equal(await page.locator('[data-testid="calendar-day"][tabindex="0"]').count(), 1);
  await day(iso(0)).focus();
  await press("ArrowLeft", iso(-1));
  await press("ArrowUp", iso(-8));
  await press("ArrowDown", iso(-1));
  await press("ArrowRight", iso(0));
  // Weeks begin as the reader's place has it; the first column says how.
  const first = await page.locator("th").first().getAttribute("abbr");
  const into = (new Date(`${iso(0)}T12:00`).getDay() - WEEKDAYS.indexOf(first) + 7) % 7;
  await press("Home", iso(-into));
  await press("End", iso(6 - into));
  await journal.at("calendar-today").click();
  await day(iso(0)).focus();
  await press("PageUp", plusMonths(iso(0), -1));
  await press("PageDown", plusMonths(plusMonths(iso(0), -1), 1));
  await journal.at("calendar-today").click();
  await day(iso(0)).focus();
  await page.keyboard.press("Enter");
  await journal.at("day-entries").getByText("Today", { exact: true }).first().waitFor();

  // A day without writing begins an entry of that day.
  await page.keyboard.press("Shift+PageUp");
  const lastYear = `${Number(iso(0).slice(0, 4)) - 1}${iso(0).slice(4)}`;
  const target = iso(0).endsWith("02-29") ? null : lastYear;
  await journal.at("begin-on-day").click();
  await journal.at("editor").fill("A year before\n\nThe river was high.");
  await journal.save();
  await journal.showList();
  if (target) {
    const memory = journal.at("on-this-day");
    await memory.getByText("1 year ago").waitFor();
    await memory.getByTestId("entry-card").click();
    await journal.reads("The river was high");
    await journal.at("put-away").click();
    await memory.waitFor({ state: "detached" });
    await page.reload();
    await journal.unlock();
    await journal.at("entry-card").first().waitFor();
    assert.equal(await memory.count(), 0, "put away for today");
  }
  assert.deepEqual(await titles(journal), ["Today", "A year before"]);

  // The streak can be switched off.
  await journal.openSettings();
  await journal.at("show-streak").uncheck();
  await journal.at("streak").waitFor({ state: "detached" });
  await page.reload();
  await journal.unlock();
  await journal.at("entry-card").first().waitFor();
  assert.equal(await journal.at("streak").count(), 0);
});

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The same day so many months on, or the last of a shorter month. */
function plusMonths(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()))).toISOString().slice(0, 10);
}

journey(
  "finding is accessible and looks right: phone and desktop, light and dark",
  async ({ browser, journal }) => {
    const { page } = browser;
    const problems = [];
    const wide = async (name) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      return overflow > 0 ? [`${name}: ${overflow} px wider than the screen`] : [];
    };
    const look = async (screen) => problems.push(...(await inspectEverywhere(page, screen, { look: wide })));
    await journal.create();
    const days = [
      [1, "The long way home\n\nRain all afternoon. I almost called #Lena, and then I did. #rain", 4],
      [0, "A letter I will not send\n\nDear L., the #garden is under water again, and we laughed about it.", 5],
      [0, "Short night\n\nAwake at four, and again at five. #sleep", 2],
      [0, "Ferry timetable, groceries, a birthday", 0],
    ];
    for (const [yearsAgo, text, level] of days) {
      if (yearsAgo) {
        // The first entry is of this day a year ago, by way of the calendar.
        await journal.write("Harbour\n\nGrey water. #harbour");
        await journal.at("open-calendar").click();
        await page.locator('[data-testid="calendar-day"][tabindex="0"]').focus();
        await page.keyboard.press("Shift+PageUp");
        await journal.at("begin-on-day").click();
        await journal.at("editor").fill(text);
        await journal.save();
      } else await journal.write(text);
      if (level) {
        await face(page, level).click();
        await page.waitForSelector(`[data-testid="mood-pick"][data-chosen="${level}"]`);
      }
    }
    await journal.openEntry("A letter");
    await page.locator(".bar").getByTestId("favourite").click();
    await look("finding-reading");
    await journal.at("open-calendar").click();
    await journal.at("calendar-today").click();
    await journal.at("day-entries").waitFor();
    await look("calendar");
    await page.locator("label[for=shade-mood]").click();
    await look("calendar-moods");
    await journal.at("open-tags").click();
    await journal.at("rename-tag").first().click();
    await look("tags");
    await page.goBack();
    await journal.startEntry("What the river said.");
    await face(page, 4).click();
    await journal.saveState("draft-saved");
    await page.mouse.move(600, 500);
    await page.mouse.move(640, 540);
    await look("editor-mood");
    await journal.save();
    // Nothing but the list, on a phone too.
    await journal.lock();
    await journal.unlock();
    await journal.at("entry-card").first().waitFor();
    await look("finding-list");
    await journal.at("filter-toggle").click();
    await journal.at("filter-tag").first().click();
    await page.locator('[data-testid="filter-mood"][data-mood="4"]').click();
    await look("filters");
    await journal.at("filter-photo").click();
    await journal.at("none-found").waitFor();
    await look("none-found");
    assert.deepEqual(problems, []);
  },
  { browser: { reducedMotion: "reduce" } },
);
