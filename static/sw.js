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
// - Nothing else is sent, either way.
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

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
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
