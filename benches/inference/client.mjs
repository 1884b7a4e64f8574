// The inference worker as it is shipped, spoken to from a bare page in its own messages:
// the few of `companion_protocol::inference` that a benchmark needs, in CBOR.

const [IMPORT, LOAD, REFLECT, STOP, MEASURE] = [2, 4, 6, 7, 8];
const FAILED = 2;
const [READY, HEARTBEAT] = [0, 4];

/** Starts a worker and waits until it takes requests. */
export async function start(script = "/workers/inference.js") {
  const worker = new Worker(script, { type: "module" });
  const waiting = new Map();
  let number = 0;
  let peakBytes = 0;
  const ask = (request, file) =>
    new Promise((resolve, reject) => {
      number += 1;
      waiting.set(number, { resolve, reject });
      const frame = encode([number, request]);
      worker.postMessage(file ? { frame, file } : frame);
    });
  await new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      const [number, [kind, [[index, fields]]]] = decode(data);
      if (kind === 0) {
        const { resolve, reject } = waiting.get(number);
        waiting.delete(number);
        if (index === FAILED) reject(new Error(fields[0][1]));
        else resolve(fields[0]);
      } else if (index === HEARTBEAT) peakBytes = Math.max(peakBytes, fields[0][0]);
      else if (index === READY) resolve();
    };
  });
  return {
    /** The most memory that the worker reported. */
    peakBytes: () => peakBytes,
    /** Stores a `File` as the model. */
    importFile: (file) => ask([IMPORT, []], file),
    load: () => ask([LOAD, []]),
    stop: () => ask([STOP, []]),
    end: () => worker.terminate(),
    async reflect(text, seed) {
      const [, question, promptTokens, generatedTokens, prefillMs, decodeMs] = fieldsOf(
        await ask([REFLECT, [new Map([[0, text], [1, seed]])]]),
        6,
      );
      return { question, promptTokens, generatedTokens, prefillMs, decodeMs };
    },
    async measure({ promptTokens, decodeTokens, threads = 1, runs = 1 }) {
      const request = new Map([[0, promptTokens], [1, decodeTokens], [2, threads], [3, runs]]);
      const [model, usedThreads, kernels, loadMs, peakMemoryBytes, , , measured] = fieldsOf(
        await ask([MEASURE, [request]]),
        8,
      );
      return {
        model,
        threads: usedThreads,
        kernels,
        loadMs,
        peakMemoryBytes,
        runs: measured.map(({ 0: firstTokenMs, 1: decodeMs }) => ({ firstTokenMs, decodeMs })),
      };
    },
  };
}

const fieldsOf = (map, count) => Array.from({ length: count }, (_, key) => map[key]);

function encode(value) {
  const bytes = [];
  const head = (major, number) => {
    if (number < 24) bytes.push((major << 5) | number);
    else if (number < 256) bytes.push((major << 5) | 24, number);
    else bytes.push((major << 5) | 25, number >> 8, number & 255);
  };
  const write = (value) => {
    if (typeof value === "number") head(0, value);
    else if (typeof value === "string") {
      const text = new TextEncoder().encode(value);
      head(3, text.length);
      bytes.push(...text);
    } else if (Array.isArray(value)) {
      head(4, value.length);
      value.forEach(write);
    } else {
      head(5, value.size);
      value.forEach((item, key) => (write(key), write(item)));
    }
  };
  write(value);
  return new Uint8Array(bytes);
}

function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 0;
  const read = () => {
    const major = bytes[at] >> 5;
    let number = bytes[at] & 31;
    at += 1;
    if (major === 7) {
      if (number === 27) return (at += 8), view.getFloat64(at - 8);
      return number === 21 ? true : number === 20 ? false : null;
    }
    if (number === 24) number = view.getUint8(at++);
    else if (number === 25) number = view.getUint16((at += 2) - 2);
    else if (number === 26) number = view.getUint32((at += 4) - 4);
    else if (number === 27) number = Number(view.getBigUint64((at += 8) - 8));
    if (major === 0) return number;
    if (major === 3) return new TextDecoder().decode(bytes.subarray(at, (at += number)));
    if (major === 4) return Array.from({ length: number }, read);
    return Object.fromEntries(Array.from({ length: number }, () => [read(), read()]));
  };
  return read();
}
