// The ways through the app that pass every screen. Each walk has a browser context of its own.
import path from "node:path";
import { Journal } from "../../../tests/e2e/support/journal.mjs";
import { root } from "../../../tests/e2e/support/server.mjs";
import { PASSPHRASE, restore } from "./diary.mjs";

/** Every screen, in the order of a reader's first week, with its title. */
export const SCREENS = {
  opening: "The moment before the app is here",
  welcome: "The first screen of all",
  "first-run": "First run",
  "first-run-typed": "First run, a passphrase typed",
  "first-run-restore": "First run, from a backup",
  "timeline-empty": "An empty journal",
  "editor-empty": "An empty page, and a question",
  "editor-text": "Writing",
  "editor-idle-prompt": "A question in the margin",
  "editor-full-screen": "Writing, full screen",
  "editor-attachments": "Writing, with photos",
  "editor-recorder": "Recording a voice note",
  "editor-denied": "No permission to listen",
  "editor-full": "No room on the device",
  "editor-date": "Another day and time",
  "editor-discard": "Before something is lost",
  templates: "Templates",
  "template-form": "A template of one's own",
  timeline: "The journal, and a hint",
  "timeline-calm": "The journal",
  "timeline-filters": "Filters",
  "timeline-none": "Filters that find nothing",
  reading: "An entry",
  "reading-photos": "An entry with photos",
  viewer: "A photo",
  reflect: "Reflect, without a model",
  search: "Search",
  "search-none": "Search that finds nothing",
  "tags-empty": "No tags yet",
  "trash-empty": "An empty trash",
  "calendar-empty": "A month with nothing in it",
  calendar: "Calendar",
  "on-this-day": "On this day",
  tags: "Tags",
  "tags-rename": "Another name for a tag",
  "trash-toast": "An entry deleted",
  trash: "Trash",
  history: "Earlier versions",
  "history-changes": "What has changed",
  palette: "The palette",
  shortcuts: "Keyboard shortcuts",
  settings: "Settings: the model",
  security: "Settings: security",
  passphrase: "Another passphrase",
  recovery: "The recovery key",
  storage: "Settings: history, trash and storage",
  backup: "Settings: backups",
  import: "Settings: import",
  "import-report": "An import before it is brought in",
  "import-done": "An import brought in",
  "import-damaged": "A file that cannot be imported",
  export: "Settings: export",
  "export-warning": "Before an export",
  appearance: "Settings: appearance",
  keyboard: "Settings: keyboard, this device, about",
  audit: "Activity",
  speed: "Speed on this device",
  unlock: "Unlock",
  "unlock-error": "Unlock, a wrong passphrase",
  "unlock-recovery": "Unlock with the recovery key",
  "other-tab": "Open in another tab",
  unsupported: "A browser that lacks something",
  failed: "The browser refuses its storage",
  stopped: "A fault",
};

/** Scrolls the page that is open until `selector` stands near its top. */
async function bring(page, selector) {
  await page.evaluate((selector) => {
    const element = document.querySelector(selector);
    const scroller = element.closest(".sheet, .list-pane, dialog") ?? document.scrollingElement;
    const inset = scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top;
    scroller.scrollTop += element.getBoundingClientRect().top - inset - 24;
  }, selector);
}

async function beginnings({ page, origin, backup, note }) {
  const journal = new Journal(page, origin);
  // The app does not arrive: what the page itself shows stays.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(origin, { waitUntil: "commit" });
  await page.locator("#first-frame").waitFor({ state: "attached" });
  await page.waitForTimeout(1_000);
  await note("opening");
  release();
  await journal.at("begin-journal").waitFor();
  await page.unroute("**/*.wasm");
  await note("welcome");
  await journal.begin();
  await note("first-run");
  await journal.at("passphrase").fill("garden gate");
  await page.locator("meter").waitFor();
  await journal.at("passphrase-repeat").fill("garden");
  await note("first-run-typed");
  await journal.at("begin-back").click();
  await journal.at("backup-restore").setInputFiles(backup);
  await journal.at("backup-passphrase").waitFor();
  await bring(page, '[data-testid="backup-passphrase"]');
  await note("first-run-restore");
  await page.evaluate(() => (document.querySelector("#stopped").hidden = false));
  await page.evaluate(() => scrollTo(0, 0));
  await note("stopped");
  await page.reload();
  await journal.create(PASSPHRASE);
  await note("timeline-empty");
  await journal.startEntry();
  await page.waitForSelector('[data-testid="idle-prompt"][data-state="whole"]', { state: "attached" });
  await note("editor-empty");
}

