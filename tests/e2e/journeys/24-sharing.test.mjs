// What other apps share waits for the journal, and nothing of it is readable on the device meanwhile.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dumpStorage, findWords } from "../support/dump.mjs";
import { journey } from "../support/journey.mjs";
import { inspectOnPhone } from "../support/look.mjs";
import { root } from "../support/server.mjs";

const manifest = JSON.parse(readFileSync(`${root}/static/manifest.webmanifest`, "utf8"));

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
