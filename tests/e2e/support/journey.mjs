// One journey: its own server, browser profile and journal, checked for calm at the end.
import { test } from "node:test";
import { Browser } from "./browser.mjs";
import { Journal } from "./journal.mjs";
import { startServer } from "./server.mjs";

/**
 * @param {string} name
 * @param {(context: {server: any, browser: Browser, journal: Journal, test: any}) => Promise<void>} walk
 */
export function journey(name, walk, options = {}) {
  test(name, async (t) => {
    const server = await startServer(options.server);
    const browser = await Browser.launch(server.origin, options.browser);
    browser.journey = name;
    try {
      const journal = new Journal(browser.page, server.origin);
      await journal.visit();
      await walk({ server, browser, journal, test: t });
      browser.assertCalm();
    } catch (error) {
      const shot = new URL(`../output/failed-${name.replace(/\W+/g, "-")}.png`, import.meta.url).pathname;
      await browser.context.pages().at(-1)?.screenshot({ path: shot }).catch(() => {});
      error.message += `\n(screenshot: ${shot}; incidents: ${JSON.stringify(browser.incidents)})`;
      throw error;
    } finally {
      await browser.close();
      await server.stop();
    }
  });
}
