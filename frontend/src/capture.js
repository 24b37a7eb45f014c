// The reporting page on the phone: three taps, and nothing is lost.
import "./css/capture.css";
import { prepared, refusal } from "./capture/files.js";
import { newKey } from "./capture/keys.js";
import { showWaiting } from "./capture/list.js";
import { flush, Offline, SignedOut } from "./capture/outbox.js";
import { discard, isQuota, keep } from "./capture/queue.js";
import { element, say, words } from "./capture/words.js";
import { startPlace } from "./place/place.js";

const RETRY_EVERY = 30_000;
const AN_HOUR = 3_600_000;
const form = document.getElementById("capture");
const said = document.getElementById("said");
const chosen = form.querySelector("[data-chosen]");
const offer = form.querySelector("[data-time-offer]");
const account = Number(form.dataset.account);
const limits = { image: Number(form.dataset.imageBytes), clip: Number(form.dataset.clipBytes) };
const text = form.elements.text;
const input = form.elements.files;
const draftName = `qixin-draft-${account}`;
let files = [];
let photoTime = null;
let reading = Promise.resolve();

// Nobody knows where it is: its fields stand open.
form.addEventListener("place:unknown", () => { form.querySelector("[data-more]").open = true; });
const place = startPlace(form, { atOnce: true, remembers: true });
let signedOut = false; // what waits goes out only after signing in again
const list = () => showWaiting(account, { signedOut, takeBack, refresh: list });

// -- the draft ---------------------------------------------------------------------------------

function saveDraft() {
  try { localStorage.setItem(draftName, text.value); } catch { /* the text is still on the page */ }
}
function readDraft() {
  try { return localStorage.getItem(draftName) ?? ""; } catch { return ""; }
}
text.value ||= readDraft();
text.addEventListener("input", saveDraft);

// -- photos and clips --------------------------------------------------------------------------

input.addEventListener("change", () => {
  const picked = [...input.files];
  input.value = ""; // the same photo may be chosen again
  reading = reading.then(() => addFiles(picked));
});

async function addFiles(picked) {
  tell("");
  for (const file of picked) {
    const reason = files.length >= Number(form.dataset.most) ? say(words.tooMany, { m: form.dataset.most }) : refusal(file, limits);
    if (reason) {
      tell(reason, "danger");
      continue;
    }
    const ready = await prepared(file);
    files.push(ready);
    if (ready.place) place.fromPhoto(ready.place);
    offerTime(ready);
  }
  showFiles();
}

function showFiles() {
  chosen.replaceChildren(...files.map((file) => {
    const url = URL.createObjectURL(file.blob);
    const preview = file.type.startsWith("image/")
      ? element("img", { src: url, alt: "", onload: () => URL.revokeObjectURL(url) })
      : element("span", { className: "capture-clip", text: file.name });
    const label = say(words.remove, { name: file.name });
    const remove = element("button", { type: "button", className: "btn-close", title: label, onclick: () => {
      files = files.filter((other) => other !== file);
      showFiles();
    } });
    remove.setAttribute("aria-label", label);
    return element("li", {}, preview, remove);
  }));
}

function offerTime({ takenAt }) {
  if (!takenAt || Date.now() - Date.parse(takenAt) < AN_HOUR || photoTime) return;
  photoTime = takenAt;
  offer.hidden = false;
  offer.querySelector("span").textContent = say(words.offerTime, {
    time: new Date(takenAt).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }),
  });
}

// -- sending -----------------------------------------------------------------------------------

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  await reading;
  const problem = whatIsWrong();
  if (problem) return tell(problem, "danger");
  const report = composed();
  try {
    await keep(report);
  } catch (error) {
    if (!isQuota(error) && error.name !== "InvalidStateError" && error.name !== "UnknownError") throw error;
    return sendUnkept();
  }
  clear();
  await list();
  await askForSync();
  await go();
}, true);

function whatIsWrong() {
  if (!text.value.trim() && !files.length) return words.empty;
  const most = Number(form.dataset.longest);
  return text.value.length > most ? say(words.tooLong, { n: text.value.length, m: most }) : "";
}

