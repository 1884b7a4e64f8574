// The model's speed: measured at an address of its own, without a journal, and from the settings.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cpus, homedir } from "node:os";
import path from "node:path";
import { journey } from "../support/journey.mjs";
import { inspectEverywhere } from "../support/look.mjs";
import { binary } from "../support/server.mjs";

const modelDir = process.env.COMPANION_MODEL_DIR ?? path.join(homedir(), ".companion/models");
const model = existsSync(modelDir) && readdirSync(modelDir).find((name) => /0\.5b.*\.gguf$/i.test(name));
const withoutModel = process.env.COMPANION_NO_MODEL === "1";

const look = async (page, name) => assert.deepEqual(await inspectEverywhere(page, name), []);

if (!withoutModel) {
  journey(
    "the speed of a named model is measured at /speed, in words and figures, without a journal; threads and the desktop write the same",
    async ({ browser, journal, server }) => {
      await browser.page.goto(`${server.origin}/speed?model=${model}&prompt_tokens=12&decode_tokens=3&threads=1&runs=3`);
      await journal.at("speed-run").click();
      const result = journal.at("speed-result");
      await result.waitFor({ timeout: 300_000 });
      const measured = JSON.parse(await result.innerText());
      console.log(`    ${JSON.stringify(measured)}`);
      assert.match(measured.model, /0\.5B/);
      assert.equal(measured.threads, 1);
      assert.deepEqual([measured.prompt_tokens, measured.decode_tokens, measured.runs.length], [12, 3, 3]);
      for (const figure of ["prefill_tokens_per_second", "decode_tokens_per_second", "first_token_ms"]) {
        const sorted = measured.runs.map((run) => run[figure]).toSorted((a, b) => a - b);
        assert.equal(measured[figure], sorted[1], `${figure} is the median of ${sorted}`);
        assert.ok(sorted[0] > 0);
      }
      assert.ok(measured.load_ms > 50 && measured.load_ms < 120_000);
      // The model is in memory, and not twice.
      assert.ok(measured.peak_memory_bytes > 450e6 && measured.peak_memory_bytes < 900e6);
      // Reading 12 tokens takes as long as their rate says.
      const reading_s = 12 / measured.runs[0].prefill_tokens_per_second;
      assert.ok(Math.abs(reading_s - measured.runs[0].first_token_ms / 1e3) < 0.01 * reading_s + 0.001);
      await browser.page.getByText(/a question about an entry takes/i).first().waitFor();
      await look(browser.page, "speed");
      // The address stays, so that it can be opened again.
      assert.match(browser.page.url(), /\/speed\?model=/);

      // What is written is the same with two threads as with one, and natively but for ties, of which the text has none.
      const told = [];
      for (const threads of [1, 2]) {
        await browser.page.goto(`${server.origin}/speed?model=${model}&prompt_tokens=70&decode_tokens=24&threads=${threads}&runs=1`);
        await journal.at("speed-run").click();
        await journal.at("speed-result").waitFor({ timeout: 300_000 });
        told.push(JSON.parse(await journal.at("speed-result").innerText()));
      }
      assert.deepEqual(told.map(({ threads }) => threads), [1, Math.min(2, cpus().length)]);
      const args = ["bench", "--model", path.join(modelDir, model), "--prompt-tokens", 70, "--decode-tokens", 24, "--runs", 1];
      const native = JSON.parse(execFileSync(binary(), args.map(String), { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      assert.equal(told[0].written.length, 25);
      assert.deepEqual(told[1].written, told[0].written);
      assert.deepEqual(native.written, told[0].written);

      // A battery that runs low leaves one thread, until it is charged.
      await browser.page.addInitScript(() => {
        const battery = Object.assign(new EventTarget(), { charging: false, level: 0.2 });
        window.power = (name, value) => {
          battery[name] = value;
          battery.dispatchEvent(new Event(`${name}change`));
        };
        navigator.getBattery = async () => battery;
      });
      await browser.page.goto(`${server.origin}/speed?model=${model}&prompt_tokens=4&decode_tokens=1&runs=1`);
      let before = "";
      const threads = async () => {
        await journal.at("speed-run").click();
        await browser.page.waitForFunction((before) => {
          const text = document.querySelector('[data-testid="speed-result"]')?.innerText;
          return text && text !== before;
        }, before, { timeout: 300_000 });
        before = await journal.at("speed-result").innerText();
        return JSON.parse(before).threads;
      };
      const most = Math.min(16, cpus().length);
      // The worker starts with a battery that is low already.
      assert.equal(await threads(), 1);
      for (const [name, value, expected] of [["charging", true, most], ["charging", false, 1], ["level", 0.21, most]]) {
        await browser.page.evaluate(([name, value]) => window.power(name, value), [name, value]);
        assert.equal(await threads(), expected, `${name} ${value}`);
      }
    },
    { server: { modelDir }, browser: { reducedMotion: "reduce" } },
  );

  journey(
    "from the settings: measuring by time, stopped at once, and the journal stays open",
    async ({ browser, journal }) => {
      await journal.create();
      await journal.openSettings();
      assert.equal(await journal.at("open-speed").count(), 0, "without a model there is nothing to measure");
      await journal.at("model-download").first().click();
      await journal.modelState("ready", 240_000);
      await journal.at("open-speed").click();
      await journal.at("speed-run").click();
      await browser.page.getByText(/Measuring… \d+ %/).waitFor({ timeout: 120_000 });
      const began = Date.now();
      await journal.at("speed-stop").click();
      await journal.at("speed-run").waitFor();
      console.log(`    stopped after ${Date.now() - began} ms`);
      await browser.page.getByText("Stopped. Nothing was changed.").waitFor();
      assert.equal(await journal.at("speed-result").count(), 0);
      await look(browser.page, "speed-in-journal");
      await browser.page.goBack();
      await journal.at("model-status").waitFor();
    },
    { server: { modelDir }, browser: { reducedMotion: "reduce" } },
  );
}

journey("without a model the page says so; without a network it opens all the same", async ({ browser, journal, server }) => {
  await browser.page.evaluate(() => navigator.serviceWorker.ready);
  await browser.page.waitForFunction(() => navigator.serviceWorker.controller);
  await server.stop();
  await browser.page.goto(`${server.origin}/speed`);
  await journal.at("speed-run").click();
  await browser.page.waitForFunction(() => document.querySelector('[data-testid="speed-error"]')?.innerText.includes("no model"));
  await look(browser.page, "speed-without-model");
  browser.forgive(/ERR_CONNECTION_REFUSED|Failed to (load|fetch)/);
}, { browser: { reducedMotion: "reduce" } });
