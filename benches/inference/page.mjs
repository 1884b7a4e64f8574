// What runs in the page: the few messages of `companion_protocol::inference` that are needed.
export const page = async () => {
  const encode = (value) => {
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
  };

  const decode = (bytes) => {
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
  };

  const [IMPORT, LOAD, REFLECT, STOP] = [2, 4, 6, 7];
  const [READY, HEARTBEAT] = [0, 4];
  const worker = new Worker("/workers/inference.js", { type: "module" });
  const waiting = new Map();
  let number = 0;
  window.peakBytes = 0;
  const ask = (request, file) =>
    new Promise((resolve) => {
      number += 1;
      waiting.set(number, resolve);
      const frame = encode([number, request]);
      worker.postMessage(file ? { frame, file } : frame);
    });
  await new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      const [number, [kind, [[index, fields]]]] = decode(data);
      if (kind === 0) {
        const FAILED = 2;
        const answer = index === FAILED ? Promise.reject(new Error(fields[0][1])) : fields[0];
        waiting.get(number)(answer);
        waiting.delete(number);
      } else if (index === HEARTBEAT) window.peakBytes = Math.max(window.peakBytes, fields[0][0]);
      else if (index === READY) resolve();
    };
  });

  window.timed = async (what) => {
    const began = performance.now();
    const file = document.querySelector("input").files[0];
    await (what === "import" ? ask([IMPORT, []], file) : ask([LOAD, []]));
    return performance.now() - began;
  };
  window.reflect = async (text, seed) => {
    const answer = await ask([REFLECT, [new Map([[0, text], [1, seed]])]]);
    return {
      promptTokens: answer[2],
      generatedTokens: answer[3],
      prefillMs: answer[4],
      decodeMs: answer[5],
    };
  };
  window.stop = async (text, afterMs) => {
    const running = window.reflect(text, 1);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const began = performance.now();
    await ask([STOP, []]);
    await running;
    return performance.now() - began;
  };
};