function composed() {
  const wanted = form.elements.occurred_at.value;
  const fromPhoto = photoTime && offer.querySelector("input").checked ? photoTime : null;
  const { lng, lat } = form.elements;
  return {
    key: newKey(), account, files, at: Date.now(), state: "waiting", reason: "",
    fields: {
      text: text.value,
      occurred_at: wanted || fromPhoto || new Date().toISOString(),
      lng: lng.value ? Number(lng.value) : null,
      lat: lat.value ? Number(lat.value) : null,
      area: place.code(),
      address: form.elements.address.value,
      is_urgent: form.elements.is_urgent.checked,
    },
  };
}

// The browser cannot keep it (full, or private browsing): the form goes out as it is.
function sendUnkept() {
  if (!navigator.onLine) return tell(words.quota, "danger");
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(new File([file.blob], file.name, { type: file.type }));
  input.files = transfer.files;
  HTMLFormElement.prototype.submit.call(form);
}

function clear() {
  text.value = "";
  try { localStorage.removeItem(draftName); } catch { /* nothing was kept */ }
  files = [];
  photoTime = null;
  offer.hidden = true;
  offer.querySelector("input").checked = false;
  for (const name of ["occurred_at", "address"]) form.elements[name].value = "";
  form.elements.is_urgent.checked = false;
  showFiles();
  place.again();
}

async function takeBack(report) {
  text.value = [text.value, report.fields.text].filter((part) => part.trim()).join("\n");
  saveDraft();
  files.push(...report.files.filter((file) => !files.includes(file)));
  showFiles();
  await discard(report.key);
  await list();
  text.focus();
}

let again = false;
let running = false;

async function go() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    do {
      again = false;
      // the service worker may be sending: then this waits for its turn
      if (!document.getElementById("waiting").hidden) tell(words.sending);
      const sent = await flush(progress);
      signedOut = false;
      await showSent(sent);
    } while (again);
  } catch (error) {
    if (error instanceof SignedOut) {
      signedOut = true;
      await list();
      tell(words.signIn, "warning");
    } else if (error instanceof Offline) {
      await list();
      if (!document.getElementById("waiting").hidden) tell(words.kept, "warning");
    } else throw error;
  } finally {
    running = false;
  }
}

function progress({ step, n, m, share }) {
  if (step !== "file") return tell(words.sending);
  tell(say(share ? words.sendingShare : words.sendingFile, { n, m, percent: `${Math.floor(100 * share)} %` }));
}

async function showSent(things) {
  const sent = things.filter(({ kind }) => kind === "report");
  await list();
  if (!sent.length) {
    if (said.textContent === words.sending) tell("");
    return;
  }
  const report = sent.slice(-1)[0];
  tell(say(words.sent, { number: report.number }), "success");
  said.append(" ", element("a", { href: report.url, text: words.see }));
  const notes = sent.flatMap((one) => [
    one.notice,
    ...one.refused.map((file) => say(words.fileRefused, file)),
  ]).filter(Boolean);
  for (const note of notes) said.append(element("span", { className: "ui-error", text: note }));
}

function tell(sentence, tone = "") {
  said.textContent = sentence;
  said.dataset.tone = tone;
  if (sentence && tone) said.scrollIntoView({ block: "nearest" });
}

async function askForSync() {
  try {
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("qixin-outbox");
  } catch { /* no background sync here: the page sends by itself */ }
}

window.addEventListener("online", go);
document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
setInterval(async () => { if (!document.getElementById("waiting").hidden) await go(); }, RETRY_EVERY);
document.querySelector("[data-send-now]").addEventListener("click", go);
navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data.sent) showSent(data.sent); });
// The map's code waits in the cache for a day without a network.
window.requestIdleCallback?.(() => import("./place/picker.js"));
navigator.serviceWorker?.register("/sw.js").catch(() => { /* refused by the browser: the page works without */ });
list().then(go);
