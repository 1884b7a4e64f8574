// What runs in the page to talk to the inference worker about encoders: the few messages of
// `companion_protocol::encoder` that are needed, as CBOR.

/** Evaluated in the page: starts a worker and leaves `window.encoder` behind. */
export async function connect() {
  const encode = (value) => {
    const bytes = [];
    const head = (major, number) => {
      if (number < 24) bytes.push((major << 5) | number);
      else if (number < 256) bytes.push((major << 5) | 24, number);
      else if (number < 65536) bytes.push((major << 5) | 25, number >> 8, number & 255);
      else bytes.push((major << 5) | 26, number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255);
    };
    const write = (value) => {
      if (value === null) bytes.push(0xf6);
      else if (typeof value === "number") head(0, value);
      else if (typeof value === "string") {
        const text = new TextEncoder().encode(value);
        head(3, text.length);
        for (const byte of text) bytes.push(byte);
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
  };

  const decode = (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    let at = 0;
    const read = () => {
      const major = bytes[at] >> 5;
      let number = bytes[at] & 31;
      at += 1;
      if (major === 7) {
        if (number === 26) return (at += 4), view.getFloat32(at - 4);
        if (number === 27) return (at += 8), view.getFloat64(at - 8);
        return number === 21 ? true : number === 20 ? false : null;
      }
      if (number === 24) number = view.getUint8(at++);
      else if (number === 25) number = view.getUint16((at += 2) - 2);
      else if (number === 26) number = view.getUint32((at += 4) - 4);
      else if (number === 27) number = Number(view.getBigUint64((at += 8) - 8));
      if (major === 0) return number;
      if (major === 2) return bytes.slice(at, (at += number));
      if (major === 3) return new TextDecoder().decode(bytes.subarray(at, (at += number)));
      if (major === 4) return Array.from({ length: number }, read);
      return Object.fromEntries(Array.from({ length: number }, () => [read(), read()]));
    };
    return read();
  };

  const [READY, PROGRESS] = [0, 2];
  const [FAILED, OF_ENCODER] = [2, 20];
  const worker = new Worker("/workers/inference.js", { type: "module" });
  const waiting = new Map();
  const progress = [];
  let number = 0;
  await new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      const [number, [kind, [[index, fields]]]] = decode(data);
      if (kind === 1) {
        if (index === READY) resolve();
        if (index === PROGRESS && fields[0][0] === OF_ENCODER) progress.push([fields[0][1], fields[0][2]]);
        return;
      }
      const answer = waiting.get(number);
      waiting.delete(number);
      if (index === FAILED) answer({ failed: fields[0][0], message: fields[0][1] });
      else if (index === OF_ENCODER) answer({ kind: fields[0][0], value: fields[0][1][0] });
    };
  });
  /** @returns `{kind, value}`, or `{failed, message}` with the number of the failure's kind. */
  const ask = (request, file) =>
    new Promise((resolve) => {
      number += 1;
      waiting.set(number, resolve);
      const frame = encode([number, [OF_ENCODER, [request]]]);
      worker.postMessage(file ? { frame, file } : frame);
    });
  const SENTENCES = 0;
  window.encoder = {
    progress,
    end: () => worker.terminate(),
    status: (slot = SENTENCES) => ask([0, [slot]]),
    get: (offer) =>
      ask([1, [SENTENCES, new Map([[0, offer.path], [1, offer.name], [2, offer.size_bytes], [3, offer.sha256]])]]),
    put: (slot, file) => ask([2, [slot]], file),
    remove: (slot = SENTENCES) => ask([3, [slot]]),
    stop: () => ask([6, []]),
    label: (texts) => ask([5, [texts]]),
    embed: async (texts) => {
      const { value, ...rest } = await ask([4, [texts]]);
      if (!value) return rest;
      const numbers = new Float32Array(value[1].buffer.slice(value[1].byteOffset, value[1].byteOffset + value[1].length));
      const vectors = texts.map((_, index) => Array.from(numbers.subarray(index * value[0], (index + 1) * value[0])));
      return { width: value[0], vectors, isCut: value[2], tokens: value[3], ms: value[4] };
    },
  };
}
