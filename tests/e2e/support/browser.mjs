// A real Chromium with a profile on disk, watched: every console error, policy violation and
// request to a foreign origin is kept and must be empty at the end of a journey.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { collectLongTasks } from "./long-tasks.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Pages of the browser's own behind its address bar, which nobody sees: they would take an eighth of a journey's processor time. */
const UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];
/** What Playwright switches off, which a list of one's own takes the place of (`disabledFeatures` in its coreBundle.js). */
const PLAYWRIGHT_DISABLES = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];
const args = [
  `--disable-features=${[...PLAYWRIGHT_DISABLES, ...UNSEEN].join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export class Browser {
  /** @param {string} origin */
  static async launch(origin, options = {}) {
    const browser = new Browser();
    browser.origin = origin;
    browser.profile = options.profile ?? mkdtempSync(path.join(tmpdir(), "companion-e2e-"));
    browser.options = options;
    browser.incidents = [];
    await browser.open();
    return browser;
  }

  async open() {
    const { viewport = { width: 1280, height: 800 }, colorScheme = "light", reducedMotion, args: more = [], ...rest } = this.options;
    delete rest.profile;
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath,
      args: [...args, ...more],
      headless: true,
      viewport,
      colorScheme,
      reducedMotion,
      ...rest,
    });
    this.context.setDefaultTimeout(30_000);
    await this.context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
    this.endLongTasks = await collectLongTasks(this.context, () => this.journey);
    this.context.on("page", (page) => this.watch(page));
    this.context.on("request", (request) => this.inspect(request.url()));
    for (const page of this.context.pages()) this.watch(page);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
  }

  watch(page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.incidents.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.incidents.push(`page error: ${error.message}`));
    page.on("worker", (worker) => {
      worker.on("console", (message) => {
        if (message.type() === "error") this.incidents.push(`worker console: ${message.text()}`);
      });
    });
  }

  inspect(url) {
    const { protocol, origin } = new URL(url);
    if (["data:", "blob:", "about:", "chrome:", "devtools:"].includes(protocol)) return;
    if (origin !== this.origin) this.incidents.push(`request to a foreign origin: ${url}`);
  }

  /** Forget incidents that the journey provoked on purpose; each must match one of the patterns. */
  forgive(...patterns) {
    this.incidents = this.incidents.filter((incident) => !patterns.some((pattern) => pattern.test(incident)));
  }

  assertCalm() {
    assert.deepEqual(this.incidents, [], "the journey caused errors, violations or foreign requests");
  }

  /** Kills the browser as a power cut would: no event reaches the page. */
  async kill() {
    try {
      execFileSync("pkill", ["-KILL", "-f", `user-data-dir=${this.profile}`]);
    } catch {
      // pkill exits with 1 when a child has gone between listing and killing.
    }
    await this.context.close().catch(() => {});
    rmSync(path.join(this.profile, "SingletonLock"), { force: true });
  }

  async reopen() {
    await this.open();
    return this.page;
  }

  async close({ keepProfile = false } = {}) {
    // A browser that has ended says nothing.
    await this.endLongTasks().catch(() => {});
    await this.context.close().catch(() => {});
    if (!keepProfile) rmSync(this.profile, { recursive: true, force: true });
  }
}
