// The real model in the real browser, and files that are no model.
import assert from "node:assert/strict";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { journey } from "../support/journey.mjs";

const modelDir = process.env.COMPANION_MODEL_DIR ?? path.join(homedir(), ".companion/models");
const model = existsSync(modelDir) && readdirSync(modelDir).find((name) => /0\.5b.*\.gguf$/i.test(name));
const withoutModel = process.env.COMPANION_NO_MODEL === "1";
if (!model && !withoutModel) throw new Error(`no 0.5B model in ${modelDir}: run make model, or set COMPANION_NO_MODEL=1 to leave these journeys out`);
const scratch = mkdtempSync(path.join(tmpdir(), "companion-models-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

function head(bytes) {
  const buffer = Buffer.alloc(bytes);
  const file = openSync(path.join(modelDir, model));
  readSync(file, buffer, 0, bytes, 0);
  closeSync(file);
  return buffer;
}

/** The beginning of a model file that says nothing but its architecture. */
function header(version, architecture) {
  const text = (value) => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([length, bytes]);
  };
  const bytes = Buffer.alloc(24);
  bytes.write("GGUF");
  bytes.writeUInt32LE(version, 4);
  bytes.writeBigUInt64LE(0n, 8);
  bytes.writeBigUInt64LE(1n, 16);
  const type = Buffer.alloc(4);
  type.writeUInt32LE(8);
  return Buffer.concat([bytes, text("general.architecture"), type, text(architecture), Buffer.alloc(4096)]);
}

if (!withoutModel) {
  journey(
    "Reflect streams an answer, Stop stops it, keeping it makes it part of the entry; a stuck model is killed and restarted",
    async ({ browser, journal }) => {
      const { page } = browser;
      await page.clock.install();
      await page.reload();
      await journal.create();
      await journal.write("Lena called today. We had not spoken since the funeral, and then we laughed for an hour.");
      // Without a model the action explains how to get one.
      await journal.at("reflect").click();
      await page.getByText(/model/i).first().waitFor();
      await journal.openSettings();
      await journal.modelState("none");
      await journal.at("model-download").first().click();
      await journal.modelState("ready", 240_000);
      await journal.openEntry("Lena called");

      await journal.at("reflect").click();
      await page.waitForSelector('[data-testid="ai-output"][data-state="running"]');
      await page.waitForFunction(() => document.querySelector('[data-testid="ai-output"]').innerText.includes("?") || document.querySelector('[data-testid="ai-output"]').dataset.state === "done", null, { timeout: 300_000 });
      await page.waitForSelector('[data-testid="ai-output"][data-state="done"]', { timeout: 300_000 });
      const question = (await journal.at("ai-output").innerText()).trim();
      console.log(`    the model asked: ${JSON.stringify(question)}`);
      assert.ok(question.includes("?") && question.length > 10);

      // It is no part of the entry until the writer keeps it.
      assert.ok(!(await journal.at("entry-view").locator("blockquote").count()));
      await journal.at("ai-keep").click();
      await journal.at("entry-view").locator("blockquote").waitFor();
      await journal.reads(question);

      // A long entry, so that there is something to stop. First it hangs: the journal is not affected, and the next answer comes
      // from a new worker.
      await journal.showList();
      await journal.write(`A long day\n\n${"We walked along the river until the lamps came on, and talked about Lena. ".repeat(16)}`);
      await journal.at("reflect").click();
      await page.waitForSelector('[data-testid="ai-output"][data-state="running"]');
      const worker = page.workers().find((worker) => worker.url().includes("inference"));
      // Not in the evaluation itself: Chromium does not end a worker that runs the debugger's task.
      await worker.evaluate(() => {
        setTimeout(() => {
          for (;;);
        });
      });
      // What it had said before has arrived; from then on it is silent, for longer than the page bears.
      await page.waitForTimeout(500);
      await page.clock.runFor(20_000);
      await page.waitForSelector('[data-testid="ai-output"][data-state="error"]');
      await page.getByText(/restarted/i).first().waitFor();
      await journal.reads("until the lamps came on");
      await journal.openEntry("Lena called");
      await journal.at("reflect").click();
      await page.waitForSelector('[data-testid="ai-output"][data-state="done"]', { timeout: 120_000 });

      await journal.openEntry("A long day");
      await journal.at("reflect").click();
      await journal.at("ai-stop").waitFor();
      const stopped = Date.now();
      await journal.at("ai-stop").click();
      await page.waitForSelector('[data-testid="ai-output"][data-state="stopped"]');
      console.log(`    stopped after ${Date.now() - stopped} ms`);
      // It has stopped in time: when that is looked at, nothing is ended, and nothing is gone.
      await page.clock.runFor(5_000);
      await journal.openEntry("Lena called");
      await journal.reads(question);
      await journal.reads("laughed for an hour");
    },
    { server: { modelDir } },
  );

  journey("a model whose sum is wrong is refused", async ({ browser, journal }) => {
    await journal.create();
    await journal.openSettings();
    await journal.at("model-download").first().click();
    await journal.modelState("error", 240_000);
    await browser.page.getByText(/differs|does not match|wrong|checksum/i).first().waitFor();
  }, { server: { modelDir: modelWithOneFlippedBit() } });
}

journey("files that are no model, of a foreign architecture, old or truncated are named as such and harm nothing", async ({ browser, journal }) => {
  await journal.create();
  await journal.write("Still here afterwards");
  await journal.openSettings();
  const refused = async (name, bytes, reason) => {
    const file = path.join(scratch, name);
    writeFileSync(file, bytes);
    await journal.at("model-import").setInputFiles(file);
    await journal.modelState("error");
    await browser.page.getByText(reason).first().waitFor();
  };
  await refused("holiday.gguf", Buffer.from("JFIF, certainly not a model. ".repeat(2_000)), /not a (GGUF )?model/i);
  await refused("foreign.gguf", header(3, "gptneox"), /gptneox/);
  await refused("old.gguf", header(1, "gptneox"), /version 1|older version|old version/i);
  if (!withoutModel) await refused("truncated.gguf", head(12 << 20), /incomplete|truncated|missing|ends/i);
  await journal.openEntry("Still here afterwards");
  await journal.reads("Still here afterwards");
});

if (!withoutModel) {
  journey("no room for the model: said before anything is fetched", async ({ browser, journal, server }) => {
    await journal.create();
    const session = await browser.context.newCDPSession(browser.page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: 100 << 20 });
    await journal.openSettings();
    await journal.at("model-download").first().click();
    await journal.modelState("error");
    await browser.page.getByText(/room|space|free/i).first().waitFor();
    await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  }, { server: { modelDir } });
}

/** A model folder whose file has the right name, size and stated sum, and one wrong bit. */
function modelWithOneFlippedBit() {
  const directory = mkdtempSync(path.join(scratch, "flipped-"));
  const source = path.join(modelDir, model);
  const target = path.join(directory, model);
  const [input, output] = [openSync(source), openSync(target, "w")];
  const buffer = Buffer.alloc(8 << 20);
  const flipAt = Math.floor(statSync(source).size / 2);
  for (let at = 0, count; (count = readSync(input, buffer, 0, buffer.length, at)) > 0; at += count) {
    if (flipAt >= at && flipAt < at + count) buffer[flipAt - at] ^= 1;
    writeSync(output, buffer, 0, count, at);
  }
  closeSync(input);
  closeSync(output);
  const sum = `${source}.sha256`;
  if (existsSync(sum)) writeFileSync(`${target}.sha256`, readFileSync(sum));
  return directory;
}
