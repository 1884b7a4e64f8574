// The browser is killed at 20 random moments of one long session; `npm run soak` does it 200 times.
import { test } from "node:test";
import assert from "node:assert/strict";
import { soak } from "../soak.mjs";

const SEED = 20;

test(`20 kills (seed ${SEED}): nothing acknowledged is lost, at most two seconds of typing`, async (t) => {
  const { kills, violation, profile } = await soak({ kills: 20, seed: SEED, say: (line) => t.diagnostic(line) });
  assert.equal(violation, null, `${violation?.message} (profile kept: ${profile})`);
  assert.equal(kills, 20);
});
