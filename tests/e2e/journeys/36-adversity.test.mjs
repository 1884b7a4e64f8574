// What goes wrong between the host, the network and the device, and what is said of it: nothing half-done is kept.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { tmpdir } from "node:os";
import path from "node:path";
import { Browser } from "../support/browser.mjs";
import { Journal, PASSPHRASE } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { prepared, walkIn } from "../support/prepared.mjs";
import { Relay } from "../support/relay.mjs";
import { root, startServer } from "../support/server.mjs";

const NEW = "quorvath bimsel tragonde fulmiq";

// A part that is loaded when somebody wants it.

/** What a host may do to a file: it lacks it, sends half of it, or its page for everything it does not know. */
const damages = {
  missing: (route) => route.fulfill({ status: 404, body: "" }),
  "cut off": async (route) => {
    const whole = await (await route.fetch()).body();
    const contentType = route.request().url().endsWith(".js") ? "text/javascript" : "application/wasm";
    await route.fulfill({ contentType, body: whole.subarray(0, whole.length / 2) });
  },
  "a page": (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Hello</title>" }),
};

/** Decides what happens to the module that judges passphrases. */
async function judge(context) {
  const judge = { file: null, damage: null };
  await context.route("**/workers/strength_bindgen*", (route) => {
    const isMeant = judge.file && new URL(route.request().url()).pathname.endsWith(judge.file);
    return isMeant ? damages[judge.damage](route) : route.continue();
  });
  return judge;
}

const records = (page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const counts = names.map(
      (name) =>
        new Promise((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onerror = reject;
          request.onsuccess = () => {
            const stores = [...request.result.objectStoreNames];
            if (stores.length === 0) return resolve(0);
            const transaction = request.result.transaction(stores);
            let sum = 0;
            for (const store of stores) transaction.objectStore(store).count().onsuccess = ({ target }) => (sum += target.result);
            transaction.oncomplete = () => {
              request.result.close();
              resolve(sum);
            };
          };
        }),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });

prepared("what judges passphrases does not arrive: nothing is made or changed, it is said, and trying again is enough", judge, async ({ browser, journal, page, tools }) => {
  for (const [file, damage] of [[".js", "missing"], [".js", "cut off"], [".js", "a page"], [".wasm", "cut off"]]) {
    Object.assign(tools, { file, damage });
    await page.reload();
    await journal.begin();
    await journal.at("passphrase").fill(PASSPHRASE);
    await journal.at("passphrase-repeat").fill(PASSPHRASE);
    await journal.at("create-journal").click();
    const words = await page.locator("form [role=alert]").filter({ hasText: /\S/ }).innerText();
    assert.match(words, /could not be loaded. Nothing was changed. .* try again/, `${file} ${damage}`);
    assert.equal(await records(page), 0, `${file} ${damage}: something was stored`);
    // It is back: the next letter is judged.
    tools.file = null;
    await journal.at("passphrase").pressSequentially("x");
    await page.locator("meter").waitFor({ timeout: 5_000 }).catch(() => assert.fail(`${file} ${damage}: not judged once it is back`));
  }
  await journal.at("passphrase").fill(PASSPHRASE);
  await journal.at("create-journal").click();
  await journal.at("editor").waitFor();

  // The same with the passphrase of a journal.
  Object.assign(tools, { file: ".wasm", damage: "a page" });
  await page.reload();
  await journal.unlock();
  await journal.openSettings();
  await journal.at("change-passphrase").click();
  await journal.at("present-passphrase").fill(PASSPHRASE);
  await journal.at("new-passphrase").fill(NEW);
  await journal.at("new-passphrase-repeat").fill(NEW);
  await journal.at("change-passphrase-do").click();
  assert.match(await journal.said("change-error"), /could not be loaded. Nothing was changed. .* try again/);
  // It is still the one from before that is asked for, and what was typed is still there.
  tools.file = null;
  await journal.at("change-passphrase-do").click();
  await journal.at("change-passphrase").waitFor();
  await journal.lock();
  await journal.unlock(NEW);
  browser.forgive(/404|MIME type|strength_bindgen/);
});

// A network that goes, and a host that publishes, at a bad moment.

/** A journey behind a relay, with a service worker. */
function relayed(name, walk) {
  test(name, async (t) => {
    const server = await startServer();
    const relay = await Relay.start(server);
    const browser = await Browser.launch(relay.origin);
    const journal = new Journal(browser.page, relay.origin);
    await walkIn(browser, () => walk({ browser, journal, page: browser.page, relay, test: t }), relay, server);
  });
}

/** How many files are kept for offline use, and how many there are to keep. */
const kept = (page) =>
  page.evaluate(async () => {
    const files = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length));
    const script = await fetch("./sw.js").then((it) => it.text(), () => "");
    const all = /^const PRECACHE = (.*);$/m.exec(script);
    return { files: files.reduce((sum, count) => sum + count, 0), of: all && Object.keys(JSON.parse(all[1])).length };
  });

