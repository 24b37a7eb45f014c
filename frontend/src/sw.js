// The service worker: pages that are used where there is no network open all the same, what waits goes out, and
// what readers have opened stays readable.
import { clientsClaim } from "workbox-core";
import { ExpirationPlugin } from "workbox-expiration";
import { registerRoute, setCatchHandler } from "workbox-routing";
import { CacheFirst, NetworkFirst, NetworkOnly } from "workbox-strategies";
import { flush, SignedOut } from "./capture/outbox.js";
import { flushPassages, SignedOut as GuardSignedOut } from "./passes/syncing.js";
import { hear, isMade, isPicture, isRead, page, withoutNetwork } from "./reader/keeping.js";
import { PICTURES } from "./reader/kept.js";

self.skipWaiting();
clientsClaim();

const PAGES = [
  /^\/w\/report\/$/, /^\/w\/passes\/check\/$/, /^\/w\/safety\/round\/(\d+\/)?$/,
  /^\/w\/safety\/inspections\/[^/]+\/on-the-spot\/$/,
  /^\/pass\/[^/]+\/$/,
];

// Built files bear a hash in their name or a version in their address: what is kept is never stale.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/static/ui/dist/"),
  new CacheFirst({
    cacheName: "qixin-assets",
    plugins: [new ExpirationPlugin({ maxEntries: 120, maxAgeSeconds: 30 * 24 * 3600 })],
  }),
);

// A page itself is kept only when it is the page, not the sign-in page that it was sent on to.
registerRoute(
  ({ url, request, sameOrigin }) =>
    sameOrigin && request.mode === "navigate" && request.method === "GET" && PAGES.some((page) => page.test(url.pathname)),
  new NetworkFirst({
    cacheName: "qixin-capture",
    networkTimeoutSeconds: 5,
    plugins: [
      { cacheKeyWillBeUsed: async ({ request }) => new URL(request.url).pathname },
      { cacheWillUpdate: async ({ response }) => (response.status === 200 && !response.redirected ? response : null) },
    ],
  }),
);

// What readers have opened; a picture's name changes with what it shows.
registerRoute(isRead, page);
registerRoute(isMade, new NetworkOnly());
registerRoute(isPicture, new CacheFirst({ cacheName: PICTURES, plugins: [new ExpirationPlugin({ maxEntries: 120 })] }));

setCatchHandler(async ({ request, url }) => {
  if (request.mode !== "navigate") return Response.error();
  const ofReaders = isRead({ url, request, sameOrigin: true }) || isMade({ url, request, sameOrigin: true });
  return (ofReaders ? await withoutNetwork(url) : undefined) ?? (await caches.match("/offline/")) ?? Response.error();
});

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open("qixin-capture").then((cache) => cache.add("/offline/")).catch(() => {}));
});

self.addEventListener("message", (event) => {
  if (event.data?.reader) event.waitUntil(hear(event.data).catch(() => { /* no network: the next page tries again */ }));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "qixin-reader") event.waitUntil(hear({ reader: "look", force: true }));
  if (event.tag === "qixin-outbox") event.waitUntil(sendWaiting());
  if (event.tag === "qixin-passages") event.waitUntil(sendPassages());
});

async function sendWaiting() {
  let sent = [];
  try {
    sent = await flush();
  } catch (error) {
    // Signed out: only a person can help. Anything else: thrown, so that the browser tries again.
    if (!(error instanceof SignedOut)) throw error;
  }
  for (const page of await self.clients.matchAll()) page.postMessage({ sent });
}

async function sendPassages() {
  try {
    await flushPassages();
  } catch (error) {
    if (!(error instanceof GuardSignedOut)) throw error;
  }
  for (const page of await self.clients.matchAll()) page.postMessage({ passages: true });
}
