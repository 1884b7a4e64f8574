// A journey in a browser that does its worst.
import { test } from "node:test";
import { Browser } from "./browser.mjs";
import { Journal } from "./journal.mjs";
import { startServer } from "./server.mjs";

/** Walks and looks whether all stayed calm; what fails says what the page showed. Then everything is stopped. */
export async function walkIn(browser, walk, ...hosts) {
  try {
    await walk();
    browser.assertCalm();
  } catch (error) {
    error.message += ` (incidents: ${JSON.stringify(browser.incidents)}; page: ${await browser.page.innerText("body").catch(() => "gone")})`;
    throw error;
  } finally {
    await browser.close();
    for (const host of hosts) await host.stop();
  }
}

/** A journey in a browser that was prepared before the app was opened. */
export function prepared(name, prepare, walk) {
  test(name, async () => {
    const server = await startServer();
    const browser = await Browser.launch(server.origin, { serviceWorkers: "block" });
    const walkThere = async () => {
      const tools = await prepare(browser.context, server.origin);
      const journal = new Journal(browser.page, server.origin);
      await journal.visit();
      await walk({ browser, journal, server, page: browser.page, tools });
      // A service worker that is blocked registers as nothing.
      browser.forgive(/reading 'waiting'/);
    };
    await walkIn(browser, walkThere, server);
  });
}
