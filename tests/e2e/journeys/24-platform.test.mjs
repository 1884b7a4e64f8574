// At home on the device: what other apps share, backups that the system opens, shortcuts,
// reminders, and the mark on the icon. What comes from outside waits for the journal, and nothing
// of it is readable on the device meanwhile.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import { dumpStorage, findWords } from "../support/dump.mjs";
import { journey } from "../support/journey.mjs";
import { inspect } from "../support/look.mjs";
import { root } from "../support/server.mjs";

const manifest = JSON.parse(readFileSync(`${root}/static/manifest.webmanifest`, "utf8"));
const backup = readFileSync(`${root}/tests/fixtures/vault/v1.companion`);
const BACKUP_PASSPHRASE = JSON.parse(readFileSync(`${root}/tests/fixtures/vault/v1.expected.json`, "utf8")).passphrase;

async function inspectOnPhone(page, name, height = 844) {
  await page.setViewportSize({ width: 390, height });
  const found = await inspect(page, name);
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

/** A small picture, made by the browser. */
function picture(page, type) {
  return page.evaluate(async (type) => {
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext("2d").fillRect(5, 5, 9, 9);
    return Array.from(new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer()));
  }, type);
}

/**
 * Shares as the system does: a POST that opens the app in `page`, with the fields and the address
 * that the manifest names. `files` are `[name, type, bytes or length]`.
 */
async function share(page, origin, fields, files = []) {
  const { action, method, enctype, params } = manifest.share_target;
  await page.goto("about:blank");
  await page.setContent(`<form method="${method}" enctype="${enctype}" action="${new URL(action, `${origin}/`)}"><input type="file" multiple name="${params.files[0].name}"></form>`);
  const opened = page.waitForURL((url) => url.origin === origin && url.pathname === "/");
  await page.evaluate(
    ([fields, files]) => {
      const form = document.querySelector("form");
      for (const [name, value] of Object.entries(fields)) {
        const field = document.createElement("textarea");
        [field.name, field.value] = [name, value];
        form.append(field);
      }
      const chosen = new DataTransfer();
      for (const [name, type, content] of files) {
        const bytes = typeof content === "number" ? new Uint8Array(content) : new Uint8Array(content);
        chosen.items.add(new File([bytes], name, { type }));
      }
      document.querySelector("input").files = chosen.files;
      form.submit();
    },
    [fields, files],
  );
  await opened;
}

const waiting = (journal) => journal.at("shared-waiting");
const trouble = (journal, words) => journal.at("share-trouble").getByText(words).waitFor();

async function draftReads(journal, text, pictures) {
  await journal.at("editor").waitFor();
  assert.equal(await journal.at("editor").inputValue(), text);
  await journal.page.waitForFunction((count) => document.querySelectorAll('.tray [data-testid="attachment"]').length === count, pictures);
}

