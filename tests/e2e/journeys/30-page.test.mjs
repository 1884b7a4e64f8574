// Writing while somebody speaks: a voice note of several pieces goes on while the page fills the screen, is given another
// time and is one of two of its day.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";

/** As much is heard as an encoder lets through: a piece of 256 KiB is full after some twelve seconds, not after sixty-five. */
function hearMuch() {
  const Real = window.MediaRecorder;
  window.MediaRecorder = class extends Real {
    constructor(stream, options) {
      super(stream, { ...options, audioBitsPerSecond: 510_000, audioBitrateMode: "constant" });
      window.heard = [];
      this.addEventListener("dataavailable", ({ data }) => window.heard.push(data));
    }
  };
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    window.played = blob;
    return make.call(URL, blob);
  };
}

/** Bytes of one piece of an attachment: `ATTACHMENT_CHUNK_BYTES`. */
const PIECE_BYTES = (256 << 10) - 4;

journey(
  "several entries a day, dated by hand, on the whole screen, while a voice note of several pieces goes on",
  async ({ browser, journal }) => {
    const { page } = browser;
    await browser.context.addInitScript(hearMuch);
    await page.reload();
    await journal.create();
    await journal.write("Morning\n\nFirst.");
    await journal.write("Noon\n\nSecond.");
    await journal.at("edit-entry").click();
    const editor = journal.at("editor");
    await editor.waitFor();
    assert.deepEqual(await editor.evaluate((field) => [field.spellcheck, field.autocapitalize]), [true, "sentences"], "the browser's spelling is on");
    await journal.at("attach").click();
    await journal.at("record-voice").click();
    await journal.at("recorder-time").waitFor();

    // The whole screen: nothing but the page, and the caret stays where it was.
    const full = () => page.evaluate(() => [document.fullscreenElement !== null, !document.querySelector('[data-testid="entry-list"]').checkVisibility()]);
    const becomes = (fills) => page.waitForFunction((fills) => (document.fullscreenElement !== null) === fills && document.querySelector('[data-testid="entry-list"]').checkVisibility() === !fills, fills);
    await editor.press("Control+End");
    await journal.at("full-screen").click();
    await becomes(true);
    await page.keyboard.type(" On the whole screen.");
    assert.match(await editor.inputValue(), /Second\. On the whole screen\.$/);
    await page.keyboard.press("Control+k");
    await journal.at("palette-field").pressSequentially("full screen");
    await page.keyboard.press("Enter");
    await becomes(false);
    await journal.at("full-screen").click();
    await becomes(true);
    // The browser's own way out.
    await page.evaluate(() => document.exitFullscreen());
    await becomes(false);
    assert.deepEqual(await full(), [false, false]);

    // Another time of the same day.
    await journal.at("entry-date").click();
    await journal.at("date-time").fill("00:05");
    await journal.at("date-set").click();
    await journal.at("date-sheet").waitFor({ state: "hidden" });
    assert.match(await journal.at("entry-date").innerText(), /Today, 12:05\sAM/);

    // What was said is longer than one piece.
    await page.waitForFunction((piece) => window.heard.reduce((sum, part) => sum + part.size, 0) > piece, PIECE_BYTES);
    await journal.at("recorder-stop").click();
    await page.locator(".tray").getByTestId("attachment").waitFor();
    await journal.save();
    assert.match(await page.locator(".entry-head").innerText(), /^Today, 12:05\sAM/);
    const days = await journal.at("entry-list").locator("article.day").evaluateAll((all) => all.map((day) => [day.querySelector("h3").innerText, ...[...day.querySelectorAll(".card-title")].map((title) => title.innerText)]));
    assert.deepEqual(days, [["Today", "Morning", "Noon"]], "two of one day, by their time");

    // Every byte comes back in order, and the end of it is heard.
    await journal.at("play").click();
    await page.waitForFunction(() => Number.isFinite(document.querySelector("audio")?.duration));
    const [same, bytes, duration_s] = await page.evaluate(async () => {
      const text = async (blob) => new TextDecoder("latin1").decode(await blob.arrayBuffer());
      return [(await text(new Blob(window.heard))) === (await text(window.played)), window.played.size, document.querySelector("audio").duration];
    });
    assert.ok(same && bytes > PIECE_BYTES, `${bytes} bytes`);
    await page.evaluate((to) => (document.querySelector("audio").currentTime = to), duration_s - 1.5);
    await page.waitForFunction((to) => document.querySelector("audio").currentTime > to, duration_s - 1);
  },
  { browser: { args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] } },
);
