// What goes wrong between the host, the network and the device, and what is said of it: nothing half-done is kept.
import assert from "node:assert/strict";
import { PASSPHRASE } from "../support/journal.mjs";
import { prepared } from "../support/prepared.mjs";

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