async function writing({ page, origin, backup, photos, note }) {
  const journal = new Journal(page, origin);
  await journal.visit();
  await restore(page, backup);
  await journal.openSettings();
  await journal.at("idle-seconds").selectOption("5");
  await page.waitForTimeout(300);
  await page.goBack();
  await journal.startEntry();
  await journal.at("editor").fill("Evening by the lock\n\nThe water stood quite still, and for once so did I. A boat came through with its lights off; the woman at the tiller nodded as if we had an appointment.\n\nI thought about Ruth. About the blue bowl she keeps for nobody in particular, and how *nobody in particular* turns out to be all of us.\n\n- ring her on Sunday\n- bring the bread\n\n> What would it be like to visit without a reason? #ruth");
  await page.locator('.editor-mood button[data-mood="4"]').click();
  await journal.saveState("draft-saved");
  await note("editor-text");
  await journal.at("editor").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" #slow");
  await page.waitForSelector('[data-testid="idle-prompt"][data-state="whole"]', { state: "attached" });
  await note("editor-idle-prompt");
  await journal.at("prompt-dismiss").click();
  await journal.at("full-screen").click();
  await note("editor-full-screen");
  await journal.at("full-screen").click();
  await journal.at("attach").click();
  await journal.at("attach-photo").setInputFiles([0, 1, 4].map((number) => ({ name: `photo-${number}.jpg`, mimeType: "image/jpeg", buffer: photos[number].bytes })));
  await page.waitForFunction(() => document.querySelectorAll('.tray [data-testid="attachment"] img').length === 3);
  if (!(await journal.at("record-voice").isVisible())) await journal.at("attach").click();
  await note("editor-attachments");
  await journal.at("record-voice").click();
  await journal.at("recorder-time").waitFor();
  await page.waitForTimeout(1_200);
  await note("editor-recorder");
  await journal.at("recorder-cancel").click();
  await journal.at("entry-date").click();
  await journal.at("date-sheet").waitFor();
  await note("editor-date");
  await page.keyboard.press("Escape");
  await journal.at("templates").click();
  await journal.at("template").first().waitFor();
  await note("templates");
  await journal.at("template-new").click();
  await note("template-form");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard" }).first().click();
  await note("editor-discard");
}

async function finding({ page, origin, backup, note }) {
  const journal = new Journal(page, origin);
  await journal.visit();
  await restore(page, backup);
  await page.waitForTimeout(500);
  await note("timeline");
  await page.locator(".list-pane > .quiet-hint .icon-button").click();
  await note("timeline-calm");
  await bring(page, '[data-testid="on-this-day"]');
  await note("on-this-day");
  await page.evaluate(() => (document.querySelector(".list-pane").scrollTop = 0));
  await journal.at("filter-toggle").click();
  await page.locator('[data-testid="filter-mood"][data-mood="4"]').click();
  await journal.at("filter-tag").first().click();
  await note("timeline-filters");
  await journal.at("filter-photo").click();
  await journal.at("filter-favourite").click();
  await journal.at("filter-to").fill("2020-01-01");
  await journal.at("none-found").waitFor();
  await page.evaluate(() => (document.querySelector(".list-pane").scrollTop = 10_000));
  await note("timeline-none");
  await journal.at("clear-filters").click();
  await journal.at("filter-toggle").click();

  await journal.openEntry("The first frost");
  await note("reading");
  await journal.at("reflect").click();
  await page.locator("#no-model, .reflect").first().waitFor();
  await bring(page, ".reflect");
  await note("reflect");
  await journal.openEntry("Lantern walk");
  await page.waitForFunction(() => [...document.querySelectorAll(".gallery img")].filter((image) => image.naturalWidth).length === 3);
  await bring(page, ".entry > :nth-child(3)");
  await note("reading-photos");
  await journal.at("attachment").first().click();
  await page.waitForFunction(() => document.querySelector("dialog[open] .viewer-stage img")?.naturalWidth > 0);
  await note("viewer");
  await journal.at("viewer-close").click();

  await journal.showList();
  await journal.at("search").fill("lantern river");
  await journal.at("search-result").first().waitFor();
  await page.waitForTimeout(1_500);
  await note("search");
  await journal.at("search").fill("xylophone orchestra");
  await journal.at("search-none").waitFor();
  await note("search-none");
  await journal.at("search-clear").click();

  await journal.at("open-calendar").click();
  await journal.at("calendar").waitFor();
  await page.locator('[data-testid="calendar-day"][data-written="true"]').last().click();
  await note("calendar");
  await page.goBack();
  await journal.showList();
  await journal.at("open-tags").click();
  await journal.at("tag").first().waitFor();
  await note("tags");
  await journal.at("rename-tag").first().click();
  await note("tags-rename");
  await page.goBack();
}

