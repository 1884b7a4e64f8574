// The first minute: from the first screen to the first saved entry by keyboard alone; hints that come once.
//
// COMPANION_KEY_MS=300 types as somebody does who writes 40 words a minute, and reads what there is to read: then
// the time told is that of docs/PERFORMANCE.md.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";
import { Journal, PASSPHRASE } from "../support/journal.mjs";
import { inspect } from "../support/look.mjs";

const KEY_MS = Number(process.env.COMPANION_KEY_MS ?? 0);
/** Words a minute at which people read on a screen: Brysbaert 2019, "How many words do we read per minute?" */
const READ_WPM = 238;
const PHONE = { width: 390, height: 844 };
const SENTENCE = "The lake was quite still this morning, and for once so was I.";

journey("from the first screen to the first saved entry, by keyboard, in under a minute", async ({ browser, journal, test }) => {
  const { page } = browser;
  let keys = 0;
  const press = async (key) => {
    keys += 1;
    await page.keyboard.press(key);
    if (KEY_MS) await page.waitForTimeout(KEY_MS);
  };
  const type = async (text) => {
    keys += text.length;
    await page.keyboard.type(text, { delay: KEY_MS });
  };
  const read = async () => {
    const words = (await page.locator("main .lead, main .notice").allInnerTexts()).join(" ").split(/\s+/).length;
    if (KEY_MS) await page.waitForTimeout((words / READ_WPM) * 60_000);
  };
  const focused = () => page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.id ?? "");
  const tabTo = async (testId) => {
    for (let tabs = 0; tabs < 12 && (await focused()) !== testId; tabs += 1) await press("Tab");
    assert.equal(await focused(), testId, "the keyboard reaches it");
  };

  await journal.at("begin-journal").waitFor();
  const begun = Date.now();
  await read();
  await tabTo("begin-journal");
  await press("Enter");
  await journal.at("passphrase").waitFor();
  await read();
  await tabTo("passphrase");
  await type(PASSPHRASE);
  await tabTo("passphrase-repeat");
  await type(PASSPHRASE);
  await press("Enter");
  await journal.at("editor").waitFor();
  assert.equal(await focused(), "editor", "the caret is on the first page");
  await page.waitForSelector('[data-testid="idle-prompt"][data-state="whole"]');
  assert.match(await journal.at("idle-prompt").innerText(), /One line is enough/);
  assert.equal(await journal.at("hint").count(), 0, "nobody is told anything while writing");
  await type(SENTENCE);
  await press("Control+Enter");
  await journal.at("entry-view").waitFor();
  const seconds = (Date.now() - begun) / 1000;
  test.diagnostic(`${seconds.toFixed(1)} s, ${keys} keys, no pointer, ${KEY_MS} ms a key`);
  assert.ok(seconds < 60, `${seconds} s`);
  await journal.reads(SENTENCE);

  // Afterwards one quiet hint, once.
  const hint = journal.at("hint").first();
  await hint.waitFor();
  assert.equal(await hint.getAttribute("data-hint"), "recovery-key");
  assert.equal(await journal.at("hint").count(), 1);
  await journal.at("hint-away").click();
  await hint.waitFor({ state: "detached" });
  await page.reload();
  await journal.unlock();
  await journal.at("entry-card").first().waitFor();
  await page.waitForTimeout(500);
  assert.equal(await journal.at("hint").count(), 0, "what was put away does not come again");
});

for (const [colorScheme, isCopied] of [["light", true], ["dark", false]]) {
  const outcome = isCopied ? "with a recovery key" : "with a recovery key that is left for later";
  journey(`the first screens on a phone, in German, ${colorScheme}, ${outcome}`, async ({ browser, server }) => {
    const { page } = browser;
    const found = [];
    const journal = new Journal(page, server.origin);
    await journal.visit("?lang=de");
    const look = async (name) => {
      found.push(...(await inspect(page, `${name}-phone-${colorScheme}-de`)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.ok(!wide, `${name} is wider than the phone`);
    };
    await journal.at("begin-journal").waitFor();
    await look("welcome");
    await journal.at("open-sample").click();
    await journal.at("sample-banner").waitFor();
    await journal.at("entry-card").first().waitFor();
    assert.match(await journal.at("entry-list").innerText(), /See|Drei gute Dinge/);
    await look("sample");
    await journal.at("leave-sample").click();
    await journal.begin();
    await look("passphrase");

    // Who wants a key for the day on which the passphrase is forgotten gets it before the first page.
    await journal.at("passphrase").fill(PASSPHRASE);
    await journal.at("passphrase-repeat").fill(PASSPHRASE);
    await journal.at("recovery-too").check();
    await journal.at("create-journal").click();
    const groups = await journal.shownKey();
    await look("first-key");
    if (isCopied) {
      await journal.at("recovery-confirm").click();
      assert.ok(await journal.at("recovery-shown").isVisible(), "nobody has written it down yet");
      await journal.typeKeyBack(groups);
    } else {
      await journal.at("recovery-later").click();
    }
    await journal.at("editor").waitFor();
    await page.goBack();
    await journal.lock();
    await journal.at("recovery-use").click();
    await journal.at("recovery-input").fill(groups.join(" "));
    await journal.at("recovery-unlock").click();
    if (isCopied) await journal.at("new-passphrase").waitFor();
    else assert.match(await journal.said("recovery-error"), /kein Wiederherstellungsschlüssel/);
    assert.deepEqual(found, []);
  }, { browser: { viewport: PHONE, colorScheme, reducedMotion: "reduce", locale: "de-DE" } });
}
