// The browser is killed at some random moments of one long session; `make soak` does it 200 times.
import { test } from "node:test";
import assert from "node:assert/strict";
import { soak } from "../soak.mjs";

const SEED = 20;
const KILLS = 8;

test(`${KILLS} kills (seed ${SEED}): nothing acknowledged is lost, at most two seconds of typing`, async (t) => {
  const { kills, violation, profile } = await soak({ kills: KILLS, seed: SEED, say: (line) => t.diagnostic(line) });
  assert.equal(violation, null, `${violation?.message} (profile kept: ${profile})`);
  assert.equal(kills, KILLS);
});