relayed("a first visit loses its network: before there is a screen it says so, after that it goes on, and nothing half is kept", async ({ browser, journal, page, relay }) => {
  // The page is there, and half of what guards the journal.
  relay.held = /vault_bindgen_bg/;
  await journal.visit();
  while (relay.waiting.length === 0) await page.waitForTimeout(50);
  relay.cut();
  const said = await page.getByRole("alert").filter({ hasText: "could not be loaded" }).innerText();
  assert.match(said, /Nothing was stored or changed.*online, then start again/);
  assert.doesNotMatch(await page.innerText("main"), /What to use instead/, "the browser is not blamed");
  assert.equal(await page.innerText("h1"), "Companion could not start", "there is no journal yet");
  relay.join();
  relay.held = /inference_threaded_bindgen_bg/;
  await page.getByRole("button", { name: "Start again" }).click();
  await journal.create();

  // While the rest of the app is being kept.
  await journal.startEntry("Begun with a network,");
  while (relay.waiting.length === 0) await page.waitForTimeout(50);
  relay.cut();
  await browser.context.setOffline(true);
  await journal.at("editor").pressSequentially(" written on without one.");
  await journal.save();
  await journal.write("Another one, offline.");
  await page.waitForFunction(async () => (await caches.keys()).length === 0);

  // The network is back: no new visit is needed.
  relay.held = null;
  relay.join();
  await browser.context.setOffline(false);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  const { files, of } = await kept(page);
  assert.equal(files, of);
  relay.cut();
  await page.reload();
  await journal.unlock();
  assert.equal(await journal.at("entry-card").count(), 2);
  await journal.openEntry("Begun with a network");
  await journal.reads("written on without one.");
  assert.equal(await journal.at("update-ready").count(), 0);
  browser.forgive(/ERR_|fetching the script|Failed to fetch/);
});

