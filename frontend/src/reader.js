import "./reader-part.js";
import "./reader/network.js";
// The reader's page is whole without this. With it: larger type, more contrast, and a word when
// something new came out, without moving what is being read.
const own = document.querySelector("script[data-large]");
const root = document.documentElement;

function switchFor(name, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reader-switch";
  button.textContent = label;
  const show = (on) => {
    root.classList.toggle(`reader-${name}`, on);
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    show(on);
    keep(name, on);
  });
  show(kept(name));
  return button;
}

// Storage may be refused, e.g. in a private window: the switch works for this page then.
function kept(name) {
  try {
    return localStorage.getItem(`reader-${name}`) === "1";
  } catch {
    return false;
  }
}

function keep(name, on) {
  try {
    localStorage.setItem(`reader-${name}`, on ? "1" : "0");
  } catch {
    // nothing to keep it in
  }
}

const tools = document.createElement("div");
tools.className = "reader-tools";
tools.append(switchFor("large", own.dataset.large), switchFor("contrast", own.dataset.contrast));
document.querySelector(".site-head .wrap")?.append(tools);

// A stream says within the second what came out or changed. Where it does not get through, the page
// asks for a tiny file, every 15 to 25 seconds so that a whole district does not ask at once; with
// the stream once when it opens, for what came meanwhile.
const ASK_EVERY = 15_000;
const JITTER = 10_000;
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 300_000;
const { latest, page } = own.dataset;
const fresh = new Set();
let seen = null;
let source = null;
let asking = 0;
let coming = 0;
let failures = 0;

async function look() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(latest, { cache: "no-cache" });
      if (answer.ok) tell((await answer.json()).newest);
    } catch {
      // no network: the next look tells
    }
  }
}

function askAgain() {
  clearTimeout(asking);
  asking = setTimeout(() => look().then(askAgain), ASK_EVERY + Math.random() * JITTER);
}

function listen() {
  clearTimeout(coming);
  source?.close();
  source = new EventSource(streamAddress());
  source.onopen = () => {
    failures = 0;
    clearTimeout(asking);
    asking = setTimeout(look, seen ? Math.random() * 5000 : 0);
  };
  source.addEventListener("reset", look);
  source.addEventListener("news", (event) => {
    const { kind, ref } = JSON.parse(event.data);
    if (kind === "changed" || kind === "gone") return announce(own.dataset[kind], location.pathname);
    seen ??= new Set();
    tell([ref]);
  });
  source.onerror = () => {
    askAgain();
    // refused: the browser does not come back by itself
    if (source.readyState !== EventSource.CLOSED) return;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures++);
    coming = setTimeout(listen, pause * (0.5 + Math.random()));
  };
}

// A page that nobody looks at keeps no line open.
function hangUp() {
  clearTimeout(coming);
  clearTimeout(asking);
  source?.close();
}

// Where a proxy stands before both, the stream has the page's own address; else it is next door.
function streamAddress() {
  const { protocol, hostname, port } = location;
  const door = port ? `${protocol}//${hostname}:${Number(port) + 1}` : "";
  const section = latest.replace(/^[/][a-z]+[/]|latest[.]json$/g, "");
  const asked = new URLSearchParams({ section, page });
  return `${own.dataset.events || `${door}/events`}/readers?${asked}`;
}

function tell(newest) {
  seen ??= new Set(newest);
  for (const id of newest) if (!seen.has(id)) fresh.add(id);
  if (!fresh.size) return;
  const words = fresh.size === 1 ? own.dataset.one : own.dataset.many.replace("{n}", fresh.size);
  announce(words, latest.replace(/latest[.]json$/, ""));
}

// What happened to the page itself is said before what is new elsewhere.
function announce(words, address) {
  let bar = document.querySelector(".reader-news");
  if (bar && "own" in bar.dataset) return;
  if (!bar) {
    bar = document.createElement("a");
    bar.className = "reader-news";
    bar.setAttribute("role", "status");
    bar.addEventListener("click", (event) => {
      if (new URL(bar.href).pathname !== location.pathname) return;
      event.preventDefault();
      scrollTo(0, 0);
      location.reload();
    });
    document.body.append(bar);
  }
  if (words === own.dataset.changed || words === own.dataset.gone) bar.dataset.own = "";
  bar.href = address;
  bar.textContent = words;
}

// The network is back: a kept page offers what stands there now, any other what came meanwhile.
document.addEventListener("reader:online", ({ detail }) => {
  if (detail.kept) announce(own.dataset.current, location.pathname);
  if (latest) begin();
});

// "none": the district keeps no stream.
function begin() {
  look().then(window.EventSource && own.dataset.events !== "none" ? listen : askAgain);
}

// Another script has brought in what was new.
document.addEventListener("reader:caught-up", () => {
  seen = null;
  fresh.clear();
});

if (latest) {
  begin();
  document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : begin()));
}
