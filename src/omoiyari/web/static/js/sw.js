// The shell that still opens without a connection: styles, scripts, signs, and three pages that hold nothing private.
// No other page is ever kept. They are fetched without cookies, so that even these are the signed-out ones.
// Of each edition of the styles and scripts there is one shelf, filled once; page.js names the edition.
const EDITION = location.search.slice(1);
const SHELF = `shell-${EDITION}`;
const PAGES = ["/help", "/offline", "/kitchen"];
const THINGS = [
  "css/omoiyari.css", "css/print.css", "css/kitchen.css", "paper.svg", "stroke.svg", "thread.svg", "holes.svg",
  "icons.svg", "drawings.svg", "icons/mark.svg", "icons/mark-192.png", "manifest.webmanifest", "js/exit.js",
  "js/page.js", "js/draft.js", "js/lock.js", "js/live.js",
].map((name) => `/static/${EDITION}/${name}`);

const plain = (path) => new Request(path, { credentials: "omit" });

/** All of it or nothing: a shelf with gaps must not take the place of a good one. */
async function fill() {
  const shelf = await caches.open(SHELF);
  await shelf.addAll([...PAGES, ...THINGS].map(plain));
}

async function sweep() {
  for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
  await self.clients.claim();
}

const kept = async (path) => (await caches.open(SHELF)).match(path, { ignoreSearch: true });

async function page(request, path) {
  try {
    return await fetch(request);
  } catch {
    const wanted = path === "/leave" ? "/kitchen" : PAGES.includes(path) ? path : "/offline";
    return (await kept(wanted)) ?? Response.error();
  }
}

const thing = async (request, path) => (await kept(path)) ?? fetch(request);

/** The help page is looked at anew whenever it can be, so that its numbers are no older than the last visit. */
async function renew() {
  const fresh = await fetch(plain("/help")).catch(() => null);
  if (fresh?.ok) await (await caches.open(SHELF)).put("/help", fresh);
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(sweep()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, url.pathname));
    if (url.pathname === "/help") event.waitUntil(renew());
  }
  else if (THINGS.includes(url.pathname)) event.respondWith(thing(request, url.pathname));
});
