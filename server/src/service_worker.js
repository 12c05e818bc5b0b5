// The tablet's service worker: opens every page below /field without a network (SYN-1).
//
// The server fills three places: the version (a hash over everything kept, so that another build is another cache),
// the addresses of one build's files, and the address of the shell, which holds no data. A build is kept whole or not
// at all, and a page only ever gets files of the build it was started with: parts of two builds do not fit together.
// Records are not its business: the app keeps them, encrypted.
'use strict';

const VERSION = '__VERSION__';
const ASSETS = __ASSETS__;
const SHELL = '__SHELL__';

const PREFIX = 'paidan-';
const CACHE = PREFIX + VERSION;
const KEPT = new Set(ASSETS.map((address) => new URL(address, self.location.origin).pathname));

self.addEventListener('install', (event) => {
  event.waitUntil(keepBuild());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener('message', (event) => {
  const type = event.data && event.data.type;
  // Only on a person's consent: until then the pages that are open stay with their version.
  if (type === 'skip-waiting') event.waitUntil(self.skipWaiting());
  if (type === 'tidy') event.waitUntil(dropOldBuilds());
  if (type === 'hold') event.waitUntil(hold(event.data.address));
  if (type === 'lock') event.waitUntil(lock(event.data.from));
});

self.addEventListener('fetch', (event) => {
  const request = event.request;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (isField(url.pathname)) event.respondWith(shell());
    else event.respondWith(elsewhere(request, url.pathname));
    return;
  }
  if (KEPT.has(url.pathname) || url.pathname.startsWith('/pkg/')) event.respondWith(file(request));
});

// Without a network whoever comes in by the front door finds what there is: the tablet's day.
const ENTRANCES = ['/', '/login'];

// While the customer holds the tablet every other address leads back to where they sign (ONS-16). Kept beside the builds,
// because a worker forgets what it knows whenever it is stopped.
const HELD = 'held-by-customer';

async function hold(address) {
  if (!address) return caches.delete(HELD);
  const cache = await caches.open(HELD);
  return cache.put('/' + HELD, new Response(address));
}

// From when on the tablet is locked unless somebody touches it (SYN-10), in milliseconds of the device's clock; nothing where
// there is no PIN. Addresses that no page of the app stands behind, such as those of the interface, lock nothing by
// themselves: while the tablet is locked they lead to the lock.
const LOCKED_FROM = 'locked-from';
// What was said last, for as long as the worker runs: a page that is asked for right after it must not find what stood before.
let lockedFrom;

async function lock(from) {
  lockedFrom = from === undefined ? null : from;
  if (from === undefined || from === null) return caches.delete(LOCKED_FROM);
  const cache = await caches.open(LOCKED_FROM);
  return cache.put('/' + LOCKED_FROM, new Response(String(from)));
}

async function noted(name) {
  const found = (await caches.has(name)) && (await caches.match('/' + name, { cacheName: name }));
  return found ? found.text() : null;
}

async function elsewhere(request, path) {
  const held = await noted(HELD);
  if (held) return Response.redirect(held, 302);
  if (lockedFrom === undefined) lockedFrom = await noted(LOCKED_FROM);
  if (lockedFrom !== null && Date.now() >= Number(lockedFrom)) return Response.redirect('/field', 302);
  if (!ENTRANCES.includes(path)) return fetch(request);
  return fetch(request).catch(() => Response.redirect('/field', 302));
}

function isField(path) {
  return path === '/field' || path.startsWith('/field/');
}

// All of it or nothing: one file that does not come fails the installation, and the version before stays in charge.
async function keepBuild() {
  const cache = await caches.open(CACHE);
  try {
    // The shell past the HTTP cache and without cookies: it must be this version's, and nobody's.
    const shell = await fetch(new Request(SHELL, { cache: 'reload', credentials: 'omit', redirect: 'error' }));
    if (!shell.ok) throw new TypeError('The shell answered ' + shell.status);
    await cache.put(SHELL, shell);
    await cache.addAll(ASSETS);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function takeOver() {
  await dropOldBuilds();
  await self.clients.claim();
}

// While several windows are open, one may still run the build before and ask for its parts: that build stays until the
// next start finds a single window.
async function dropOldBuilds() {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  // Asked after the list was made: a build in it may be the next one, which is being kept or waits for consent.
  if (self.registration.installing || self.registration.waiting) return;
  if (windows.length > 1) old.pop();
  await Promise.all(old.map((name) => caches.delete(name)));
}

// Never the network first: what is kept is this version's, and a new one comes as a new worker.
async function shell() {
  const cache = await caches.open(CACHE);
  return (await cache.match(SHELL)) || fetch(SHELL);
}

async function file(request) {
  const options = { ignoreVary: true };
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(request, options)) || (await caches.match(request, options));
  return kept || fetch(request);
}
