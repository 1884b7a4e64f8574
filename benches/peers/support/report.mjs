// From samples to a table: medians, spreads, and how many times a peer's figure ours is.
import { median, summary, table, written } from "./numbers.mjs";

const OURS = "companion";
// What is measured in each kind of sample, and whether more is better.
const figure = (sample) => sample.rate ?? sample.ms ?? sample.bytes / 2 ** 20;
const unit = (sample) => (sample.rate ? "tokens/s" : sample.ms ? "ms" : "MiB");

export function report(samples) {
  const good = samples.filter(({ what }) => what !== "failed");
  // A machine that does other things too slows everything down, but takes no processor time from
  // a thread's own account.
  for (const sample of samples.filter(({ rate, threads, busiestSeconds }) => rate && busiestSeconds && threads === 1)) {
    good.push({ ...sample, what: `${sample.what}, a second of the thread's own time`, rate: sample.tokens / sample.busiestSeconds });
  }
  const keys = [...new Set(good.map(({ what, threads }) => `${what}|${threads}`))];
  const engines = [...new Set(good.map(({ engine }) => engine))];
  const rows = keys.map((key) => {
    const these = good.filter(({ what, threads }) => `${what}|${threads}` === key);
    const of = (engine) => these.filter((sample) => sample.engine === engine).map(figure);
    const [what, threads] = key.split("|");
    const peers = engines.filter((engine) => engine !== OURS && of(engine).length);
    const higherIsBetter = these[0].rate !== undefined;
    // The strongest peer, and ours in its terms: above 1 is better than the peer.
    const best = peers.toSorted((a, b) => (median(of(b)) - median(of(a))) * (higherIsBetter ? 1 : -1))[0];
    const ratio = best && of(OURS).length ? median(of(OURS)) / median(of(best)) : undefined;
    const better = ratio && (higherIsBetter ? ratio : 1 / ratio);
    return [
      `${what}, ${unit(these[0])}`,
      threads,
      ...engines.map((engine) => (of(engine).length ? written(summary(of(engine))) : "–")),
      better ? `${better.toFixed(2)}×` : "–",
      median(these.map(({ load }) => load)).toFixed(1),
    ];
  });
  const failures = samples.filter(({ what }) => what === "failed");
  return [
    table([["what, median (range)", "threads", ...engines, "better than the best peer", "load"], ...rows]),
    ...ownThreads(good),
    ...failures.map(({ engine, threads, message }) => `failed: ${engine}, ${threads} threads: ${message}`),
  ].join("\n");
}

/** What two threads bring over one, engine by engine. */
function ownThreads(samples) {
  const rate = (engine, what, threads) =>
    samples.filter((sample) => sample.engine === engine && sample.what === what && sample.threads === threads).map(({ rate }) => rate);
  const pairs = samples.filter(({ rate, threads }) => rate && threads === 2).map(({ engine, what }) => `${engine}|${what}`);
  return [...new Set(pairs)].flatMap((pair) => {
    const [engine, what] = pair.split("|");
    const [one, two] = [rate(engine, what, 1), rate(engine, what, 2)];
    return one.length ? [`${engine}, ${what}: two threads ${(median(two) / median(one)).toFixed(2)}× one thread`] : [];
  });
}
