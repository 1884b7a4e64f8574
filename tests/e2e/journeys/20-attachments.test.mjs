// Photos and voice notes: added in every way, encrypted, shown, heard, taken off and brought
// back; nothing of them is readable on the device, and nothing stays in the page after locking.
import { test } from "node:test";
import assert from "node:assert/strict";
import { Browser } from "../support/browser.mjs";
import { dumpStorage, findWords } from "../support/dump.mjs";
import { Journal } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { inspect } from "../support/look.mjs";
import { startServer } from "../support/server.mjs";

const microphone = { args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] };

// Words that a camera writes into a picture, which must not stay.
const PLACE = "48.2082N Wexlbrunn";

/** A JPEG as a phone makes it: 2600 × 1300, red above blue once it is turned as EXIF says. */
async function photoOfPhone(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2600, 1300);
    const context = canvas.getContext("2d");
    context.fillStyle = "#cc2222";
    context.fillRect(0, 0, 1300, 1300);
    context.fillStyle = "#2222cc";
    context.fillRect(1300, 0, 1300, 1300);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  const jpeg = Buffer.from(base64, "base64");
  // Little-endian TIFF: what it shows (tag 0x010e, at 38) and the direction (0x0112): 6, a quarter
  // turn to the right.
  const words = Buffer.from(`${PLACE}\0`, "latin1");
  const tiff = Buffer.alloc(38);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  [[0x010e, 2, words.length, 38], [0x0112, 3, 1, 6]].forEach(([tag, type, count, value], at) => {
    tiff.writeUInt16LE(tag, 10 + 12 * at);
    tiff.writeUInt16LE(type, 12 + 12 * at);
    tiff.writeUInt32LE(count, 14 + 12 * at);
    tiff.writeUInt32LE(value, 18 + 12 * at);
  });
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, words]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** Keeps what the page makes addresses for, and counts what it lets go. */
function watchAddresses() {
  const [make, revoke] = [URL.createObjectURL, URL.revokeObjectURL];
  window.madeBlobs = new Map();
  URL.createObjectURL = (blob) => {
    const address = make.call(URL, blob);
    window.madeBlobs.set(address, blob);
    return address;
  };
  URL.revokeObjectURL = (address) => {
    window.madeBlobs.delete(address);
    revoke.call(URL, address);
  };
}

/** The bytes behind a picture on the page, its size, and the colour at its top. */
async function shown(page, selector) {
  await page.waitForFunction((selector) => document.querySelector(selector)?.naturalWidth > 0, selector);
  const found = await page.evaluate(async (selector) => {
    const image = document.querySelector(selector);
    const bytes = new Uint8Array(await window.madeBlobs.get(image.src).arrayBuffer());
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext("2d");
    context.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 10, 1, 1, 0, 0, 1, 1);
    const pixel = [...context.getImageData(0, 0, 1, 1).data];
    return { pixel, size: [image.naturalWidth, image.naturalHeight], text: Array.from(bytes, (byte) => String.fromCharCode(byte)).join("") };
  }, selector);
  return { ...found, bytes: Buffer.from(found.text, "latin1") };
}

/** The ways to attach something, unfolded. */
async function unfold(journal) {
  if ((await journal.at("attach").getAttribute("aria-expanded")) !== "true") await journal.at("attach").click();
  await journal.at("record-voice").waitFor();
}

async function tiles(journal, count) {
  await journal.page.waitForFunction((count) => document.querySelectorAll('.tray [data-testid="attachment"]').length === count, count);
}

