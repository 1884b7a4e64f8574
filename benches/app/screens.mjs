// Every screen of the app in four variants (phone and desktop, light and dark), as one contact sheet a screen, to be
// looked at; axe, what does not fit, and what is too small to touch are said as well.
//   make build && node benches/app/screens.mjs [--only NAME,NAME] [--out docs/screens] [--store static/screenshots]
// COMPANION_DIST and COMPANION_NATIVE name another build. Without --out the sheets go to target/bench/screens.
// With --store the pictures that the manifest shows before the app is installed are made anew.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { root, startServer } from "../../tests/e2e/support/server.mjs";
import { AXE_TAGS, tooSmall } from "../../tests/e2e/support/accessibility.mjs";
import { overflowIn } from "../../tests/e2e/support/language.mjs";
import { makeBackup } from "./support/diary.mjs";
import { pictures } from "./support/pictures.mjs";
import { SCREENS, WALKS } from "./support/walks.mjs";

const require = createRequire(new URL("../../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const { values: chosen } = parseArgs({ options: { only: { type: "string" }, out: { type: "string" }, store: { type: "string" } } });
const only = chosen.only?.split(",");
const out = path.resolve(root, chosen.out ?? "target/bench/screens");
mkdirSync(out, { recursive: true });

const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};
const THEMES = ["light", "dark"];
/** Of a sheet, compared with the screen. */
const SCALE = 0.75;
/** Fades end in this time. */
const CALM_MS = 350;

/** Of the manifest, by the pictures that they are. */
const STORE = { "desktop.png": "reading-desktop-light", "phone.png": "timeline-calm-phone-light", "phone-entry.png": "reading-phone-light" };

const shots = new Map();
const findings = [];

/** Notes a screen as it is now, in both themes. */
async function note(page, size, name) {
  if (only && !only.includes(name)) return;
  for (const theme of THEMES) {
    const at = `${name}-${size}-${theme}`;
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(CALM_MS);
    shots.set(at, await page.screenshot());
    await page.evaluate(axe);
    const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }), AXE_TAGS);
    findings.push(...violations.map(({ id, nodes }) => `${at}: axe ${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`));
  }
  findings.push(...(await overflowIn(page, `${name}-${size}`)));
  if (size === "phone") findings.push(...(await tooSmall(page)).map((what) => `${name}-${size}: small: ${what}`));
}

/** One picture of the four, phone beside desktop and light above dark. */
async function sheet(page, name) {
  const parts = THEMES.map((theme) => Object.keys(SIZES).map((size) => shots.get(`${name}-${size}-${theme}`)?.toString("base64")));
  const base64 = await page.evaluate(
    async ([parts, scale]) => {
      const rows = [];
      for (const row of parts) {
        const images = [];
        for (const base64 of row.filter(Boolean)) {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          images.push(await createImageBitmap(new Blob([bytes], { type: "image/png" })));
        }
        rows.push(images);
      }
      const gap = 16;
      const [widths, heights] = [rows.map((row) => row.reduce((sum, { width }) => sum + width * scale + gap, gap)), rows.map((row) => Math.max(0, ...row.map(({ height }) => height * scale)))];
      const canvas = new OffscreenCanvas(Math.max(...widths), heights.reduce((sum, height) => sum + height + gap, gap));
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.fillStyle = "#8d8d8d";
      context.fillRect(0, 0, canvas.width, canvas.height);
      let y = gap;
      rows.forEach((row, at) => {
        let x = gap;
        for (const image of row) {
          context.drawImage(image, x, y, image.width * scale, image.height * scale);
          x += image.width * scale + gap;
        }
        y += heights[at] + gap;
      });
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.74 })).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    [parts, SCALE],
  );
  writeFileSync(path.join(out, `${name}.webp`), Buffer.from(base64, "base64"));
}

const server = await startServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
});
const folder = mkdtempSync(path.join(tmpdir(), "companion-screens-"));
let failed = false;
try {
  const desk = await browser.newPage();
  const photos = await pictures(desk);
  const backup = path.join(folder, "diary.companion");
  makeBackup(backup, 120, photos);
  for (const [size, options] of Object.entries(SIZES)) {
    for (const walk of WALKS) {
      const context = await browser.newContext({ ...options, reducedMotion: "reduce", locale: "en-GB", serviceWorkers: "block" });
      context.setDefaultTimeout(20_000);
      try {
        const page = await context.newPage();
        await walk({ page, context, origin: server.origin, backup, photos, size, note: (name, other = page) => note(other, size, name) });
      } catch (error) {
        failed = true;
        console.error(`${walk.name} on ${size}: ${error.message}`);
        writeFileSync(path.join(out, `failed-${walk.name}-${size}.png`), await context.pages().at(-1)?.screenshot().catch(() => "") ?? "");
      } finally {
        await context.close();
      }
    }
  }
  const names = Object.keys(SCREENS).filter((name) => !only || only.includes(name));
  for (const name of names) await sheet(desk, name);
  if (chosen.store) {
    for (const [file, shot] of Object.entries(STORE)) writeFileSync(path.resolve(root, chosen.store, file), shots.get(shot));
  }
  if (!only) {
    const lines = Object.entries(SCREENS).map(([name, words]) => `## ${words}\n\n![${words}](${name}.webp)\n`);
    const readme = `# Every screen\n\nPhone (390 × 844) beside desktop (1280 × 800), light above dark, at three quarters of their size, as \`node benches/app/screens.mjs --out docs/screens\` found them in Chromium.\n\n${lines.join("\n")}`;
    writeFileSync(path.join(out, "README.md"), readme);
  }
  const sizes = readdirSync(out).filter((file) => file.endsWith(".webp")).map((file) => statSync(path.join(out, file)).size);
  console.log(`${names.length} screens, ${shots.size} pictures; ${sizes.length} sheets of ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e3)} KB, the largest ${Math.round(Math.max(...sizes) / 1e3)} KB`);
  console.log(`${findings.length} findings`);
  for (const finding of findings) console.log(`  ${finding}`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed || findings.length > 0 ? 1 : 0;
