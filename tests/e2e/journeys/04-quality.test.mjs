// Every screen, both themes, phone and desktop: axe finds nothing; the app can be installed.
// Screenshots are kept in output/ to be looked at.
import { test } from "node:test";
import assert from "node:assert/strict";
import { Browser } from "../support/browser.mjs";
import { Journal } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { inspect } from "../support/look.mjs";
import { startServer } from "../support/server.mjs";

const sizes = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 800 } };
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`screens are accessible: ${size}, ${colorScheme}`, async () => {
      const server = await startServer();
      const browser = await Browser.launch(server.origin, { viewport, colorScheme, reducedMotion: "reduce" });
      const found = [];
      const look = async (screen) => found.push(...(await inspect(browser.page, `${screen}-${size}-${colorScheme}`)));
      try {
        const journal = new Journal(browser.page, server.origin);
        await journal.visit();
        await journal.at("begin-journal").waitFor();
        await look("welcome");
        await journal.begin();
        await look("first-run");
        await journal.create();
        await look("empty-journal");
        await journal.write("The long way home\n\nRain all afternoon. I *almost* called Lena, and then I did.\n\n- her garden\n- the funeral\n\n> What did you leave unsaid?\n\nNothing, for once.");
        await look("reading");
        await journal.at("reflect").click();
        await look("reflect-without-model");
        await journal.showList();
        await journal.startEntry("On the train, the window seat. Fields, then a river I do not know the name of.");
        await journal.saveState("draft-saved");
        await look("editor");
        await journal.save();
        await journal.showList();
        await look("journal");
        await journal.openSettings();
        await look("settings");
        await journal.lock();
        await look("unlock");
        await journal.at("passphrase").fill("not the passphrase");
        await journal.at("unlock").click();
        await browser.page.waitForFunction(() => document.querySelector('[data-testid="unlock-error"]')?.innerText.trim());
        await look("unlock-error");
        await journal.unlock();
        const second = new Journal(await browser.context.newPage(), server.origin);
        await second.visit();
        await second.at("other-tab").waitFor();
        found.push(...(await inspect(second.page, `other-tab-${size}-${colorScheme}`)));
        assert.deepEqual(found, []);
        browser.assertCalm();
      } finally {
        await browser.close();
        await server.stop();
      }
    });
  }
}

journey("the app can be installed", async ({ browser, journal }) => {
  await journal.at("begin-journal").waitFor();
  await browser.page.evaluate(() => navigator.serviceWorker.ready);
  const session = await browser.context.newCDPSession(browser.page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors, []);
  const { errors, url } = await session.send("Page.getAppManifest");
  assert.ok(url.endsWith("manifest.webmanifest"));
  assert.deepEqual(errors, []);
});

journey("the page is isolated and its policy is strict", async ({ browser, server }) => {
  const response = await fetch(server.origin);
  const policy = response.headers.get("content-security-policy");
  assert.ok(policy.includes("default-src 'none'") && policy.includes("connect-src 'self'"));
  assert.ok(!policy.includes("unsafe-inline") && !policy.includes("'unsafe-eval'"));
  assert.equal(await browser.page.evaluate(() => crossOriginIsolated), true);
});