async function keeping({ page, origin, backup, note }) {
  const journal = new Journal(page, origin);
  await journal.visit();
  await restore(page, backup);
  await journal.openEntry("Bread, second");
  await journal.at("edit-entry").click();
  const text = await journal.at("editor").inputValue();
  await journal.at("editor").fill(text.replace("sang when it cooled", "crackled and sang as it cooled").replace("hotter oven", "a much hotter oven"));
  await journal.save();
  await journal.at("open-versions").click();
  await journal.at("version-item").first().waitFor();
  await note("history");
  await journal.at("version-item").last().click();
  await page.locator('[data-testid="version-text"], [data-testid="version-changes"]').first().waitFor();
  const changes = page.getByText(/changes/i).first();
  if (await changes.isVisible()) await changes.click();
  await note("history-changes");
  await page.goBack();
  await journal.at("versions").waitFor();
  await page.goBack();
  await journal.at("entry-view").waitFor();
  for (const title of ["Nothing much", "Rain on the skylight"]) {
    await journal.openEntry(title);
    await journal.at("delete-entry").click();
    await journal.at("undo").waitFor();
  }
  await note("trash-toast");
  await journal.openSettings();
  await journal.at("settings-trash").click();
  await journal.at("trash-item").first().waitFor();
  await note("trash");
  await page.goBack();
  await page.keyboard.press("Control+k");
  await journal.at("palette-field").fill("ca");
  await journal.at("palette-option").first().waitFor();
  await note("palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+?");
  await page.locator('[data-testid="shortcuts"][open]').waitFor();
  await note("shortcuts");
}

async function settings({ page, origin, backup, note }) {
  const journal = new Journal(page, origin);
  await journal.visit();
  await restore(page, backup);
  await journal.openSettings();
  await page.waitForTimeout(500);
  await note("settings");
  await bring(page, "#security-title");
  await note("security");
  await journal.at("change-passphrase").click();
  await bring(page, '[data-testid="change-passphrase-do"]');
  await page.evaluate(() => document.querySelector(".sheet").scrollBy(0, -420));
  await note("passphrase");
  await journal.at("recovery-create").click();
  await page.locator('[data-testid="recovery-make"]').waitFor();
  await page.locator(".key-form").last().locator("input:not(.unseen)").first().fill(PASSPHRASE);
  await journal.at("recovery-make").click();
  await journal.at("recovery-shown").waitFor();
  await bring(page, '[data-testid="recovery-shown"]');
  await note("recovery");
  await bring(page, '[data-testid="history-setting"]');
  await note("storage");
  await bring(page, "#backup-title");
  await note("backup");
  await bring(page, "#import-title");
  await note("import");
  await journal.at("import").setInputFiles(path.join(root, "tests/fixtures/import/day-one.zip"));
  await page.waitForSelector('[data-testid="import-report"][data-state="preview"]');
  await bring(page, "#import-title");
  await note("import-report");
  await journal.at("import-take").click();
  await page.waitForSelector('[data-testid="import-report"]:not([data-state="preview"])');
  await bring(page, "#import-title");
  await note("import-done");
  await bring(page, "#export-title");
  await note("export");
  await journal.at("export-start").click();
  await page.getByRole("dialog").waitFor();
  await note("export-warning");
  await page.keyboard.press("Escape");
  await bring(page, "#appearance-title");
  await note("appearance");
  await bring(page, "#about-title");
  await note("keyboard");
  await journal.at("audit-open").click();
  await journal.at("audit-event").first().waitFor();
  await note("audit");
  await page.goto(`${origin}/speed`);
  await page.locator("main h1, main h2").first().waitFor();
  await page.waitForTimeout(1_000);
  await note("speed");
}

