// Every screen, both themes, phone and desktop: axe finds nothing; the app can be installed.
// Screenshots are kept in output/ to be looked at.
import assert from "node:assert/strict";
import { Journal } from "../support/journal.mjs";
import { journey } from "../support/journey.mjs";
import { inspectEverywhere } from "../support/look.mjs";

const PHONE = { width: 360, height: 780 };

journey(
  "screens are accessible: phone and desktop, light and dark",
  async ({ browser, journal, server }) => {
    const { page } = browser;
    const found = [];
    const sizes = { phone: PHONE, desktop: { width: 1280, height: 800 } };
    const look = async (screen, on = page) => found.push(...(await inspectEverywhere(on, screen, { sizes })));
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
    await page.waitForFunction(() => document.querySelector('[data-testid="unlock-error"]')?.innerText.trim());
    await look("unlock-error");
    await journal.unlock();
    const second = new Journal(await browser.context.newPage(), server.origin);
    await second.visit();
    await second.at("other-tab").waitFor();
    await look("other-tab", second.page);
    assert.deepEqual(found, []);
  },
  { browser: { viewport: PHONE, reducedMotion: "reduce" } },
);

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
