// The sentence encoder in the real browser: from the app's own origin into the private file
// system, the same vectors as the reference model, without a network, and gone when removed.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { connect } from "../support/encoder-client.mjs";
import { journey } from "../support/journey.mjs";
import { root } from "../support/server.mjs";

const [NO_MODEL, UNUSABLE_FILE, WRONG_SUM, CANCELLED, BUSY] = [0, 1, 2, 6, 7];
const LABELS = 1;
const fixture = (name) => path.join(root, "tests/fixtures/inference/encoder", name);
const dist = path.resolve(root, process.env.COMPANION_DIST ?? "dist");
const withoutModel = process.env.COMPANION_NO_MODEL === "1";
const isBuiltIn = existsSync(path.join(dist, "models/catalogue.json"));
if (!isBuiltIn && !withoutModel)
  throw new Error("the build has no encoder: run `cargo xtask encoder` and build again, or set COMPANION_NO_MODEL=1");

const sentences = JSON.parse(gunzipSync(readFileSync(fixture("sentences.json.gz"))));
/** The reference model's vector of a sentence, up to its length. */
const reference = (() => {
  const rows = gunzipSync(readFileSync(fixture("embeddings.i8.gz")));
  const rowBytes = rows.length / sentences.length;
  return (index) => new Int8Array(rows.buffer, rows.byteOffset + index * rowBytes + 4, rowBytes - 4);
})();
const cosine = (a, b) => {
  const dot = (a, b) => a.reduce((sum, value, index) => sum + value * b[index], 0);
  return dot(Array.from(a), b) / Math.sqrt(dot(Array.from(a), a) * dot(Array.from(b), b));
};
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

if (isBuiltIn) {
  journey("texts become the reference model's vectors, from this origin alone and then without a network", async ({ browser, server }) => {
    const { page } = browser;
    await page.evaluate(connect);
    const ask = (what, ...values) => page.evaluate(([what, values]) => window.encoder[what](...values), [what, values]);

    assert.equal((await ask("status")).value[0] ?? null, null, "nothing is fetched before anybody asks");
    assert.equal((await ask("embed", ["a"])).failed, NO_MODEL);
    const catalogue = await page.evaluate(async () => (await fetch("/models/catalogue.json")).json());
    const offer = catalogue.encoders.find((encoder) => encoder.purpose === "sentences");
    assert.ok(offer.size_bytes <= 25_000_000 && offer.sha256.length === 64);
    assert.equal((await ask("get", { ...offer, sha256: "0".repeat(64) })).failed, WRONG_SUM);
    const stored = await ask("get", offer);
    assert.deepEqual([stored.value[1], stored.value[2]], [offer.size_bytes, offer.sha256]);
    assert.ok(await page.evaluate(() => window.encoder.progress.some(([done, total]) => done === total && total > 0)));

    const sample = sentences.slice(0, 200);
    const { vectors, width, isCut, tokens } = await ask("embed", sample);
    const cosines = vectors.map((vector, index) => cosine(reference(index), vector));
    console.log(`    ${tokens} tokens; least cosine with the reference ${Math.min(...cosines).toFixed(5)}`);
    assert.equal(width, 384);
    assert.ok(Math.min(...cosines) >= 0.999);
    assert.ok(sample.every((text, index) => text.length > 500 || !isCut[index]), "only long texts are cut");

    // 32 sentences as people write them, five times.
    const batch = sentences.filter((text) => text.length > 40 && text.length < 100).slice(0, 32);
    const runs = [];
    for (let run = 0; run < 5; run += 1) runs.push(await ask("embed", batch));
    console.log(`    32 sentences, ${runs[0].tokens} tokens: ${median(runs.map((run) => run.ms)).toFixed(0)} ms`);

    // A long text is cut, and a long task can be stopped while it runs; beside it nothing begins.
    assert.deepEqual((await ask("embed", ["word ".repeat(2000)])).isCut, [true]);
    const began = Date.now();
    const [stopped, busy] = await page.evaluate(async () => {
      const running = window.encoder.embed(Array(256).fill("word ".repeat(250)));
      const busy = await window.encoder.label([]);
      await window.encoder.stop();
      return [await running, busy];
    });
    assert.deepEqual([stopped.failed, busy.failed], [CANCELLED, BUSY]);
    assert.ok(Date.now() - began < 10_000);
    assert.ok((await ask("embed", Array(257).fill("a"))).failed !== undefined, "more texts than a request may have");

    await server.stop();
    await page.evaluate(() => window.encoder.end());
    await page.evaluate(connect);
    const offline = await ask("embed", sample.slice(0, 3));
    assert.deepEqual(offline.vectors, (await ask("embed", sample.slice(0, 3))).vectors);
    assert.ok(cosine(reference(1), offline.vectors[1]) >= 0.999);
    assert.equal((await ask("status")).value[3], true, "it is in memory");
    assert.equal((await ask("remove")).value[0] ?? null, null);
    assert.equal((await ask("embed", ["a"])).failed, NO_MODEL);
    browser.forgive(/ERR_CONNECTION_REFUSED|Failed to fetch|net::ERR/);
  });
}

journey("an encoder with heads from disk labels texts and their parts", async ({ browser }) => {
  const { page } = browser;
  await page.evaluate(connect);
  const put = async (name, content) => {
    const bytes = Array.from(content);
    return page.evaluate(([name, bytes, slot]) => window.encoder.put(slot, new File([new Uint8Array(bytes)], name)), [name, bytes, LABELS]);
  };
  assert.equal((await put("notes.gguf", Buffer.from("not a model"))).failed, UNUSABLE_FILE);
  const file = readFileSync(fixture("heads.gguf"));
  assert.equal((await put("cut.gguf", file.subarray(0, file.length - 100))).failed, UNUSABLE_FILE);
  const stored = await put("heads.gguf", file);
  assert.equal(stored.value[1], file.length);

  const cases = JSON.parse(readFileSync(fixture("heads.json")));
  const { value } = await page.evaluate((texts) => window.encoder.label(texts), cases.map(({ text }) => text));
  const heads = value[0].map((head) => head[0]);
  assert.deepEqual(heads, ["names", "mood", "weight"]);
  value[1].forEach((said, index) => {
    said.forEach(([kind, [content]], head) => {
      const rows = kind === 0 ? [content] : content.map((span) => span[2]);
      const expected = kind === 0 ? [cases[index][heads[head]]] : cases[index][heads[head]];
      if (kind === 1) assert.deepEqual(content.map((span) => [span[0], span[1]]), cases[index].spans);
      assert.equal(rows.length, expected.length);
      rows.flat().forEach((score, at) => assert.ok(Math.abs(score - expected.flat()[at]) < 0.06));
    });
  });
});
