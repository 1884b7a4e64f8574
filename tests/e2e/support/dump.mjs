// Everything the app has left on the device, as bytes: what the page can reach by itself, and
// every file of the browser's profile.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** All IndexedDB records and keys, OPFS files, cached responses, local and session storage. */
export async function dumpStorage(page) {
  const parts = await page.evaluate(async () => {
    const decoder = new TextDecoder("latin1");
    const text = (value) => {
      if (value instanceof ArrayBuffer) return decoder.decode(value);
      if (ArrayBuffer.isView(value)) return decoder.decode(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      if (value && typeof value === "object") return Object.entries(value).map(([k, v]) => k + text(v)).join("\n");
      return String(value);
    };
    const found = {};
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of db.objectStoreNames) {
        const objects = db.transaction(store).objectStore(store);
        const all = (method) =>
          new Promise((resolve, reject) => {
            const request = objects[method]();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
        const [keys, values] = [await all("getAllKeys"), await all("getAll")];
        found[`indexeddb:${name}/${store}`] = keys.map(text).join("\n") + "\n" + values.map(text).join("\n");
      }
      db.close();
    }
    const walk = async (directory, prefix) => {
      for await (const [name, handle] of directory.entries()) {
        if (handle.kind === "directory") await walk(handle, `${prefix}/${name}`);
        else {
          const file = await handle.getFile();
          // Model files are public and large: their beginning is enough to prove what they are.
          found[`opfs:${prefix}/${name}`] = text(await file.slice(0, 4 << 20).arrayBuffer());
        }
      }
    };
    await walk(await navigator.storage.getDirectory(), "");
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      found[`cache:${name}`] = (await cache.keys()).map((request) => request.url).join("\n");
    }
    found.localStorage = JSON.stringify({ ...localStorage });
    found.sessionStorage = JSON.stringify({ ...sessionStorage });
    found.history = JSON.stringify(history.state) + location.href + document.title;
    return found;
  });
  return Object.entries(parts).map(([name, value]) => ({ name, bytes: Buffer.from(value, "latin1") }));
}

/** Every file of a browser profile that is not running. */
export function dumpProfile(profile) {
  const files = [];
  const walk = (directory) => {
    for (const item of readdirSync(directory, { withFileTypes: true })) {
      const file = path.join(directory, item.name);
      if (item.isDirectory()) walk(file);
      else if (item.isFile() && statSync(file).size < 64 << 20) files.push({ name: file, bytes: readFileSync(file) });
    }
  };
  walk(profile);
  return files;
}

/** Places where one of `words` stands in UTF-8 or UTF-16. */
export function findWords(places, words) {
  const needles = words.flatMap((word) => [
    { word, bytes: Buffer.from(word, "utf8") },
    { word, bytes: Buffer.from(word, "utf16le") },
  ]);
  return places.flatMap(({ name, bytes }) =>
    needles.filter((needle) => bytes.includes(needle.bytes)).map((needle) => `${needle.word} in ${name}`),
  );
}