/** Ends the service worker, as the browser does with one that rests. */
async function stopServiceWorker(browser) {
  const session = await browser.context.newCDPSession(browser.page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await session.detach();
}

journey("what other apps share waits for the journal, becomes a draft, and is never readable at rest", async ({ browser, journal, server }) => {
  const { page } = browser;
  const found = [];
  await journal.at("begin-journal").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const [png, jpeg] = [await picture(page, "image/png"), await picture(page, "image/jpeg")];

  // Before there is a journal: it waits, and the first page of the new journal has it.
  await share(page, server.origin, { title: "Wexlbrunn harbour", text: "The <b>zephyrine</b> tide\r\nturned", url: "https://example.org/tide" }, [
    ["a.png", "image/png", png],
    ["b.jpg", "image/jpeg", jpeg],
  ]);
  await waiting(journal).getByText("2 pictures").waitFor();
  assert.ok(!(await page.content()).includes("zephyrine"), "it is counted, not shown");
  const secret = ["zephyrine", "Wexlbrunn", "example.org/tide", "JFIF"];
  assert.deepEqual(findWords(await dumpStorage(page), secret), []);
  await journal.create();
  await draftReads(journal, "The <b>zephyrine</b> tide\nturned\n\n[Wexlbrunn harbour](https://example.org/tide)", 2);
  await page.waitForFunction(() => !sessionStorage.getItem("companion.shared"));
  assert.deepEqual(findWords(await dumpStorage(page), secret), []);
  await journal.save();
  assert.equal(await journal.at("entry-view").locator("b").count(), 0, "it is text and nothing else");

  // Locked: it outlives loading the page anew, can be refused, and several wait beside each other.
  await share(page, server.origin, { text: "Unwanted" });
  await waiting(journal).getByText("text of 1 word").waitFor();
  await journal.at("shared-refuse").click();
  await waiting(journal).waitFor({ state: "detached" });
  await share(page, server.origin, { text: "First thing" });
  await waiting(journal).waitFor();
  await page.reload();
  await waiting(journal).getByText("text of 2 words").waitFor();
  found.push(...(await inspectOnPhone(page, "share-waiting-phone-light")));
  await share(page, server.origin, { text: "Second thing" }, [["c.png", "image/png", png], ["page.html", "text/html", [60, 33]], ["broken.png", "image/png", [1, 2, 3]]]);
  await waiting(journal).waitFor();
  await journal.unlock();
  await draftReads(journal, "Second thing", 1);
  await trouble(journal, "2 files were left out");
  found.push(...(await inspectOnPhone(page, "share-left-out-phone-light")));
  await journal.at("share-trouble").getByRole("button", { name: "Close" }).click();
  await journal.showList();
  await journal.at("draft-card").filter({ hasText: "First thing" }).waitFor();
  assert.equal(await journal.at("draft-card").filter({ hasText: "Unwanted" }).count(), 0);

  // The browser ended the service worker. The page has what it took; loaded anew, it says what is lost.
  await share(page, server.origin, { text: "Third thing" });
  await waiting(journal).waitFor();
  await stopServiceWorker(browser);
  await journal.unlock();
  await draftReads(journal, "Third thing", 0);
  await share(page, server.origin, { text: "Fourth thing" });
  await waiting(journal).waitFor();
  await stopServiceWorker(browser);
  await page.reload();
  await trouble(journal, "Please share it once more");
  await page.reload();
  await journal.at("unlock").waitFor();
  assert.equal(await journal.at("share-trouble").count(), 0, "it is said once");

  // Hostile: nothing to keep, far too much, no form at all.
  await share(page, server.origin, { title: "\u0000\u001b" }, [["x.pdf", "application/pdf", [37, 80]]]);
  await trouble(journal, "neither text nor pictures");
  await share(page, server.origin, { text: "Heavy" }, [["huge.png", "image/png", 130 << 20]]);
  await trouble(journal, "128 MB");
  assert.equal(await waiting(journal).count(), 0);
  const answer = await page.evaluate(async () => (await fetch("./share", { method: "POST", body: "no form" })).url);
  assert.match(answer, /\?shared=unreadable$/);

  // A browser that has put the service worker away: the server throws it away, and the page says so.
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).unregister());
  await page.goto(`${server.origin}/`);
  // The page asks for it anew while it loads: what comes before that would be undone.
  await page.evaluate(async () => (await navigator.serviceWorker.ready).unregister());
  await share(page, server.origin, { text: "To nobody" });
  await trouble(journal, "was not ready");
  assert.deepEqual(found, []);
});