journey("photos and voice notes are added, described, shown, heard and taken off", async ({ browser, journal }) => {
  const { page } = browser;
  await browser.context.addInitScript(watchAddresses);
  await page.reload();
  await journal.create();
  await journal.write("Only words.");
  await journal.startEntry("The garden in June.");
  const photo = await photoOfPhone(page);
  assert.ok(photo.includes("Exif") && photo.includes(PLACE));

  // Picked. What the camera wrote is gone, the picture stands upright and is not larger than needed.
  await unfold(journal);
  const file = { name: "IMG Wexlbrunn.jpg", mimeType: "image/jpeg", buffer: photo };
  await journal.at("attach-photo").setInputFiles(file);
  await tiles(journal, 1);
  await journal.saveState("draft-saved");
  await journal.at("attachment").first().click();
  let large = await shown(page, "dialog[open] .viewer-stage img");
  assert.deepEqual(large.size, [1024, 2048]);
  assert.ok(large.pixel[0] > 150 && large.pixel[2] < 90, `red is above: ${large.pixel}`);
  for (const word of ["Exif", "http://ns.adobe.com", PLACE, "Wexlbrunn"]) assert.ok(!large.bytes.includes(word), word);
  assert.ok(large.bytes.length < 300_000, `${large.bytes.length} bytes`);
  await journal.at("attachment-description").fill("Red roses above a blue pond");
  await journal.at("attachment-caption").fill("Before the rain");
  assert.deepEqual(await inspect(page, "attachment-details-desktop-light"), []);
  await journal.at("viewer-close").click();

  // Pasted and dropped.
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext("2d").fillRect(5, 5, 9, 9);
    return Array.from(new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer()));
  });
  for (const [kind, target] of [["paste", '[data-testid="editor"]'], ["drop", "main"]]) {
    await page.evaluate(([kind, target, png]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(png)], "image.png", { type: "image/png" }));
      const options = { bubbles: true, cancelable: true };
      const event = kind === "paste"
        ? new ClipboardEvent("paste", { ...options, clipboardData: data })
        : new DragEvent("drop", { ...options, dataTransfer: data });
      document.querySelector(target).dispatchEvent(event);
    }, [kind, target, png]);
    await tiles(journal, kind === "paste" ? 2 : 3);
  }
  // What is no picture is refused in words, and the text stays.
  await journal.at("attach-photo").setInputFiles({ name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a picture") });
  await journal.at("attachment-trouble").getByText("Your text is safe").waitFor();
  await journal.at("attachment-trouble").getByRole("button").click();
  assert.equal(await journal.at("editor").inputValue(), "The garden in June.");

  // Taken off, brought back, taken off.
  await journal.at("attachment").nth(1).click();
  await journal.at("attachment-remove").click();
  await tiles(journal, 2);
  await journal.at("attachment-undo").click();
  await tiles(journal, 3);
  await journal.at("attachment").nth(2).click();
  await journal.at("attachment-remove").click();
  await tiles(journal, 2);

  // Kept as it is, if the writer says so.
  await unfold(journal);
  await journal.at("keep-original").check();
  await journal.at("attach-photo").setInputFiles(file);
  await tiles(journal, 3);
  await journal.at("attachment").nth(2).click();
  large = await shown(page, "dialog[open] .viewer-stage img");
  assert.ok(large.bytes.equals(photo), "byte for byte");
  await page.keyboard.press("Escape");

  // Spoken, with a pause.
  await journal.at("record-voice").click();
  await page.waitForFunction(() => /0:0[1-9]/.test(document.querySelector('[data-testid="recorder-time"]')?.textContent ?? ""));
  await page.waitForFunction(() => document.querySelector(".recorder-level").value > 0.01);
  await journal.at("recorder-pause").click();
  const paused = await journal.at("recorder-time").textContent();
  assert.deepEqual(await inspect(page, "recorder-desktop-light"), []);
  await page.waitForTimeout(1_200);
  assert.equal(await journal.at("recorder-time").textContent(), paused);
  await journal.at("recorder-pause").click();
  await page.waitForTimeout(1_200);
  await journal.at("recorder-stop").click();
  await tiles(journal, 4);
  // Thrown away.
  await unfold(journal);
  await journal.at("record-voice").click();
  await journal.at("recorder-cancel").click();
  await journal.at("recorder").waitFor({ state: "detached" });
  await tiles(journal, 4);

  // Saved and read.
  await journal.save();
  assert.equal(await journal.at("gallery").getByTestId("attachment").count(), 4);
  await page.getByText("Before the rain").waitFor();
  assert.deepEqual(await inspect(page, "reading-attachments-desktop-light"), []);
  await page.getByRole("button", { name: "Red roses above a blue pond" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("dialog[open] .viewer-stage img")?.alt === "Red roses above a blue pond");
  await page.keyboard.press("ArrowRight");
  await page.getByText("2 of 4").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.getByText("1 of 4").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.className), "gallery-photo");
  await journal.at("play").click();
  await page.waitForFunction(() => {
    const audio = document.querySelector("audio");
    return audio && Number.isFinite(audio.duration) && audio.duration > 1.5 && audio.duration < 6 && audio.currentTime > 0.2;
  });

  // The list is kept to what has a photo.
  await journal.at("filter-toggle").click();
  await journal.at("filter-photo").click();
  await journal.at("found-count").getByText("1 of 2 entries", { exact: true }).waitFor();
  assert.deepEqual(await journal.at("entry-list").getByTestId("entry-card").locator(".card-title").allTextContents(), ["The garden in June."]);
  await journal.at("filter-photo").click();

  // Nothing readable on the device, nothing in the page once it is locked.
  const places = await dumpStorage(page);
  assert.deepEqual(findWords(places, ["JFIF", "OpusHead", PLACE, "Wexlbrunn", "image/jpeg", "audio/webm", "Before the rain"]), []);
  assert.ok((await page.evaluate(() => window.madeBlobs.size)) > 0);
  await journal.lock();
  assert.equal(await page.evaluate(() => window.madeBlobs.size), 0);
  assert.equal(await page.evaluate(() => document.querySelectorAll("img, audio").length), 0);
}, { browser: microphone });

