// Opens and seals journals and backups with nothing but the browser's own cryptography, written from
// docs/FORMAT.md: what our Rust seals must open here, and the reverse.

const { subtle } = crypto;
const utf8 = (text) => new TextEncoder().encode(text);
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const isSame = (a, b) => hex(a) === hex(b);
const check = (holds, what) => {
  if (!holds) throw new Error(what);
};

const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** `number` in so many bytes, big-endian. */
const bigEndian = (number, length) =>
  Uint8Array.from({ length }, (_, at) => Math.floor(number / 256 ** (length - 1 - at)) % 256);
const numberOf = (bytes) => bytes.reduce((number, byte) => number * 256 + byte, 0);

// --- CBOR: numbers, texts, bytes, arrays, and maps as Map ---------------------------------------

const encode = (value) => {
  const start = (major, number) => {
    if (number < 24) return Uint8Array.of((major << 5) | number);
    const [minor, size] = number < 2 ** 8 ? [24, 1] : number < 2 ** 16 ? [25, 2] : number < 2 ** 32 ? [26, 4] : [27, 8];
    return join(Uint8Array.of((major << 5) | minor), bigEndian(number, size));
  };
  if (typeof value === "boolean") return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (typeof value === "number") return value < 0 ? start(1, -1 - value) : start(0, value);
  if (typeof value === "string") return join(start(3, utf8(value).length), utf8(value));
  if (value instanceof Uint8Array) return join(start(2, value.length), value);
  if (Array.isArray(value)) return join(start(4, value.length), ...value.map(encode));
  return join(start(5, value.size), ...[...value].flat().map(encode));
};

const decode = (bytes) => {
  let at = 0;
  const read = () => {
    const [major, minor] = [bytes[at] >> 5, bytes[at] & 31];
    at += 1;
    if (major === 7) return { 20: false, 21: true, 22: null }[minor];
    let number = minor;
    if (minor >= 24) {
      const size = 2 ** (minor - 24);
      number = numberOf(bytes.subarray(at, at + size));
      at += size;
    }
    if (major === 0) return number;
    if (major === 1) return -1 - number;
    if (major === 4) return Array.from({ length: number }, read);
    if (major === 5) return new Map(Array.from({ length: number }, () => [read(), read()]));
    const raw = bytes.subarray(at, at + number);
    at += number;
    return major === 2 ? raw : new TextDecoder().decode(raw);
  };
  const value = read();
  check(at === bytes.length, "bytes after the value");
  return value;
};

// --- Cryptography -------------------------------------------------------------------------------

const sha256 = async (bytes) => new Uint8Array(await subtle.digest("SHA-256", bytes));

const hkdf = async (key, salt, info, length) => {
  const secret = await subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await subtle.deriveBits(algorithm, secret, 8 * length));
};

const hmac = async (key, message) => {
  const secret = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", secret, message));
};

const aead = async (way, key, iv, message, additionalData = new Uint8Array()) => {
  const secret = await subtle.importKey("raw", key, "AES-GCM", false, [way]);
  return new Uint8Array(await subtle[way]({ name: "AES-GCM", iv, additionalData }, secret, message));
};

const wrappingKey = async (passphrase, salt, iterations) => {
  const secret = await subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveBits"]);
  const kek = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, secret, 256);
  return hkdf(new Uint8Array(kek), new Uint8Array(), utf8("companion/v1/slot-wrap"), 32);
};

const slotData = (vault, id, parameters) => encode(["companion-vault", 1, vault, id, PASSPHRASE, parameters]);
const recordData = (vault, key, kind, revision) =>
  encode(["companion-record", 1, vault, key, kind, 1, revision]);

const padme = (length) => {
  if (length <= 256) return 256;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(length / step) * step;
};

// --- Journals -----------------------------------------------------------------------------------

const PASSPHRASE = 1;
const [ENTRY, PAGE, HEAD] = [1, 4, 5];

/** Everything under one vault key. */
class Journal {
  static async of(vault, key) {
    const journal = new Journal();
    const derive = (label) => hkdf(key, vault, utf8(`companion/v1/${label}`), 32);
    journal.vault = vault;
    journal.keys = {
      seal: await derive("seal"),
      index: await derive("index"),
      root: await derive("manifest-root"),
      backup: await derive("backup"),
    };
    return journal;
  }

