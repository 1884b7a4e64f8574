// Looking at the open journal, without the waiting that clicking by hand takes: hundreds of
// entries are looked at after a kill.
import { Violation } from "./expected.mjs";

/** A backup that was being brought in when the power went: said until it is brought in again. */
const UNFINISHED = /^Unfinished:/;

/** Goes through the list from its beginning, view by view: only what is near the view is in the page. */
async function* views(page) {
  for (let isFirst = true, isLast = false; !isLast; isFirst = false) {
    isLast = await page.evaluate(async (isFirst) => {
      const list = document.querySelector('[data-testid="entry-list"]');
      if (isFirst) list.scrollTo(0, 0);
      else list.scrollBy(0, list.clientHeight);
      // What comes near is drawn, measured and put into its place.
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      return list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
    }, isFirst);
    yield;
  }
}

/** The titles of all entries of the list, each as often as it is there. */
async function titlesOfEntries(page) {
  const cards = new Map();
  for await (const _ of views(page)) {
    const seen = await page.evaluate(() => {
      const all = [...document.querySelectorAll('[data-testid="entry-list"] [data-testid="entry-card"]')];
      return all.map((card) => [card.dataset.entryId, card.querySelector(".card-title").textContent]);
    });
    // Views overlap. What is there twice is so within one of them.
    seen.forEach(([id, title], at) => {
      const earlier = seen.slice(0, at).filter(([other]) => other === id).length;
      cards.set(`${id} ${earlier}`, title);
    });
  }
  return [...cards.values()];
}

/** Everything that stands on the page of an open journal, but for what an earlier build left. */
export async function survey(page, expected) {
  await page.getByTestId("new-entry").first().waitFor();
  const found = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => setTimeout(resolve, 20));
    const list = document.querySelector('[data-testid="entry-list"]');
    const titles = (id) => [...list.querySelectorAll(`[data-testid="${id}"] .card-title`)].map((title) => title.textContent);
    // Fresh unsaved writing opens by itself.
    for (let waited = 0; titles("draft-card").length > 0 && waited < 250; waited += 1) {
      if (document.querySelector('[data-testid="editor"]')?.value) break;
      await frame();
    }
    return {
      draftTitles: titles("draft-card"),
      problems: [...list.querySelectorAll('[role="alert"] li, [role="alert"]:not(:has(li))')].map((problem) => problem.textContent),
      damaged: list.querySelectorAll(".damaged").length,
      dialogs: [...document.querySelectorAll("dialog[open]")].map((dialog) => dialog.textContent),
      editor: document.querySelector('[data-testid="editor"]')?.value ?? null,
    };
  });
  found.titles = await titlesOfEntries(page);
  found.unfinished = expected.flight?.kind === "merge" && found.problems.some((problem) => UNFINISHED.test(problem));
  if (found.unfinished) found.problems = [];
  found.problems = found.problems.filter((problem) => !expected.heirlooms?.problem.test(problem));
  takeHeirlooms(found, expected.heirlooms);
  // Fresh unsaved writing opens by itself, an earlier build's too.
  if (expected.heirlooms?.drafts.some(({ text }) => text === found.editor)) {
    await page.locator(".editor-bar .back").click();
    await page.getByTestId("editor").waitFor({ state: "detached" });
    found.editor = null;
  }
  if (found.problems.length > 0 || found.damaged > 0 || found.dialogs.length > 0) {
    throw new Violation("unreadable", "the journal reports damage", found);
  }
  return found;
}

/** Takes out what an earlier build left, each of which must be there once. */
function takeHeirlooms(found, heirlooms) {
  if (!heirlooms) return;
  for (const [list, name] of [[found.titles, "entries"], [found.draftTitles, "drafts"]]) {
    for (const title of heirlooms[name].map((heirloom) => heirloom.title)) {
      const at = list.indexOf(title);
      if (at < 0) throw new Violation("lost", `"${title}" of the earlier build is gone`, { list });
      list.splice(at, 1);
    }
  }
}

/** Opens an entry for reading and returns its text as shown. */
export async function openForReading(page, title) {
  let clicked = false;
  for await (const _ of views(page)) {
    clicked = await page.evaluate((title) => {
      const titles = [...document.querySelectorAll('[data-testid="entry-card"] .card-title')];
      const card = titles.find((shown) => shown.textContent === title)?.closest("button");
      card?.click();
      return card !== undefined;
    }, title);
    if (clicked) break;
  }
  if (!clicked) throw new Violation("lost", `"${title}" is not in the list`);
  const shown = await page.waitForFunction(
    (title) => {
      const current = document.querySelector('[data-testid="entry-card"][aria-current] .card-title');
      const view = document.querySelector('[data-testid="entry-view"]');
      // The text changes a moment after the pane: its first line says whose it is.
      if (current?.textContent !== title || !view?.innerText.startsWith(title.replace(/…$/, ""))) return null;
      return view.innerText;
    },
    title,
    { polling: 10, timeout: 20_000 },
  );
  return shown.jsonValue();
}

/** Opens an unsaved text from the list and returns it. */
export async function openDraft(page, title) {
  const card = page.getByTestId("draft-card").filter({ hasText: title });
  if ((await card.count()) === 0) return null;
  await card.first().click();
  // Beside the list another draft may still be open: its text goes a moment after the click.
  return textOfEditor(page, (text) => text.startsWith(title));
}

/** What the editor holds, once it is what is expected; after two seconds whatever it is. */
export async function textOfEditor(page, arrived) {
  await page.getByTestId("editor").waitFor();
  const read = () => page.getByTestId("editor").inputValue();
  let text = await read();
  for (let waited = 0; !arrived(text) && waited < 100; waited += 1) {
    await page.waitForTimeout(20);
    text = await read();
  }
  return text;
}

/** How many photos lie under the editor, once there are as many as expected; after some seconds whatever there are. */
export async function photosInEditor(page, expected) {
  return settled(page, () => page.locator('button.tile[data-testid="attachment"]').count(), (count) => count === expected);
}

/** Mood, star and photos of the entry that is open for reading, once they are as expected; after some seconds whatever they are. */
export async function marksShown(page, expected) {
  const read = () =>
    page.evaluate(() => ({
      mood: Number(document.querySelector('[data-testid="mood-pick"]')?.dataset.chosen) || null,
      starred: document.querySelector('.bar [data-testid="favourite"]')?.getAttribute("aria-pressed") === "true",
      photos: document.querySelectorAll('.gallery-figure[data-testid="attachment"]').length,
    }));
  return settled(page, read, (shown) => areSame(shown, expected));
}

/** Whether two say the same of mood, star and photos. */
export const areSame = (one, other) => ["mood", "starred", "photos"].every((name) => one[name] === other[name]);

async function settled(page, read, isExpected) {
  let found = await read();
  for (let waited = 0; !isExpected(found) && waited < 200; waited += 1) {
    await page.waitForTimeout(25);
    found = await read();
  }
  return found;
}

/** Text as the reading view shows it: paragraphs and lines flow. */
export const flowing = (text) => text.replace(/\s+/g, " ").trim();
