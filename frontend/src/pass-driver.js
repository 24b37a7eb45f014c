// The driver's page: kept on the telephone when it is first opened, told anew whenever there is a network, and
// put forward by the clock where there is none. In one file, so that it is kept whole.
const EVERY = 60_000; // milliseconds between looks at the clock and the server
const TIMEOUT = 15_000;
const PAGES = "qixin-capture"; // the caches of the service worker
const FILES = "qixin-assets";
const main = () => document.querySelector("main");
const path = location.pathname;

// A clock that was set back brings no old pass to life: it is never earlier than the page.
function tick() {
  const { since, until, now, standing } = main().dataset;
  if (!until || standing === "revoked") return;
  const moment = Math.max(Date.now() / 1000, Number(now));
  if (moment >= Number(until)) main().dataset.standing = "expired";
  else if (moment >= Number(since)) main().dataset.standing = "valid";
}

function showNetwork(there) {
  for (const one of main().querySelectorAll("[data-net]")) one.hidden = (one.dataset.net === "on") !== there;
}

async function asked() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    return await fetch(location.href, { cache: "no-store", redirect: "error", signal: stop.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function refresh() {
  tick();
  if (document.hidden || "gone" in main().dataset) return;
  const answer = await asked();
  if (answer && [404, 410].includes(answer.status)) {
    await forget();
    location.reload();
    return;
  }
  showNetwork(Boolean(answer));
  if (!answer?.ok) return;
  await keep(answer.clone());
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (fresh) main().replaceWith(document.adoptNode(fresh));
  tick();
}

// The worker is not yet there when the page first opens: the page puts itself where the worker looks.
async function keep(page) {
  try {
    await (await caches.open(PAGES)).put(path, page);
    const files = await caches.open(FILES);
    if (!(await files.match(import.meta.url))) await files.add(import.meta.url);
  } catch { /* no room, or no such store in this browser: the picture of the code can be kept */ }
}

async function forget() {
  try {
    await (await caches.open(PAGES)).delete(path);
  } catch { /* nothing was kept */ }
}

if ("gone" in main().dataset) forget();
navigator.serviceWorker?.register("/sw.js").catch(() => { /* refused by the browser: the page works without */ });
window.addEventListener("online", refresh);
window.addEventListener("offline", () => showNetwork(false));
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, EVERY);
refresh();
