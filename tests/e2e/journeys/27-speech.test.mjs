// A voice note written down: the speech model comes from this origin when somebody asks, listens
// on this device, can be stopped, and puts what was said below the text.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { journey } from "../support/journey.mjs";
import { root } from "../support/server.mjs";

const modelDir = process.env.COMPANION_MODEL_DIR ?? path.join(homedir(), ".companion/models");
const withoutModel = process.env.COMPANION_NO_MODEL === "1";
const isThere = existsSync(path.join(modelDir, "speech/whisper-base-q8_0.gguf"));
if (!isThere && !withoutModel) throw new Error("no speech model: run make model, or set COMPANION_NO_MODEL=1 to leave this journey out");

// What the microphone hears, from the moment it is asked for.
const speech = path.join(root, "tests/fixtures/inference/speech/jfk.wav");
const microphone = {
  args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-audio-capture=${speech}%noloop`],
};

if (isThere) {
  journey("a voice note is written down on this device, and only when somebody asks", async ({ browser, journal }) => {
    const { page } = journal;
    await journal.create();
    await journal.startEntry("Walked home along the river.");
    await journal.at("attach").click();
    await journal.at("record-voice").click();
    await page.waitForFunction(() => document.querySelector('[data-testid="recorder-time"]')?.textContent === "0:04");
    await journal.at("recorder-stop").click();
    await journal.at("attachment").click();
    // Without the file there is only a word about where to get it.
    await page.getByText("Get the file for it in Settings").waitFor();
    assert.equal(await journal.at("transcribe").count(), 0);
    await journal.at("viewer-close").click();
    await journal.save();

    await journal.openSettings();
    await journal.at("speech-get").click();
    await journal.at("speech-ready").waitFor({ timeout: 60_000 });
    await journal.showList();
    await journal.openEntry("Walked home along the river.");
    await journal.at("edit-entry").click();
    await journal.at("attachment").click();

    // Stopped: nothing changes, and it can be begun again.
    await journal.at("transcribe").click();
    await journal.at("transcribe-stop").click();
    await journal.at("transcribe").waitFor();
    assert.equal(await page.inputValue('[data-testid="editor"]'), "Walked home along the river.");
    await journal.at("transcribe").click();
    await journal.at("viewer").waitFor({ state: "hidden", timeout: 180_000 });
    const text = await page.inputValue('[data-testid="editor"]');
    assert.match(text, /^Walked home along the river\.\n\n.*fellow America/s);
    await journal.saveState("draft-saved");

    // It goes as it came.
    await journal.save();
    await journal.openSettings();
    await journal.at("speech-remove").click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove it" }).click();
    await journal.at("speech-get").waitFor();
    const left = await page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("speech");
      return Array.fromAsync(folder.keys());
    });
    assert.deepEqual(left.filter((name) => name.endsWith(".gguf")), []);
    browser.assertCalm();
  }, { server: { modelDir }, browser: microphone });
}
