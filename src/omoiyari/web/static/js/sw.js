// The shell that still opens without a connection: styles, scripts, signs, and three pages that hold nothing private.
// No other page is ever kept. They are fetched without cookies, so that even these are the signed-out ones.
const SHELF = "shell-2";
const PAGES = ["/help", "/offline", "/kitchen"];
const THINGS = [
  "/static/css/omoiyari.css", "/static/css/print.css", "/static/paper.svg", "/static/stroke.svg", "/static/thread.svg",
  "/static/holes.svg", "/static/icons.svg", "/static/drawings.svg", "/static/icons/mark.svg", "/static/icons/mark-192.png",
  "/static/manifest.webmanifest", "/static/js/exit.js", "/static/js/page.js", "/static/js/draft.js", "/static/js/lock.js",
  "/static/js/live.js",
];

const plain = (path) => new Request(path, { credentials: "omit" });

async function fill() {
  const shelf = await caches.open(SHELF);
  await Promise.allSettled([...PAGES, ...THINGS].map((path) => shelf.add(plain(path))));
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

async function thing(request, path) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await (await caches.open(SHELF)).put(path, fresh.clone());
    return fresh;
  } catch {
    return (await kept(path)) ?? Response.error();
  }
}

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