test("a recording that is cut off by a crash keeps all but its last two seconds", async () => {
  const server = await startServer();
  const browser = await Browser.launch(server.origin, microphone);
  try {
    const journal = new Journal(browser.page, server.origin);
    await journal.visit();
    await journal.create();
    await journal.startEntry();
    await unfold(journal);
    await journal.at("record-voice").click();
    await browser.page.waitForFunction(() => document.querySelector('[data-testid="recorder-time"]')?.textContent === "0:04");
    await browser.kill();

    journal.page = await browser.reopen();
    await journal.visit();
    await journal.unlock();
    // The draft is resumed; it has no words, and is kept for what was said.
    await journal.at("editor").waitFor();
    await tiles(journal, 1);
    await journal.at("attachment").click();
    await journal.at("play").click();
    await journal.page.waitForFunction(() => {
      const { duration } = document.querySelector("dialog[open] audio") ?? {};
      return Number.isFinite(duration) && duration >= 2;
    });
    await journal.page.keyboard.press("Escape");
    await journal.at("save-entry").click();
    await journal.at("gallery").waitFor();
    assert.equal(await journal.at("gallery").getByTestId("attachment").count(), 1);

    // A microphone that is refused: what to do is said, and writing goes on.
    await journal.page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await journal.at("edit-entry").click();
    await unfold(journal);
    await journal.at("record-voice").click();
    await journal.at("recorder-silent").getByText("allow the microphone").waitFor();
    browser.assertCalm();
  } finally {
    await browser.close();
    await server.stop();
  }
});

test("photos look right and accessible on a phone, in the dark", async () => {
  const server = await startServer();
  const browser = await Browser.launch(server.origin, { viewport: { width: 390, height: 844 }, colorScheme: "dark", ...microphone });
  try {
    const journal = new Journal(browser.page, server.origin);
    await journal.visit();
    await journal.create();
    await journal.startEntry("Two pictures and a few words.");
    await unfold(journal);
    const buffer = await photoOfPhone(browser.page);
    // One of the device's pictures, and one of its camera.
    assert.deepEqual(await journal.at("attach-camera").evaluate((field) => ["accept", "capture"].map((name) => field.getAttribute(name))), ["image/*", "environment"]);
    for (const [at, field] of ["attach-photo", "attach-camera"].entries()) {
      await journal.at(field).setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer });
      await tiles(journal, at + 1);
    }
    const found = await inspect(browser.page, "tray-phone-dark");
    await journal.save();
    found.push(...(await inspect(browser.page, "reading-attachments-phone-dark")));
    await journal.at("gallery").getByRole("button").first().click();
    found.push(...(await inspect(browser.page, "viewer-phone-dark")));
    assert.deepEqual(found, []);
    browser.assertCalm();
  } finally {
    await browser.close();
    await server.stop();
  }
});