  static async unlock(header, passphrase) {
    const [magic, version, body, checksum] = decode(header);
    check(magic === "companion-vault" && version === 1, "not a vault of version 1");
    check(isSame(await sha256(body), checksum), "the header is damaged");
    const [vault, slots] = [decode(body).get(0), decode(body).get(1)];
    const slot = slots.find((slot) => slot.get(1) === PASSPHRASE);
    const parameters = decode(slot.get(2));
    const wrapping = await wrappingKey(passphrase, parameters.get(0), parameters.get(1));
    const associated = slotData(vault, slot.get(0), slot.get(2));
    return Journal.of(vault, await aead("decrypt", wrapping, slot.get(3), slot.get(4), associated));
  }

  static async create(passphrase) {
    const [vault, key, id, salt, nonce] = [random(16), random(32), random(16), random(32), random(12)];
    const parameters = encode(new Map([[0, salt], [1, 600_000]]));
    const wrapping = await wrappingKey(passphrase, salt, 600_000);
    const wrapped = await aead("encrypt", wrapping, nonce, key, slotData(vault, id, parameters));
    const slot = new Map([[0, id], [1, PASSPHRASE], [2, parameters], [3, nonce], [4, wrapped]]);
    const body = encode(new Map([[0, vault], [1, [slot]]]));
    const journal = await Journal.of(vault, key);
    journal.header = encode(["companion-vault", 1, body, await sha256(body)]);
    return journal;
  }

  async recordKey(kind, name = new Uint8Array()) {
    return (await hmac(this.keys.index, join(Uint8Array.of(kind), name))).slice(0, 16);
  }

  /** Message key and mask of one envelope. */
  messageKey(salt, key) {
    return hkdf(this.keys.seal, salt, join(utf8("companion/v1/record"), key), 42);
  }

  async seal(key, kind, revision, content) {
    const [salt, nonce, plain] = [random(32), random(12), encode(content)];
    const derived = await this.messageKey(salt, key);
    const what = join(Uint8Array.of(kind, 1), bigEndian(revision, 8));
    const padded = new Uint8Array(padme(4 + plain.length));
    padded.set(join(bigEndian(plain.length, 4), plain));
    const associated = recordData(this.vault, key, kind, revision);
    const sealed = await aead("encrypt", derived.slice(0, 32), nonce, padded, associated);
    return join(Uint8Array.of(1), salt, nonce, what.map((byte, at) => byte ^ derived[32 + at]), sealed);
  }

  async open(key, envelope) {
    check(envelope[0] === 1, "unknown envelope");
    const derived = await this.messageKey(envelope.slice(1, 33), key);
    const what = envelope.slice(45, 55).map((byte, at) => byte ^ derived[32 + at]);
    const [kind, revision] = [what[0], numberOf(what.slice(2))];
    const associated = recordData(this.vault, key, kind, revision);
    const padded = await aead("decrypt", derived.slice(0, 32), envelope.slice(33, 45), envelope.slice(55), associated);
    const length = numberOf(padded.slice(0, 4));
    check(padded.length === padme(4 + length), "padding of the wrong size");
    return { kind, revision, content: decode(padded.slice(4, 4 + length)) };
  }

  /** The texts of all entries, once head, pages and every record have been verified. */
  async texts(header, records) {
    const stored = new Map(records.map(([key, value]) => [hex(key), value]));
    const at = async (kind, name) => {
      const key = await this.recordKey(kind, name);
      const value = stored.get(hex(key));
      return value && { value, ...(await this.open(key, value)) };
    };
    const head = (await at(HEAD)).content;
    check(isSame(head.get(6), await sha256(header)), "another header");
    const [digests, texts] = [[], []];
    let count = 0;
    for (let number = 0; number < 256; number += 1) {
      const page = await at(PAGE, Uint8Array.of(number));
      digests.push(page ? await sha256(page.value) : new Uint8Array(32));
      for (const item of page?.content.get(0) ?? []) {
        const value = stored.get(hex(item.get(0)));
        check(isSame(await sha256(value), item.get(3)), "a record was changed");
        const record = await this.open(item.get(0), value);
        check(record.kind === item.get(1) && record.revision === item.get(2), "a record was replaced");
        if (record.kind === ENTRY) texts.push(record.content.get(3));
        count += 1;
      }
    }
    check(count === head.get(2), "the count does not match");
    check(isSame(head.get(3), await hmac(this.keys.root, join(...digests))), "the root does not match");
    return texts.sort();
  }

