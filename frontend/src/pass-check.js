// The guard's page: a code scanned or pasted, green or red at once, with or without a network.
import "./css/pass-check.css";
import { newKey } from "./capture/keys.js";
import { element, say } from "./capture/words.js";
import { scan } from "./passes/camera.js";
import { check } from "./passes/checking.js";
import { importKeys } from "./passes/cose.js";
import { keepPassage, keptTrust, waitingPassages } from "./passes/store.js";
import { fetchTrust, flushPassages, Offline, request, SignedOut } from "./passes/syncing.js";

const FETCH_EVERY = 600_000;
const RETRY_EVERY = 30_000;
const NUMBER = /^\s*P\d{6}-\S+\s*$/i;
const page = document.getElementById("pass-check");
const part = (name) => page.querySelector(`[data-${name}]`);
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const words = read("check-words");
const reasons = new Map(read("check-reasons"));
const classes = new Map(read("check-classes"));
const form = part("form");
const code = form.elements.token;
const post = document.getElementById("id_post");
const said = part("said");
const account = Number(page.dataset.account);
const { issuer, prefix } = page.dataset;
const POST = "qixin-post";
let known = null; // keys and list as they were fetched
let trust = nothingKnown();
let last = null; // what was checked last: { claims, reason }
let scanning = null;

// -- keys and list -----------------------------------------------------------------------------

function nothingKnown() {
  return { prefix, issuer, leeway: Number(page.dataset.leeway), keys: new Map(), revoked: new Set(), until: 0 };
}

async function use(fetched) {
  known = fetched;
  trust = { ...nothingKnown(), keys: await importKeys(fetched.keys), revoked: new Set(Object.keys(fetched.revoked)), until: fetched.until };
  showAge();
}

// A clock that was set back must not bring old passes to life: it is never earlier than the last list.
const now = () => Math.max(Math.floor(Date.now() / 1000), known?.fetched ?? 0);

function showAge() {
  const age = part("age");
  if (!known?.until) {
    age.textContent = words.noList;
  } else {
    const sentence = now() < known.until ? words.listOf : words.listOld;
    age.textContent = say(sentence, { time: shown(known.fetched), until: shown(known.until) });
  }
  age.dataset.tone = known && now() < known.until ? "" : "danger";
}

const shown = (seconds) => new Date(seconds * 1000).toLocaleString(document.documentElement.lang, {
  month: "short", day: "numeric", hour: "2-digit", minute: "2-digit",
});

// -- checking ----------------------------------------------------------------------------------

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  tell("");
  if (!code.value.trim()) return code.focus();
  const text = NUMBER.test(code.value) ? await lookUp(code.value.trim()) : code.value;
  if (text) await judge(text);
}, true);

async function judge(text) {
  if (!globalThis.crypto?.subtle) return tell(words.notSecure, "danger");
  last = await check(text, trust, now());
  show(last);
  return undefined;
}

// By its number: the server gives the code, and the code is checked like any other.
async function lookUp(number) {
  try {
    const answer = await request(page.dataset.token.replace("NUMBER", encodeURIComponent(number)));
    const told = await answer.json();
    if (answer.ok) return told.token;
    tell(told.error, "danger");
  } catch (error) {
    tell(error instanceof SignedOut ? words.signIn : words.needsNetwork, "warning");
  }
  return "";
}

function show({ reason, claims }) {
  const valid = reason === "valid";
  const result = part("result");
  result.hidden = false;
  result.dataset.tone = valid ? "valid" : "refused";
  result.dataset.reason = reason;
  const icon = document.getElementById(valid ? "check-valid-icon" : "check-refused-icon");
  result.querySelector(".check-icon").replaceWith(icon.content.cloneNode(true));
  part("verdict").textContent = reasons.get(reason);
  part("facts").replaceChildren(...(claims ? facts(claims, reason) : []));
  part("note").hidden = !claims;
  for (const button of part("note").querySelectorAll(".check-go")) button.hidden = !valid;
  result.scrollIntoView({ block: "nearest" });
}

