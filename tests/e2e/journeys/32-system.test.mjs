// At home on the device: backups that the system opens, shortcuts, reminders, and the mark on the icon.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import { journey } from "../support/journey.mjs";
import { inspectOnPhone } from "../support/look.mjs";
import { root } from "../support/server.mjs";

const manifest = JSON.parse(readFileSync(`${root}/static/manifest.webmanifest`, "utf8"));
const backup = readFileSync(`${root}/tests/fixtures/vault/v1.companion`);
const BACKUP_PASSPHRASE = JSON.parse(readFileSync(`${root}/tests/fixtures/vault/v1.expected.json`, "utf8")).passphrase;

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

  // What the manifest asks the system for.
  const [handler] = manifest.file_handlers;
  assert.deepEqual([Object.values(handler.accept), new URL(handler.action, `${journal.origin}/`).pathname], [[[".companion"]], "/"]);
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