/** What is said where there is nothing yet. */
async function empties({ page, origin, note }) {
  const journal = new Journal(page, origin);
  await journal.visit();
  await journal.create(PASSPHRASE);
  await journal.write("A plain day, and nothing to file it under.");
  await journal.showList();
  await journal.at("open-tags").click();
  await page.locator(".nothing-here").waitFor();
  await note("tags-empty");
  await page.goBack();
  await journal.showList();
  await journal.at("open-trash").click();
  await page.locator(".nothing-here").waitFor();
  await note("trash-empty");
  await page.goBack();
  await journal.showList();
  await journal.at("open-calendar").click();
  await journal.at("calendar").waitFor();
  await journal.at("previous-month").click();
  await page.locator('[data-testid="calendar-day"]').nth(11).click();
  await note("calendar-empty");
}

/** What is said when something does not work. */
async function troubles({ page, context, origin, note }) {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  // The device fills up when it is told to.
  await context.route("**/workers/vault.js", (route) => changed(route, `
    let isFull = false;
    new BroadcastChannel("fill").onmessage = () => (isFull = true);
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...what) {
      if (isFull) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, what);
    };`));
  const journal = new Journal(page, origin);
  await journal.visit();
  await journal.create(PASSPHRASE);
  await journal.openSettings();
  await journal.at("import").setInputFiles({ name: "holiday.zip", mimeType: "application/zip", buffer: Buffer.from("PK\x03\x04, and then the cable was pulled") });
  await journal.at("import-error").waitFor();
  await bring(page, "#import-title");
  await note("import-damaged");
  await page.goBack();
  await journal.startEntry();
  await journal.at("editor").fill("The heron was back on the weir, pretending not to be watched.");
  await journal.saveState("draft-saved");
  await journal.at("attach").click();
  await journal.at("record-voice").click();
  await page.locator(".tray-message").waitFor();
  await note("editor-denied");
  await page.locator(".tray-message button").click();
  await page.evaluate(() => new BroadcastChannel("fill").postMessage(null));
  await journal.at("editor").fill("The heron was back on the weir, pretending not to be watched. So was I.");
  await page.locator(".page-pane .trouble").waitFor();
  // The hand goes back to the mouse, and what had stepped back comes forward.
  for (const y of [400, 500]) await page.mouse.move(300, y);
  await note("editor-full");
}

async function gates({ page, context, origin, backup, note }) {
  const journal = new Journal(page, origin);
  await journal.visit();
  await restore(page, backup);
  const second = await context.newPage();
  await second.goto(origin);
  await second.getByTestId("other-tab").waitFor();
  await note("other-tab", second);
  await second.close();
  await journal.lock();
  await note("unlock");
  await journal.at("passphrase").fill("mossy kettle under ten lamps");
  await journal.at("unlock").click();
  await page.waitForFunction(() => document.querySelector('[data-testid="unlock-error"]')?.innerText.trim());
  await note("unlock-error");
  await journal.at("recovery-use").click();
  await note("unlock-recovery");
}

async function lacking({ page, context, origin, note }) {
  await context.addInitScript(() => {
    WebAssembly.validate = () => false;
    Object.defineProperty(window, "indexedDB", { value: undefined });
  });
  await page.goto(origin);
  await page.getByTestId("unsupported").waitFor();
  await note("unsupported");
}

/** The worker's script with a line before it. */
async function changed(route, line) {
  const response = await route.fetch();
  const headers = response.headers();
  delete headers["content-encoding"];
  delete headers["content-length"];
  await route.fulfill({ response, headers, body: `${line}\n${await response.text()}` });
}

async function refused({ page, context, origin, note }) {
  await context.route("**/workers/vault.js", (route) => changed(route, 'IDBFactory.prototype.open = () => { throw new DOMException("no room", "UnknownError"); };'));
  await page.goto(origin);
  await page.locator("main.gate h1").waitFor();
  await page.waitForTimeout(1_500);
  await note("failed");
}

export const WALKS = [beginnings, writing, finding, keeping, settings, empties, troubles, gates, lacking, refused];