function facts({ plate, route, passClass, since, until, number }, reason) {
  const days = reason === "not_yet_valid" ? say(words.from, { time: shown(since) }) : say(words.until, { time: shown(until) });
  return [
    element("p", { className: "check-plate", text: `${plate.slice(0, 2)}·${plate.slice(2)}` }),
    element("p", { className: "check-route", text: route }),
    element("p", { text: [classes.get(passClass), days].filter(Boolean).join(" · ") }),
    element("p", { className: "check-number", text: number }),
  ];
}

// -- the camera --------------------------------------------------------------------------------

const button = part("scan");
if (navigator.mediaDevices?.getUserMedia) button.hidden = false;
button.addEventListener("click", async () => {
  if (scanning) return stopScanning();
  tell("");
  part("camera").hidden = false;
  button.querySelector("span").textContent = words.stop;
  scanning = scan(part("video"));
  try {
    const found = await scanning.code;
    if (found) await judge(found);
  } catch (error) {
    tell(say(words.noCamera, { reason: error.message || error.name }), "warning");
  }
  return stopScanning();
});

function stopScanning() {
  scanning?.stop();
  scanning = null;
  part("camera").hidden = true;
  button.querySelector("span").textContent = words.scan;
}

// -- passages ----------------------------------------------------------------------------------

try { post.value ||= localStorage.getItem(POST) ?? ""; } catch { /* asked for each time */ }
post.addEventListener("change", () => {
  try { localStorage.setItem(POST, post.value); } catch { /* asked for each time */ }
});

part("note").addEventListener("click", async ({ target }) => {
  const pressed = target.closest("[data-direction]");
  if (!pressed || !last?.claims) return;
  if (!post.value.trim()) {
    tell(words.needsPost, "danger");
    post.focus();
    return;
  }
  const { number, plate } = last.claims;
  // One press, one passage: what is shown can be noted once.
  part("note").hidden = true;
  await keepPassage({
    key: newKey(), account, number, plate, at: new Date(now() * 1000).toISOString(),
    post: post.value.trim(), direction: pressed.dataset.direction, verdict: last.reason, refused: "",
  });
  last = null;
  code.value = "";
  tell(say(words.noted, { plate, direction: pressed.textContent.trim() }), "success");
  await askForSync();
  await sync();
});

async function showWaiting() {
  const waiting = await waitingPassages();
  part("waiting").hidden = !waiting.length;
  part("waiting-count").textContent = say(words.waiting, { n: waiting.length });
  const refused = waiting.find((one) => one.refused);
  if (refused) tell(say(words.notTaken, { reason: refused.refused }), "danger");
}

async function askForSync() {
  try {
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("qixin-passages");
  } catch { /* no background sync here: the page sends by itself */ }
}

// -- going out ---------------------------------------------------------------------------------

let running = null;
const sync = () => (running ??= syncOnce().finally(() => { running = null; }));

async function syncOnce() {
  try {
    await flushPassages();
    await use(await fetchTrust(issuer));
    part("sign-in").hidden = true;
  } catch (error) {
    if (error instanceof SignedOut) {
      part("sign-in").hidden = false;
      tell(words.signIn, "warning");
    } else if (!(error instanceof Offline)) throw error;
  } finally {
    await showWaiting();
    showAge();
  }
}

function tell(sentence, tone = "") {
  said.textContent = sentence;
  said.dataset.tone = tone;
}

window.addEventListener("online", sync);
document.addEventListener("visibilitychange", () => { if (!document.hidden) sync(); });
setInterval(sync, FETCH_EVERY);
setInterval(async () => { showAge(); if (!part("waiting").hidden) await sync(); }, RETRY_EVERY);
part("send-now").addEventListener("click", sync);
navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data.passages) showWaiting(); });
// The reader of codes waits in the cache for a day without a network.
if (!("BarcodeDetector" in window)) window.requestIdleCallback?.(() => import("jsqr"));
navigator.serviceWorker?.register("/sw.js").catch(() => { /* refused by the browser: the page works without */ });
keptTrust().then((kept) => (kept?.issuer === issuer ? use(kept) : undefined)).catch(() => {}).then(sync);
