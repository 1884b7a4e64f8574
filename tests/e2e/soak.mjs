// The kill test: a session of writing in the real app, the browser killed at a random moment,
// opened again, and held against what the page had said. Again and again, in one journal; then in
// journals of an earlier build, each of which is opened here for the first time.
//
//   node soak.mjs [KILLS] [SEED]
//
// SOAK_SABOTAGE=late-drafts | early-saved | rollback | missing-record breaks something on purpose: the test must fail.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Browser } from "./support/browser.mjs";
import { Journal } from "./support/journal.mjs";
import { startServer } from "./support/server.mjs";
import { compare, compareAll } from "./support/soak/compare.mjs";
import { Expected, Violation } from "./support/soak/expected.mjs";
import { layGolden, readGolden } from "./support/soak/golden.mjs";
import { clearAway, cutPower, leaderOf } from "./support/soak/power.mjs";
import { Random } from "./support/soak/random.mjs";
import { sabotage } from "./support/soak/sabotage.mjs";
import { watch } from "./support/soak/witness.mjs";
import { Writer } from "./support/soak/writer.mjs";

/** A session is killed within this time, each moment as likely as any other. */
const SESSION_MS = 6_000;
/** Creating a journal takes about this long, key derivation included. */
const CREATION_MS = 3_000;
/** Part of the kills that wait for the next write and strike into it. */
const AIMED = 0.5;
/** Part of the kills that strike one journal from its creation on; the rest strike older ones. */
const IN_ONE_JOURNAL = 0.6;
/** Kills to each journal of an earlier build. */
const KILLS_AN_OLD_JOURNAL = 5;
/** Asking, sealing, storing and saying so all take place in about this time after the click. */
const WRITE_MS = 30;

/**
 * Kills a browser `kills` times. Returns counts, and the violation that ended it, if any.
 * @param {{kills: number, seed: number, sabotageAs?: string, say?: (line: string) => void}} options
 */
export async function soak({ kills, seed, sabotageAs = "", say = console.log }) {
  const run = new Soak(seed, sabotageAs);
  const begun = Date.now();
  const result = { kills: 0, inFlight: 0, worstLoss_s: 0, violation: null, profile: null };
  try {
    await run.begin();
    let until = Math.ceil(kills * IN_ONE_JOURNAL);
    while (result.kills < kills) {
      if (result.kills === until) {
        result.opened = (result.opened ?? 0) + (await run.finish());
        await run.beginAnew();
        until += KILLS_AN_OLD_JOURNAL;
      }
      const strike = await run.strike();
      result.kills += 1;
      const { fate, lost_s, entries } = await run.recover();
      if (fate) result.inFlight += 1;
      result.worstLoss_s = Math.max(result.worstLoss_s, lost_s);
      say(
        `kill ${result.kills} after ${(strike.after_ms / 1000).toFixed(1)} s, ${strike.doing}` +
          `${fate ? ` (in flight: ${fate})` : ""}: ${entries} entries, ${lost_s.toFixed(1)} s of typing lost`,
      );
    }
    result.opened = (result.opened ?? 0) + (await run.finish());
  } catch (error) {
    if (!(error instanceof Violation)) error.message += ` (while ${run.writer?.doing})`;
    result.violation = error;
    result.profile = run.browser?.profile;
  }
  await run.end(result.violation !== null);
  const kind = result.violation?.kind;
  const saved = run.expected.acknowledged;
  const saves_ms = (run.writer?.saves_ms ?? []).toSorted((a, b) => a - b);
  say(
    `${result.kills} kills: ${kind === "lost" ? 1 : 0} acknowledged entries lost, ${kind === "unreadable" ? 1 : 0} unreadable journals, ` +
      `worst typing loss ${result.worstLoss_s.toFixed(1)} s`,
  );
  say(
    `(seed ${seed}; acknowledged: ${saved.saves} saves in ${saves_ms[saves_ms.length >> 1] ?? "-"} ms each (median), ${saved.deletes} deletes, ${saved.undos} undos, ` +
      `${saved.fromTrash} taken from the trash, ${saved.merges} backups brought in, ${saved.migrations} journals of an earlier build opened, ${saved.drafts} drafts, ${saved.marks} stars and moods, ${saved.photos} photos, ` +
      `${saved.imports} imports, ${saved.templates} templates, ${saved.searches} searches; ` +
      `${result.inFlight} kills with an operation in flight; ${result.opened ?? "not all"} texts opened at the end; ${Math.round((Date.now() - begun) / 1000)} s)`,
  );
  if (result.violation) {
    say(`VIOLATION${kind ? ` (${kind})` : ""} while ${run.writer?.doing}: ${result.violation.message}`);
    say(kind ? JSON.stringify(result.violation.evidence, null, 2) : result.violation.stack);
    say(`The profile is kept: ${result.profile}`);
  }
  return result;
}