  /** A journal of one entry: its records, head first, then the page. */
  async write(text) {
    const [id, now] = [random(16), [1_795_348_800_000, -210]];
    const words = text.split(/\s+/).length;
    const content = new Map([[0, id], [1, now], [2, now], [3, text], [7, words], [8, 30]]);
    const line = new Map([[0, id], [1, now], [2, "From elsewhere"], [3, words], [5, false]]);
    const key = await this.recordKey(ENTRY, id);
    const entry = await this.seal(key, ENTRY, 1, content);
    const item = new Map([[0, key], [1, ENTRY], [2, 1], [3, await sha256(entry)], [4, line]]);
    const pageKey = await this.recordKey(PAGE, key.slice(0, 1));
    const page = await this.seal(pageKey, PAGE, 2, new Map([[0, [item]]]));
    const digests = Array.from({ length: 256 }, () => new Uint8Array(32));
    digests[key[0]] = await sha256(page);
    this.root = await hmac(this.keys.root, join(...digests));
    const sum = await sha256(this.header);
    const head = new Map([[0, this.vault], [1, 2], [2, 1], [3, this.root], [4, 0], [5, new Uint8Array(32)], [6, sum]]);
    const headKey = await this.recordKey(HEAD);
    return [[headKey, await this.seal(headKey, HEAD, 2, head)], [pageKey, page], [key, entry]];
  }

  streamKey(salt, plain) {
    return sha256(plain).then((sum) => hkdf(this.keys.backup, salt, join(utf8("companion/v1/backup-stream"), sum), 32));
  }
}

// --- Backups ------------------------------------------------------------------------------------

const CHUNK = 65_536;
const chunkNonce = (number, isLast) => join(new Uint8Array(7), bigEndian(number, 4), Uint8Array.of(isLast ? 1 : 0));

export const openJournal = async (header, records, passphrase) =>
  (await Journal.unlock(header, passphrase)).texts(header, records);

export const sealJournal = async (passphrase, text) => {
  const journal = await Journal.create(passphrase);
  return [[utf8("header"), journal.header], ...(await journal.write(text))];
};

export const openBackup = async (file, passphrase) => {
  check(new TextDecoder().decode(file.slice(0, 16)) === "companion-backup" && [1, 2].includes(file[16]), "not a backup");
  const start = 21 + numberOf(file.slice(17, 21));
  const journal = await Journal.unlock(file.slice(21, start), passphrase);
  const key = await journal.streamKey(file.slice(start, start + 32), file.slice(0, start));
  const opened = [];
  for (let at = start + 32, number = 0; at < file.length; at += CHUNK + 16, number += 1) {
    const isLast = at + CHUNK + 16 >= file.length;
    opened.push(await aead("decrypt", key, chunkNonce(number, isLast), file.slice(at, at + CHUNK + 16)));
  }
  const [stream, records] = [join(...opened), []];
  let at = 0;
  let logged = 0;
  while (stream[at] !== 0) {
    // A record of the journal, or one of its audit log.
    const keySize = { 1: 16, 2: 8 }[stream[at]];
    const value = at + 1 + keySize + 4;
    const end = value + numberOf(stream.slice(value - 4, value));
    if (stream[at] === 1) records.push([stream.slice(at + 1, value - 4), stream.slice(value, end)]);
    else logged += 1;
    at = end;
  }
  check(decode(stream.slice(at + 1)).get(1) === records.length + logged, "not the end");
  return journal.texts(file.slice(21, start), records);
};

export const sealBackup = async (passphrase, text) => {
  const journal = await Journal.create(passphrase);
  const records = await journal.write(text);
  const summary = new Map([[0, [1_795_348_800_000, -210]], [1, records.length], [2, 2], [3, journal.root]]);
  const parts = records.map(([key, value]) => join(Uint8Array.of(1), key, bigEndian(value.length, 4), value));
  const stream = join(...parts, Uint8Array.of(0), encode(summary));
  const plain = join(utf8("companion-backup"), Uint8Array.of(1), bigEndian(journal.header.length, 4), journal.header);
  const salt = random(32);
  const key = await journal.streamKey(salt, plain);
  const file = [plain, salt];
  for (let at = 0, number = 0; at < stream.length; at += CHUNK, number += 1) {
    const nonce = chunkNonce(number, at + CHUNK >= stream.length);
    file.push(await aead("encrypt", key, nonce, stream.slice(at, at + CHUNK)));
  }
  return join(...file);
};