/** The same app, as the next build has it: what the page and its workers say to each other may differ. */
function nextBuild() {
  const dist = mkdtempSync(path.join(tmpdir(), "companion-dist-"));
  const from = path.resolve(root, process.env.COMPANION_DIST ?? "dist");
  cpSync(from, dist, { recursive: true, filter: (file) => !/\/(fonts\/print|screenshots)$/.test(file) });
  const change = (name, edit) => {
    const file = path.join(dist, name);
    writeFileSync(file, edit(readFileSync(file, "utf8")));
    for (const sibling of [".br", ".gz"]) rmSync(file + sibling, { force: true });
  };
  change("index.html", (text) => text.replace(/data-build="[^"]*"/, 'data-build="next"'));
  change("workers/vault.js", (text) => text.replace(/^const BUILD = .*$/m, 'const BUILD = "next";'));
  const sum = (name) => createHash("sha256").update(readFileSync(path.join(dist, name))).digest("hex");
  change("sw.js", (text) =>
    text
      .replace(/^const VERSION = .*$/m, 'const VERSION = "next";')
      .replace(/^const PRECACHE = (.*);$/m, (_, list) => {
        const sums = { ...JSON.parse(list), "index.html": sum("index.html"), "workers/vault.js": sum("workers/vault.js") };
        return `const PRECACHE = ${JSON.stringify(sums)};`;
      }),
  );
  return dist;
}

relayed("a version is published between the page and what it loads: the two are never mixed, and nothing is lost", async ({ browser, journal, page, relay, test }) => {
  const dist = nextBuild();
  const [before, next] = [relay.server, await startServer({ dist })];
  test.after(async () => {
    await next.stop();
    rmSync(dist, { recursive: true, force: true });
  });

  // Between the page and what is kept for offline use: the next reload would be another version.
  relay.held = /sw\.js/;
  await journal.visit();
  await journal.create();
  await journal.startEntry("Written on the page of before");
  await journal.saveState("draft-saved");
  while (relay.waiting.length === 0) await page.waitForTimeout(50);
  relay.server = next;
  relay.release();
  await journal.at("update-ready").waitFor();
  // Whoever does not care: the worker that the next unlocking needs is of the other version, and says no.
  await journal.lock();
  await journal.at("passphrase").fill(PASSPHRASE);
  await journal.at("unlock").click();
  assert.match(await journal.said("unlock-error"), /could not be loaded. Nothing was changed. .* reload this page/);
  await journal.at("update-ready").click();
  await page.waitForFunction(() => document.documentElement.dataset.build === "next");
  await journal.unlock();
  await journal.at("editor").waitFor();
  assert.equal(await journal.at("editor").inputValue(), "Written on the page of before");
  await journal.save();
  assert.equal(await journal.at("update-ready").count(), 0);

  // Between the page and the worker that guards the journal, with nothing kept.
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    await (await navigator.serviceWorker.getRegistration()).unregister();
  });
  relay.server = before;
  relay.held = /vault\.js|sw\.js/;
  await page.reload();
  while (relay.waiting.length === 0) await page.waitForTimeout(50);
  relay.server = next;
  relay.release();
  await page.getByRole("alert").filter({ hasText: "could not be loaded" }).waitFor();
  await page.getByRole("button", { name: "Start again" }).click();
  await page.waitForFunction(() => document.documentElement.dataset.build === "next");
  await journal.unlock();
  await journal.openEntry("Written on the page of before");
  browser.forgive(/another build/);
});

relayed("a first visit does not wait for what guards the journal, and a journal that left no note is found all the same", async ({ journal, page, relay }) => {
  relay.held = /vault_bindgen_bg/;
  await journal.visit();
  await journal.begin();
  await journal.at("passphrase").fill(PASSPHRASE);
  await journal.at("passphrase-repeat").fill(PASSPHRASE);
  await journal.at("create-journal").click();
  assert.ok(relay.waiting.length > 0, "the screens were there before the vault");
  relay.release();
  await journal.at("editor").waitFor();
  await journal.startEntry("Here all the same");
  await journal.save();

  await page.evaluate(async () => {
    localStorage.clear();
    for (const name of await caches.keys()) await caches.delete(name);
    await (await navigator.serviceWorker.getRegistration())?.unregister();
  });
  relay.held = /vault_bindgen_bg/;
  await page.reload();
  await journal.at("begin-journal").waitFor();
  relay.release();
  await journal.unlock();
  await journal.openEntry("Here all the same");
});

// What nobody thinks of.

