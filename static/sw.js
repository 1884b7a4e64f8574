// The service worker: keeps one whole version of the app on the device, so that it opens without
// a network, and never mixes two versions.
//
// Contract with the page
// - Register as `navigator.serviceWorker.register("./sw.js")`, with no other options.
// - A new version installs itself and waits. The page sees it as `registration.waiting`, or, when
//   it arrives while the page is open, by `updatefound` and then `statechange` to "installed"
//   while `navigator.serviceWorker.controller` is set. It offers the update.
// - When the person accepts, the page stores the draft and sends `{type: "SKIP_WAITING"}` to
//   `registration.waiting`. `controllerchange` follows on `navigator.serviceWorker`; the page then
//   reloads. The first installation of all fires `controllerchange` too: the page reloads only if
//   it had asked.
// - What another app shares arrives here as a POST to `share`. The answer leads to
//   `./?shared=TOKEN`, or `./?shared=REASON` where it could not be taken. The page sends
//   `{type: "SHARED", tokens}` with a port, which answers with what waits under these tokens; once
//   it is a draft or is not wanted, the page sends `{type: "SHARED_DONE", tokens}`.
// - A touch on a notification brings a window to the front and sends it `{type: "WRITE"}`; where
//   there is none, it opens `./?new`.
//
// What is shared is held in memory and nowhere else: it is not written down before it is sealed.
// ARCHITECTURE.md says why.
//
// Model files, the catalogue, and whatever else is not in the list go to the network untouched
// and are never kept here.

// Both lines are filled in by `cargo xtask build`: SHA-256 by path, and a version that follows from it.
const VERSION = "unbuilt";
const PRECACHE = {};

const SCOPE = new URL(self.registration.scope);
const CACHE_PREFIX = `companion ${SCOPE.pathname} `;
const CACHE = CACHE_PREFIX + VERSION;

// Added to kept answers where the host did not send them: with these the page is isolated from
// other sites, and nothing but this origin is contacted. docs/HOSTING.md explains each.
const HEADERS_IF_MISSING = {
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

// What a host may answer for the page itself.
const INDEX = "index.html";

// As `share_target` in the manifest names it.
const SHARE_PATH = `${SCOPE.pathname}share`;
// All that may wait at once: twice the largest photo that an entry takes.
const SHARES_LIMIT_BYTES = 128 * 1024 * 1024;
// Browsers let one event keep a service worker alive for five minutes.
const SHARE_HELD_MS = 290_000;
// What was shared and is not a draft yet, by a random token.
const shares = new Map();

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const { type, tokens = [] } = event.data ?? {};
  if (type === "SKIP_WAITING") self.skipWaiting();
  if (type === "SHARED") event.ports[0]?.postMessage(tokens.flatMap((token) => shares.get(token)?.content ?? []));
  if (type === "SHARED_DONE") for (const token of tokens) shares.get(token)?.forget();
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showApp());
});
self.addEventListener("fetch", (event) => {
  if (isShare(event.request)) return takeShare(event);
  const path = keptPath(event.request);
  if (path) event.respondWith(answer(path, event.request));
});

// All files or none: one that is missing or is not of this version fails the installation, and
// the browser tries again later.
async function install() {
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(Object.entries(PRECACHE).map(([path, sum]) => keep(cache, path, sum)));
  } catch (error) {
    // The same version may be installed already: then its cache is in use and stays.
    if (!self.registration.active) await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache, path, sum) {
  const url = urlOf(path);
  const kept = await cache.match(url);
  if (kept) return;
  const response = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
  if (!response.ok) throw new Error(`${path}: the host answered ${response.status}`);
  const content = await response.arrayBuffer();
  if ((await sha256(content)) !== sum) throw new Error(`${path}: not of version ${VERSION}`);
  await cache.put(url, new Response(content, { headers: headersFor(response) }));
}

// The content is kept as the page will read it: neither compressed nor counted.
function headersFor(response) {
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  for (const [name, value] of Object.entries(HEADERS_IF_MISSING)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  return headers;
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHE_PREFIX) && name !== CACHE) await caches.delete(name);
  }
  // Pages that were open before the first installation: their next reload, and the workers they
  // start, need no network.
  await self.clients.claim();
}

// The file of the list that answers a request; null for everything that is not ours to answer.
function keptPath(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== SCOPE.origin) return null;
  if (!url.pathname.startsWith(SCOPE.pathname)) return null;
  const path = decodeURIComponent(url.pathname.slice(SCOPE.pathname.length));
  if (path in PRECACHE) return path;
  const isPage = request.mode === "navigate" && !path.startsWith("models/");
  return isPage && INDEX in PRECACHE ? INDEX : null;
}

async function answer(path, request) {
  const cache = await caches.open(CACHE);
  // The browser may have evicted the cache: then the network is all there is.
  return (await cache.match(urlOf(path))) ?? fetch(request);
}

function urlOf(path) {
  return new URL(path, SCOPE).href;
}

async function sha256(content) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isShare(request) {
  const url = new URL(request.url);
  return request.method === "POST" && url.origin === SCOPE.origin && url.pathname === SHARE_PATH;
}

function takeShare(event) {
  const token = crypto.randomUUID();
  const taken = readShare(event.request).then((content) => ({ token, ...content }));
  // A redirect, so that loading the page again does not share again.
  event.respondWith(
    taken.then(
      () => Response.redirect(urlOf(`?shared=${token}`), 303),
      (error) => Response.redirect(urlOf(`?shared=${error instanceof RangeError ? "too-large" : "unreadable"}`), 303),
    ),
  );
  event.waitUntil(taken.then((content) => hold(content), () => {}));
}

async function readShare({ body, headers }) {
  const type = headers.get("content-type") ?? "";
  const chunks = [];
  let size = [...shares.values()].reduce((sum, share) => sum + share.size, 0);
  const waiting = size;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > SHARES_LIMIT_BYTES) {
      await reader.cancel();
      throw new RangeError("more than is taken at once");
    }
    chunks.push(read.value);
  }
  const form = await new Response(new Blob(chunks), { headers: { "content-type": type } }).formData();
  const text = (name) => form.getAll(name).filter((value) => typeof value === "string").join("\n");
  const files = form.getAll("photos").filter((value) => value instanceof File && value.size > 0);
  return { size: size - waiting, title: text("title"), text: text("text"), url: text("url"), files };
}

// Until the page has made a draft of it, or the browser puts this worker to rest.
function hold({ token, size, ...content }) {
  return new Promise((resolve) => {
    const forget = () => {
      shares.delete(token);
      resolve();
    };
    shares.set(token, { size, content: { token, ...content }, forget });
    // The page has its own copy by then; this one lasts as long as the worker does.
    setTimeout(resolve, SHARE_HELD_MS);
  });
}

async function showApp() {
  const [open] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!open) return self.clients.openWindow(urlOf("?new"));
  open.postMessage({ type: "WRITE" });
  return open.focus();
}
