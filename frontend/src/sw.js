// The service worker of the workbench: the reporting page opens without a network, and what waits goes out.
import { clientsClaim } from "workbox-core";
import { ExpirationPlugin } from "workbox-expiration";
import { registerRoute, setCatchHandler } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";
import { flush, SignedOut } from "./capture/outbox.js";

self.skipWaiting();
clientsClaim();

const CAPTURE = "/w/report/";

// Built files bear a hash in their name or a version in their address: what is kept is never stale.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/static/ui/dist/"),
  new CacheFirst({
    cacheName: "qixin-assets",
    plugins: [new ExpirationPlugin({ maxEntries: 120, maxAgeSeconds: 30 * 24 * 3600 })],
  }),
);

// The page itself is kept only when it is the page, not the sign-in page that it was sent on to.
registerRoute(
  ({ url, request, sameOrigin }) => sameOrigin && request.mode === "navigate" && url.pathname === CAPTURE,
  new NetworkFirst({
    cacheName: "qixin-capture",
    networkTimeoutSeconds: 5,
    plugins: [
      { cacheKeyWillBeUsed: async () => CAPTURE },
      { cacheWillUpdate: async ({ response }) => (response.status === 200 && !response.redirected ? response : null) },
    ],
  }),
);

setCatchHandler(async ({ request }) => {
  if (request.mode !== "navigate") return Response.error();
  return (await caches.match("/offline/")) ?? Response.error();
});

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open("qixin-capture").then((cache) => cache.add("/offline/")).catch(() => {}));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "qixin-outbox") event.waitUntil(sendWaiting());
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