journey("a date by keyboard, another time zone in mid-sentence, emoji alone, Hebrew, far too much pasted, a record thrown away", async ({ browser, journal }) => {
  const { page } = browser;
  const session = await page.context().newCDPSession(page);
  const liveIn = (timezoneId) => session.send("Emulation.setTimezoneOverride", { timezoneId });
  const titles = () => journal.at("entry-list").locator(".card-title").allTextContents();
  await liveIn("Europe/Berlin");
  await page.reload();
  await journal.create();

  // The day and hour stay those of the place where it was begun.
  await journal.startEntry("Flight\n\nBegun in Berlin.");
  const [begun] = /\d+:\d+\s[AP]M/.exec(await journal.at("entry-date").innerText());
  await journal.saveState("draft-saved");
  await liveIn("Pacific/Kiritimati");
  await journal.at("editor").pressSequentially(" Ended on the other side.");
  await journal.save();
  const head = await page.locator(".entry-head").innerText();
  assert.ok(head.includes(begun), `${head}, begun at ${begun}`);
  await journal.write("🎉👩‍👩‍👧‍👦\n\n🙂🏳️‍🌈");
  await journal.write("שלום עולם\n\nהיום הלכתי לים. #ים #חוף");
  assert.deepEqual(await titles(), ["שלום עולם", "🎉👩‍👩‍👧‍👦", "Flight"]);
  const runs = await page.evaluate(() => {
    const text = document.querySelector('[data-testid="card-tags"]').firstChild;
    const left = (at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    };
    return left(0) > left(1);
  });
  assert.ok(runs, "tags run as their letters do");

  // From and to, typed.
  const day = (days) => {
    const date = new Date(Date.now() + days * 86_400_000);
    return ["month", "day", "year"].map((part) => date.toLocaleDateString("en-US", { [part]: part === "year" ? "numeric" : "2-digit", timeZone: "Pacific/Kiritimati" })).join("");
  };
  const type = async (field, date, found) => {
    await journal.at(field).focus();
    await page.keyboard.type(date);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), field, "the focus stays");
    await journal.at("found-count").getByText(found, { exact: true }).waitFor();
  };
  await journal.at("filter-toggle").click();
  await type("filter-from", day(0), "2 of 3 entries");
  await type("filter-to", day(-1), "0 of 3 entries");
  await type("filter-from", day(-2), "1 of 3 entries");
  assert.deepEqual(await titles(), ["Flight"]);
  for (const field of ["filter-from", "filter-to"]) {
    await journal.at(field).focus();
    for (const key of ["Delete", "Tab", "Delete", "Tab", "Delete"]) await page.keyboard.press(key);
  }
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="filter-chip"]').length === 0);
  assert.equal((await titles()).length, 3);

  // What would keep the page busy for minutes is not taken, and says so; what is there stays.
  await journal.startEntry("Before");
  const isTaken = (letters) =>
    page.evaluate((letters) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "Far too much. ".repeat(letters / 14));
      return !document.querySelector('[data-testid="editor"]').dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, letters);
  assert.equal(await isTaken(100_000), false, "the browser pastes it");
  assert.equal(await isTaken(5_000_000), true, "the browser does not paste it");
  await page.locator(".toast").getByText("nothing was pasted").waitFor();
  assert.equal(await journal.at("editor").inputValue(), "Before");
  await journal.saveState("draft-saved");

  // Devtools, or a browser that makes room: the entries are gone, what sealed them is there.
  await page.reload();
  await journal.at("unlock").waitFor();
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("companion-vault");
        request.onerror = reject;
        request.onsuccess = () => {
          const transaction = request.result.transaction("records", "readwrite");
          transaction.objectStore("records").clear();
          transaction.oncomplete = resolve;
        };
      }),
  );
  await page.reload();
  await journal.unlock();
  const said = await page.locator("main").innerText();
  assert.match(said, /Something is not as you left it/);
  assert.match(said, /whether anything is missing cannot be told/);
});

relayed("the sample opens before what guards the journal is there, and is left for the first screen", async ({ journal, page, relay }) => {
  relay.held = /vault_bindgen_bg/;
  await journal.visit();
  await page.getByRole("button", { name: /look around|sample/i }).first().click();
  while (relay.waiting.length < 2) await page.waitForTimeout(50);
  relay.release();
  await journal.at("entry-card").first().waitFor();
  await page.getByRole("button", { name: "Leave" }).click();
  await journal.at("begin-journal").waitFor();
});
