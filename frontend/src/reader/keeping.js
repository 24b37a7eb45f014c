// The reader's part of the service worker: what was read opens again without a network, bears the
// time since when it is kept, and is compared with the site as soon as there is a network again.
import { isPublicPage, KEPT_AT, offlinePage, PAGES, PICTURES, treeOf } from "./kept.js";

const MOST_PAGES = 20;
const LONGEST = 7 * 24 * 3600_000;
const PATIENCE = 5000;
const LOOK_EVERY = 30 * 60_000;
// A worker is ended whenever it has nothing to do: when it looked last stands beside what it keeps.
const LOOKED = "/offline/?looked";
const STATIC = "/static/ui/dist/";
const EXTRA = "qixin-capture";
// When the newest answer about each page was asked for: on a slow line an older one comes in after it.
const heard = new Map();
// Pages of the site that are made for each request: never kept, so that nothing personal is.
const MADE = /^\/($|language\/|search\/|speak\/|report\/|follow\/)/;

export const isRead = ({ url, request, sameOrigin }) =>
  sameOrigin && request.mode === "navigate" && request.method === "GET" && isPublicPage(url.pathname);
export const isMade = ({ url, request, sameOrigin }) =>
  sameOrigin && request.mode === "navigate" && request.method === "GET" && MADE.test(url.pathname);
export const isPicture = ({ url, request, sameOrigin }) =>
  sameOrigin && request.destination === "image" && url.pathname.startsWith("/pictures/");

// The network first; where it is slow or gone, the page as it was.
export async function page({ request, url, event }) {
  const kept = await (await caches.open(PAGES)).match(url.pathname);
  // compared each time: what the browser's own cache holds may have been taken off
  const asked = new Request(request.url, { headers: request.headers, cache: "no-cache", redirect: "manual" });
  const since = performance.now();
  const fresh = fetch(asked).then(async (answer) => {
    await remember(url.pathname, answer.clone(), since);
    return answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => null));
  return Promise.race([
    fresh.then((answer) => (answer.status < 500 ? answer : copyOf(kept))).catch(() => copyOf(kept)),
    new Promise((done) => setTimeout(done, PATIENCE)).then(() => copyOf(kept)),
  ]);
}

// What a page says of itself that was not kept: what is. At the site's door the front page, if it is kept.
export async function withoutNetwork({ pathname, searchParams }) {
  const next = pathname.startsWith("/language/") && new URL(searchParams.get("next") ?? "/", self.location.origin);
  if (next && next.origin === self.location.origin) return Response.redirect(next);
  const tree = treeOf(pathname) ?? (await treeLastRead());
  if (!tree) return undefined;
  const front = pathname === "/" && (await (await caches.open(PAGES)).match(`/${tree}/`));
  return front ? copyOf(front) : caches.match(offlinePage(tree));
}

export async function hear({ reader, path, files, force }) {
  if (reader === "keep") await keep(path);
  if (reader === "files") await keepFiles(files);
  if (reader === "look" && (force || (await isTime()))) await look();
}

// The first page of a visit was loaded before the worker ruled it.
async function keep(path) {
  const tree = treeOf(path);
  if (!tree) return;
  const extra = await caches.open(EXTRA);
  await extra.add(offlinePage(tree)).catch(() => null);
  if (isPublicPage(path)) await askAnew(path);
}

async function keepFiles(files) {
  const [assets, pictures] = await Promise.all([caches.open("qixin-assets"), caches.open(PICTURES)]);
  for (const url of files) {
    const { origin, pathname } = new URL(url);
    const cache = origin !== self.location.origin ? null : pathname.startsWith(STATIC) ? assets : pathname.startsWith("/pictures/") ? pictures : null;
    if (cache && !(await cache.match(url))) await cache.add(url).catch(() => null);
  }
}

// Compares all that is kept with the site: what was corrected is exchanged, what was taken off goes, and its
// pictures with it. Raises TypeError while there is no network.
async function look() {
  const pages = await caches.open(PAGES);
  await Promise.all((await pages.keys()).map(async ({ url }) => {
    await askAnew(new URL(url).pathname);
  }));
  await dropPictures(pages);
  await (await caches.open(EXTRA)).put(LOOKED, new Response(String(Date.now())));
}

async function isTime() {
  const looked = await (await caches.open(EXTRA)).match(LOOKED);
  return Date.now() - Number(looked ? await looked.text() : 0) > LOOK_EVERY;
}

async function askAnew(path) {
  const since = performance.now();
  await remember(path, await fetch(path, { cache: "no-cache", credentials: "omit" }), since);
}

async function remember(path, answer, since) {
  const pages = await caches.open(PAGES);
  if ([404, 410].includes(answer.status)) return !comesTooLate(path, since) && pages.delete(path);
  if (answer.status !== 200 || answer.redirected || !/text\/html/.test(answer.headers.get("Content-Type") ?? "")) return false;
  const headers = { "Content-Type": "text/html; charset=utf-8", [KEPT_AT]: new Date().toISOString() };
  const policy = answer.headers.get("Content-Security-Policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  // read to its end before the older one is given up: the line may break half-way
  const text = await answer.text();
  if (comesTooLate(path, since)) return false;
  await pages.put(path, new Response(text, { headers }));
  return drop(pages);
}

// Whether one was heard that was asked for later; what was taken off or corrected is not brought back.
function comesTooLate(path, since) {
  if (since < (heard.get(path) ?? 0)) return true;
  heard.set(path, since);
  return false;
}

async function drop(pages) {
  for (const [place, { path, since }] of (await newestFirst(pages)).entries()) {
    if (place >= MOST_PAGES || Date.now() - since > LONGEST) await pages.delete(path);
  }
}

async function newestFirst(pages) {
  const all = await Promise.all((await pages.keys()).map(async ({ url }) => {
    const { pathname: path } = new URL(url);
    // none: it is being exchanged just now
    return { path, since: Date.parse((await pages.match(path))?.headers.get(KEPT_AT)) };
  }));
  return all.filter(({ since }) => since).sort((one, other) => other.since - one.since);
}

async function dropPictures(pages) {
  const texts = await Promise.all((await pages.matchAll()).map((one) => one.text()));
  const pictures = await caches.open(PICTURES);
  for (const request of await pictures.keys()) {
    const { pathname } = new URL(request.url);
    if (!texts.some((text) => text.includes(pathname))) await pictures.delete(request);
  }
}

// The kept page, which knows that it is one.
async function copyOf(kept) {
  const answer = kept.clone();
  const text = (await answer.text()).replace("<html ", `<html data-kept="${answer.headers.get(KEPT_AT)}" `);
  return new Response(text, { headers: answer.headers });
}

async function treeLastRead() {
  const [last] = await newestFirst(await caches.open(PAGES));
  return last && treeOf(last.path);
}