journey("the system opens backups, shortcuts lead where they say, reminders and marks tell nothing", async ({ browser, journal }) => {
  const { page } = browser;
  await browser.context.grantPermissions(["notifications"]);
  await browser.context.addInitScript(() => {
    // No system launches anything in here: what it would hand over is handed over by the test.
    Object.defineProperty(window, "launchQueue", { value: { setConsumer: (consumer) => (window.launch = consumer) } });
    // The clock is looked at every 20 seconds; the test has less patience.
    const every = window.setInterval;
    window.setInterval = (look, ms, ...rest) => every.call(window, look, ms === 20_000 ? 200 : ms, ...rest);
    window.marks = [];
    navigator.setAppBadge = async (...count) => void window.marks.push(["set", ...count]);
    navigator.clearAppBadge = async () => void window.marks.push(["clear"]);
  });
  await page.reload();
  await journal.at("begin-journal").waitFor();
  const found = [];

  const openFile = () =>
    page.evaluate(async (bytes) => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle("opened.companion", { create: true });
      const writer = await handle.createWritable();
      await writer.write(new Uint8Array(bytes));
      await writer.close();
      window.launch({ targetURL: location.href, files: [handle] });
    }, [...backup]);
  const checkIt = async () => {
    await journal.at("backup-passphrase").fill(BACKUP_PASSPHRASE);
    await journal.at("backup-check").click();
    await journal.at("backup-report").getByText("This backup is whole").waitFor();
  };

  // No journal yet: the file is chosen, and nothing is done with it.
  await openFile();
  await journal.at("backup-passphrase").waitFor();
  await page.getByText("opened.companion").waitFor();
  await checkIt();
  await journal.create();
  await journal.write("Something to search for.");
  // Locked: it waits, can be refused, and after unlocking is chosen in the settings.
  await journal.lock();
  await openFile();
  await journal.at("backup-waiting").getByText("opened.companion").waitFor();
  found.push(...(await inspectOnPhone(page, "backup-waiting-phone-light")));
  await journal.at("backup-refuse").click();
  await journal.at("backup-waiting").waitFor({ state: "detached" });
  await openFile();
  await journal.unlock();
  await checkIt();
  // Unlocked.
  await page.goBack();
  await openFile();
  await journal.at("backup-passphrase").waitFor();
  await page.getByText("opened.companion").waitFor();

  // Shortcuts: while it is open, and through unlocking.
  const [write, search, calendar] = manifest.shortcuts.map(({ url }) => url.replace("./", ""));
  await page.evaluate((url) => window.launch({ targetURL: new URL(url, location.href).href, files: [] }), calendar);
  await journal.at("calendar").waitFor();
  await page.goto(`${journal.origin}/${search}`);
  await journal.unlock();
  await page.waitForFunction(() => document.activeElement?.matches('[data-testid="search"]'));
  await page.goto(`${journal.origin}/${write}`);
  await journal.unlock();
  await journal.at("editor").waitFor();

  // The mark: off until it is wanted, without a number, left while locked, gone with the draft.
  await journal.at("editor").fill("Half a thought");
  await journal.saveState("draft-saved");
  assert.deepEqual((await page.evaluate(() => window.marks)).filter(([what]) => what === "set"), []);
  await journal.openSettings();
  await journal.at("mark-icon").check();
  await page.waitForFunction(() => JSON.stringify(window.marks.at(-1)) === '["set"]');
  await journal.lock();
  await page.waitForTimeout(300);
  assert.deepEqual(await page.evaluate(() => window.marks.at(-1)), ["set"]);
  await journal.unlock();
  await journal.at("editor").waitFor();
  await journal.openSettings();

  // By Companion itself, also while it is locked: once, and it says nothing but that it is time.
  await journal.at("reminder-on").check();
  assert.equal(await journal.at("reminder-notify").isChecked(), false, "nobody has asked for it");
  await journal.at("reminder-notify").check();
  await journal.at("reminder-time").fill("09:00");
  await journal.lock();
  const shown = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, data, tag }) => ({ title, body, data, tag })));
  assert.deepEqual(await shown(), []);
  await page.evaluate(() => {
    document.hasFocus = () => false;
    const real = Date;
    const then = new real();
    // Not today: who has written is not reminded.
    then.setDate(then.getDate() + 1);
    then.setHours(9, 0, 30);
    const ahead = then - real.now();
    window.Date = class extends real {
      constructor(...parts) {
        super(...(parts.length ? parts : [real.now() + ahead]));
      }
    };
  });
  for (const until = Date.now() + 40_000; (await shown()).length === 0 && Date.now() < until; ) await page.waitForTimeout(250);
  assert.deepEqual(await shown(), [{ title: "It is time to write, if you like.", body: "", data: null, tag: "companion-reminder" }]);
  await page.waitForTimeout(500);
  assert.equal((await shown()).length, 1);
  // A touch on it leads to an empty page.
  const [worker] = browser.context.serviceWorkers();
  await worker.evaluate(async () => {
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  });
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await journal.at("editor").inputValue(), "");
  assert.deepEqual(await shown(), []);

  // What waited is saved: the mark goes.
  await page.goBack();
  await journal.showList();
  await journal.at("draft-card").filter({ hasText: "Half a thought" }).click();
  await journal.save();
  await page.waitForFunction(() => JSON.stringify(window.marks.at(-1)) === '["clear"]');

  // The reminder's file, read by a program that is not ours.
  await journal.openSettings();
  await journal.at("reminder-time").fill("07:45");
  for (const weekend of [6, 7]) await page.locator(`label[for=reminder-day-${weekend}]`).click();
  const title = "Tee; Ruhe, \\ und „Stille“ 🌿 – eine ganze Viertelstunde lang nur für mich";
  await journal.at("reminder-name").fill(title);
  const events = [];
  for (const time of ["07:45", "21:15"]) {
    await journal.at("reminder-time").fill(time);
    const arriving = page.waitForEvent("download");
    await journal.at("reminder-file").click();
    const download = await arriving;
    assert.equal(download.suggestedFilename(), "companion-reminder.ics");
    const text = readFileSync(await download.path(), "utf8");
    assert.ok(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
    const [component] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
    events.push({ component, event: new ICAL.Event(component) });
  }
  const [first, second] = events;
  assert.equal(first.event.summary, title);
  assert.equal(first.event.uid, second.event.uid, "a later file takes the place of the earlier one");
  assert.ok(second.event.sequence > first.event.sequence);
  const occurrences = (event) => {
    const iterator = event.iterator();
    return Array.from({ length: 6 }, () => iterator.next());
  };
  for (const [{ event }, hour, minute] of [[first, 7, 45], [second, 21, 15]]) {
    const times = occurrences(event);
    assert.ok(times.every((time) => time.hour === hour && time.minute === minute && time.zone === ICAL.Timezone.localTimezone), "floating");
    assert.deepEqual([...new Set(times.map((time) => time.dayOfWeek()))].sort(), [2, 3, 4, 5, 6], "Monday to Friday");
  }
  const alarm = second.component.getFirstSubcomponent("valarm");
  assert.deepEqual([alarm.getFirstPropertyValue("action"), alarm.getFirstPropertyValue("trigger").toSeconds()], ["DISPLAY", 0]);
  found.push(...(await inspectOnPhone(page, "reminder-phone-light", 1900)));

  // The last day of the week cannot be taken off.
  for (const day of [1, 2, 3, 4, 5]) await page.locator(`label[for=reminder-day-${day}]`).click();
  assert.equal(await page.locator(".days-of-week input:checked").count(), 1);
  assert.deepEqual(found, []);
});
