// Keeps this page for a time without a network: itself and the files that it is made of. The service worker
// does so by itself only from the second visit on.
const PAGES = "qixin-capture";
const FILES = "qixin-assets";

export async function keepThisPage() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return false;
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const page = location.pathname;
  const [pages, files] = await Promise.all([caches.open(PAGES), caches.open(FILES)]);
  const answer = await fetch(page, { credentials: "same-origin", redirect: "error", headers: { Accept: "text/html" } });
  if (!answer.ok) return false;
  await pages.put(page, answer);
  await Promise.all(ownFiles().map(async (url) => { if (!(await files.match(url))) await files.add(url); }));
  return true;
}

const ownFiles = () => [...new Set(
  performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith("/static/ui/dist/")),
)];
