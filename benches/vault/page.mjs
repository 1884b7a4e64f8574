// What runs in the page: the few messages of `companion_protocol::vault` that are needed.
export const page = async () => {
  const encode = (value) => {
    const bytes = [];
    const head = (major, number) => {
      if (number < 24) return bytes.push((major << 5) | number);
      const size = number < 2 ** 8 ? 1 : number < 2 ** 16 ? 2 : number < 2 ** 32 ? 4 : 8;
      bytes.push((major << 5) | (24 + Math.log2(size)));
      for (let at = size - 1; at >= 0; at -= 1) bytes.push(Math.floor(number / 256 ** at) % 256);
    };
    const write = (value) => {
      if (value === null) bytes.push(0xf6);
      else if (typeof value === "boolean") bytes.push(value ? 0xf5 : 0xf4);
      else if (typeof value === "number") value < 0 ? head(1, -1 - value) : head(0, value);
      else if (typeof value === "string" || value instanceof Uint8Array) {
        const raw = typeof value === "string" ? new TextEncoder().encode(value) : value;
        head(raw === value ? 2 : 3, raw.length);
        raw.forEach((byte) => bytes.push(byte));
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
    let at = 0;
    const read = () => {
      const [major, minor] = [bytes[at] >> 5, bytes[at] & 31];
      at += 1;
      if (major === 7) return { 20: false, 21: true, 22: null }[minor];
      let number = minor;
      if (minor >= 24) {
        number = 0;
        for (const end = at + 2 ** (minor - 24); at < end; at += 1) number = number * 256 + bytes[at];
      }
      if (major === 0) return number;
      if (major === 1) return -1 - number;
      if (major === 4) return Array.from({ length: number }, read);
      if (major === 5) return new Map(Array.from({ length: number }, () => [read(), read()]));
      const raw = bytes.slice(at, (at += number));
      return major === 2 ? raw : new TextDecoder().decode(raw);
    };
    return read();
  };

  const [UNLOCK, LOCK, LIST, SAVE, OPEN_DRAFT, BACKUP, AUDIT] = [3, 4, 5, 7, 10, 40, 50];
  const [READY, DERIVATION] = [0, 40];
  const RESTORE = 4;
  const [BEGIN_VERIFY, CONTINUE_VERIFY, STATUS] = [2, 3, 0];
  const worker = new Worker("/workers/vault.js", { type: "module" });
  const waiting = new Map();
  let number = 0;
  let derivedAt = 0;
  /** The answer's fields, and when it came: before it is decoded. */
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
      const at = performance.now();
      const [number, [kind, [[index, fields]]]] = decode(data);
      if (kind === 0) {
        const FAILED = 10;
        waiting.get(number)(index === FAILED ? Promise.reject(new Error(fields[0].get(1))) : { fields, at });
        waiting.delete(number);
      } else if (index === READY) resolve();
      else if (index === DERIVATION) derivedAt = at;
    };
  });

  window.ask = ask;
  window.restore = async (passphrase) => {
    const file = document.querySelector("input").files[0];
    await ask([BACKUP, [[RESTORE, [passphrase]]]], file);
    await ask([LOCK, []]);
  };
  window.unlock = async (passphrase) => {
    const began = performance.now();
    const { fields, at } = await ask([UNLOCK, [passphrase]]);
    const unlocked = fields[0];
    return {
      deriveMs: derivedAt - began,
      openMs: at - derivedAt,
      entries: unlocked.get(0).length,
      problems: unlocked.get(3),
    };
  };
  window.list = async () => {
    const began = performance.now();
    return (await ask([LIST, []])).at - began;
  };
  /** The whole audit log, in the steps in which the page asks for it. */
  window.verify = async () => {
    const began = performance.now();
    await ask([AUDIT, [[BEGIN_VERIFY, []]]]);
    for (let longestMs = 0; ; ) {
      const stepped = performance.now();
      const { fields, at } = await ask([AUDIT, [[CONTINUE_VERIFY, []]]]);
      longestMs = Math.max(longestMs, at - stepped);
      const [index, [status]] = fields[0];
      if (index === STATUS) return { ms: at - began, longestMs, events: status.get(0), findings: status.get(4) };
    }
  };
  window.save = async (text) => {
    const draft = (await ask([OPEN_DRAFT, [null]])).fields[0];
    draft.set(4, text);
    const began = performance.now();
    return (await ask([SAVE, [draft]])).at - began;
  };
};