class Soak {
  constructor(seed, sabotageAs) {
    this.random = new Random(seed);
    this.expected = new Expected();
    this.sabotage = sabotage(sabotageAs);
  }

  async begin() {
    this.server = await startServer();
    const profile = mkdtempSync(path.join(tmpdir(), "companion-soak-"));
    this.browser = await Browser.launch(this.server.origin, { profile });
    this.writer = new Writer(this.browser, this.expected, this.random);
    await this.arrive();
  }

  /** Goes on in an empty browser into which an earlier build's journal was laid. */
  async beginAnew() {
    await this.browser.close();
    const { passphrase, heirlooms } = readGolden();
    const { acknowledged } = this.expected;
    this.expected = Object.assign(new Expected(), { heirlooms, acknowledged });
    const profile = mkdtempSync(path.join(tmpdir(), "companion-soak-"));
    this.browser = await Browser.launch(this.server.origin, { profile });
    await layGolden(this.browser.page, this.server.origin);
    // The page from which it was laid has no icon.
    this.browser.forgive(/404/);
    Object.assign(this.writer, { browser: this.browser, expected: this.expected, passphrase });
    await this.arrive();
  }

  /** Opens the app in a fresh browser, watched from the first moment. */
  async arrive() {
    this.leader = leaderOf(this.browser.profile);
    this.writer.take(this.browser.page);
    await watch(this.browser.context, (told, page) => this.writer.hear(told, page));
    await this.sabotage.prepare(this.browser.context);
    await this.writer.journal.visit();
  }

  /** Lets the writer write and kills the browser. */
  async strike() {
    const { random, writer } = this;
    const begun = Date.now();
    writer.ended = false;
    writer.rests = false;
    const moment_ms = random.between(0, this.expected.created ? SESSION_MS : CREATION_MS);
    const aim_ms = random.chance(AIMED) ? random.between(0, WRITE_MS) : null;
    let kill;
    const killed = new Promise((resolve) => {
      kill = () => {
        if (writer.ended) return;
        writer.ended = true;
        this.killed = cutPower(this.leader);
        this.doing = writer.doing;
        resolve();
      };
    });
    const timers = [setTimeout(() => {
      if (aim_ms === null) return kill();
      // If nothing is written for long, any moment will do.
      timers.push(setTimeout(kill, SESSION_MS));
      writer.hurries = true;
      writer.onWrite = () => timers.push(setTimeout(kill, aim_ms));
    }, moment_ms)];
    try {
      // Rejects when the app does what it should not, long before the kill.
      await Promise.race([killed, writer.walk().then(() => killed)]);
    } finally {
      timers.forEach(clearTimeout);
      writer.onWrite = () => {};
      writer.hurries = false;
    }
    // What the page had said until then is heard to the end.
    await clearAway(this.browser);
    writer.rests = true;
    if (writer.fault) throw writer.fault;
    return { after_ms: this.killed - begun, doing: this.doing };
  }

  /** Opens the journal again and compares. */
  async recover() {
    await this.sabotage.afterKill(this.browser.profile);
    await this.browser.reopen();
    await this.arrive();
    const { expected } = this;
    const journal = new Journal(this.browser.page, this.server.origin);
    this.writer.doing = `comparing after a kill while ${this.doing}`;
    if (!expected.created && !expected.heirlooms) {
      const first = journal.at("begin-journal");
      await first.or(journal.at("unlock")).waitFor();
      if (await first.count()) return { fate: "not done", lost_s: 0, entries: 0 };
    }
    try {
      await journal.at("unlock").waitFor();
      await journal.unlock(this.writer.passphrase);
    } catch (error) {
      const page = await this.browser.page.evaluate(() => document.body.innerText).catch(() => null);
      throw new Violation("unreadable", "the journal does not open again", { page, error: error.message });
    }
    const created = expected.created;
    expected.created = true;
    if (!created && expected.heirlooms) expected.acknowledged.migrations += 1;
    const comparison = await compare(this.browser.page, expected, this.random, this.killed, () => this.writer.goOnBringingIn());
    return { ...comparison, fate: created ? comparison.fate : "done" };
  }

  /** Opens everything a last time. */
  async finish() {
    this.writer.doing = "opening everything at the end";
    const opened = await compareAll(this.browser.page, this.expected);
    this.browser.assertCalm();
    return opened;
  }

  async end(keepProfile) {
    if (this.writer) this.writer.ended = true;
    this.writer?.end();
    await this.browser?.close({ keepProfile });
    await this.server?.stop();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const kills = Number(process.argv[2] ?? 20);
  const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32);
  console.log(`${kills} kills with seed ${seed}`);
  const { violation } = await soak({ kills, seed, sabotageAs: process.env.SOAK_SABOTAGE });
  process.exitCode = violation ? 1 : 0;
}
