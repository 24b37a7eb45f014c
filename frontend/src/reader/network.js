// Without a network: says so, and what is kept; with it again: says that, and has what is kept compared.
import { isNotice, KEPT_AT, PAGES } from "./kept.js";

const FIRST_TRY = 2000;
const LONGEST_PAUSE = 30_000;
const SAID_FOR = 8000;
const own = document.querySelector("script[data-large]");
const list = document.querySelector("[data-kept-list]");
const { kept } = document.documentElement.dataset;
const words = own.dataset;
let away = false;
let fading = 0;

function say(sentence, { stays }) {
  let line = document.querySelector(".reader-network");
  if (!line) {
    line = document.createElement("p");
    line.className = "reader-network";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  clearTimeout(fading);
  line.textContent = sentence;
  if (!stays) fading = setTimeout(() => line.remove(), SAID_FOR);
}

// as the pages write it
const LOCALES = { en: "en-GB" };
const moment = (iso) =>
  new Date(iso).toLocaleString(LOCALES[document.documentElement.lang] ?? document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function gone() {
  away = true;
  if (!list) say(kept ? words.kept.replace("{time}", moment(kept)) : words.offline, { stays: true });
  later(FIRST_TRY);
}

// Not all of a district at once.
const later = (pause) => setTimeout(() => tryAgain(pause), pause * (0.75 + Math.random() / 2));

// A browser may take a dead line for a network; only an answer tells.
async function tryAgain(pause) {
  if (!away) return;
  try {
    await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    await back();
  } catch {
    later(Math.min(LONGEST_PAUSE, pause * 2));
  }
}

async function back() {
  if (!away) return;
  away = false;
  tell("look", { force: true });
  // here is nothing that one reads: what was asked for comes by itself
  if (list) return location.reload();
  say(words.online, { stays: false });
  if (kept && (await isGone())) {
    // on a slow line the reload would fall back on what is kept
    await (await caches.open(PAGES)).delete(location.pathname);
    return location.reload();
  }
  document.dispatchEvent(new CustomEvent("reader:online", { detail: { kept: Boolean(kept) } }));
}

// A story that was taken off is not read on from the phone.
async function isGone() {
  try {
    const answer = await fetch(location.pathname, { cache: "no-cache" });
    return [404, 410].includes(answer.status) || isNotice(await answer.text());
  } catch {
    return false;
  }
}

async function tell(reader, more) {
  const worker = await navigator.serviceWorker?.ready;
  worker?.active.postMessage({ reader, ...more });
}

async function askForSync() {
  try {
    await (await navigator.serviceWorker?.ready)?.sync?.register("qixin-reader");
  } catch { /* no background sync here: the next page has it compared */ }
}

// -- the page that says what is kept --------------------------------------------------------------

async function keptPages() {
  const pages = await caches.open(PAGES);
  const found = await Promise.all((await pages.keys()).map(async (request) => {
    const answer = await pages.match(request);
    const text = await answer.text();
    const { title } = new DOMParser().parseFromString(text, "text/html");
    return { path: new URL(request.url).pathname, title: title.split(" · ")[0], at: answer.headers.get(KEPT_AT), isNotice: isNotice(text) };
  }));
  return found.filter((one) => !one.isNotice).sort((one, other) => other.at.localeCompare(one.at));
}

async function showKept() {
  const found = "caches" in window ? await keptPages() : [];
  list.querySelector("[data-none]").hidden = found.length > 0;
  list.querySelector("[data-forget]").hidden = !found.length;
  list.querySelector("ul").replaceChildren(...found.map(({ path, title, at }) => {
    const link = document.createElement("a");
    link.href = path;
    link.textContent = title;
    const time = document.createElement("p");
    time.textContent = moment(at);
    const row = document.createElement("li");
    const both = document.createElement("div");
    both.append(link, time);
    row.append(both);
    return row;
  }));
  list.hidden = false;
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
  await showKept();
}

// -------------------------------------------------------------------------------------------------

async function begin() {
  if (list) {
    showKept();
    list.querySelector("[data-forget]").addEventListener("click", forget);
  }
  window.addEventListener("offline", () => { gone(); askForSync(); });
  window.addEventListener("online", back);
  const isOfflinePage = list && !location.pathname.endsWith("/offline.html");
  if (kept || isOfflinePage || !navigator.onLine) gone();
  if (!("serviceWorker" in navigator)) return;
  const ruled = Boolean(navigator.serviceWorker.controller);
  await navigator.serviceWorker.register("/sw.js");
  if (away) return;
  if (!ruled) {
    tell("keep", { path: location.pathname });
    // pictures further down come when they are scrolled to
    new PerformanceObserver((seen) => tell("files", { files: seen.getEntries().map(({ name }) => name) }))
      .observe({ type: "resource", buffered: true });
  }
  tell("look");
}

begin().catch(() => { /* refused by the browser: the page works without */ });
