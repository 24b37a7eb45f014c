// An inspection or a visit on the telephone: every item answered, with or without a network, kept at each touch
// and sent once.
import "./css/capture.css";
import { prepared, refusal } from "./capture/files.js";
import { newKey } from "./capture/keys.js";
import { discard, everything, keep, kindOf } from "./capture/queue.js";
import { element, say, words } from "./capture/words.js";
import { keepThisPage } from "./safety/offline.js";
import { askForSync, startSending } from "./safety/sending.js";

const page = document.getElementById("spot");
const part = (name) => page.querySelector(`[data-${name}]`);
const form = part("form");
const { kind, about, name } = page.dataset;
const account = Number(page.dataset.account);
const days = JSON.parse(document.getElementById("spot-days").textContent);
const limits = { image: Number(page.dataset.imageBytes), clip: 0 };
const mostPhotos = Number(page.dataset.mostPhotos);
const blocks = () => [...form.querySelectorAll("[data-item], [data-again], [data-loose]")];
let thing = null; // what the queue keeps of this page
let keeping = Promise.resolve();
let lastDraft = keeping;

// -- the draft ---------------------------------------------------------------------------------

const begun = () => ({
  key: newKey(), kind, about, name, page: location.pathname, account, fields: {}, files: [], at: Date.now(),
  state: "draft", reason: "", values: {},
});

function saveDraft() {
  if (thing.state !== "draft") return;
  thing.values = values();
  form.setAttribute("aria-busy", "true"); // until the telephone has it
  const mine = keeping.then(() => keep(thing)).catch(() => tell(words.quota, "danger"));
  keeping = lastDraft = mine;
  mine.then(() => lastDraft === mine && form.removeAttribute("aria-busy"));
}

// Each control by its name; rows that were added are numbered as they stand.
function values() {
  const found = { rows: {} };
  for (const box of form.querySelectorAll("[data-rows]")) found.rows[box.dataset.rows] = box.children.length;
  for (const control of form.elements) {
    if (!control.name || control.type === "file") continue;
    if ((control.type === "radio" || control.type === "checkbox") && !control.checked) continue;
    found[control.name] = control.value;
  }
  return found;
}

function fill({ rows = {}, ...held }) {
  for (const [rowKind, count] of Object.entries(rows)) for (let n = 0; n < count; n += 1) addRow(rowKind);
  for (const control of form.elements) {
    if (!(control.name in held) || control.type === "file") continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = control.value === held[control.name];
    else control.value = held[control.name];
  }
}

form.addEventListener("input", changed);
form.addEventListener("change", changed);

function changed({ target }) {
  if (target.type === "file") return;
  const block = target.closest("[data-item], [data-again], [data-loose]");
  if (block) {
    if (target.matches("[data-severity]")) proposeDeadline(block, true);
    shape(block);
  }
  showProgress();
  saveDraft();
}

// -- an item -----------------------------------------------------------------------------------

const answer = (block) => block.querySelector("[data-verdict]:checked")?.value ?? "";
const needsMending = (block) => block.matches("[data-loose]") || ["not_ok", "not_cleared"].includes(answer(block));

// What is asked about an item depends on its answer.
function shape(block) {
  block.dataset.answer = answer(block);
  const more = block.querySelector("[data-more]");
  if (more) more.hidden = !answer(block) || answer(block) === "not_applicable" || answer(block) === "later";
  const mending = block.querySelector("[data-mending]");
  if (mending) mending.hidden = !needsMending(block);
  if (needsMending(block)) proposeDeadline(block, false);
}

function proposeDeadline(block, again) {
  const due = block.querySelector("[data-due]");
  if (!due || (due.value && !again)) return;
  const severity = block.querySelector("[data-severity]")?.value || block.dataset.severity;
  due.value = dayAfter(days[severity]);
}

function dayAfter(count) {
  const day = new Date(Date.now() + count * 86_400_000);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part_) => String(part_).padStart(2, "0")).join("-");
}

function showProgress() {
  const items = [...form.querySelectorAll("[data-item]")];
  const done = items.filter(answer).length;
  part("progress").textContent = items.length ? say(words.progress, { n: done, m: items.length }) : "";
  part("bar").style.inlineSize = `${items.length ? (100 * done) / items.length : 100}%`;
  const found = blocks().filter(needsMending).length;
  part("found").textContent = found ? say(words.found, { n: found }) : "";
}

// -- photos ------------------------------------------------------------------------------------

form.addEventListener("change", async ({ target }) => {
  if (target.type !== "file") return;
  const block = target.closest("[data-photos]");
  const picked = [...target.files];
  target.value = ""; // the same photo may be chosen again
  for (const file of picked) {
    const reason = photosOf(block).length >= mostPhotos ? say(words.tooMany, { m: mostPhotos }) : refused(file);
    if (reason) {
      tell(reason, "danger");
      continue;
    }
    const { key, blob, name: called, type } = await prepared(file);
    thing.files.push({ key, blob, name: called, type, of: block.dataset.photos, sent: false, refused: "" });
  }
  showPhotos(block);
  saveDraft();
});

const refused = (file) => (file.type.startsWith("video/") ? say(words.notMedia, { name: file.name }) : refusal(file, limits));
const photosOf = (block) => thing.files.filter((file) => file.of === block.dataset.photos);

function showPhotos(block) {
  block.querySelector("[data-chosen]").replaceChildren(...photosOf(block).map((file) => {
    const url = URL.createObjectURL(file.blob);
    const picture = element("img", { src: url, alt: "", onload: () => URL.revokeObjectURL(url) });
    const label = say(words.remove, { name: file.name });
    const remove = element("button", { type: "button", className: "btn-close", title: label, onclick: () => {
      thing.files = thing.files.filter((other) => other !== file);
      showPhotos(block);
      saveDraft();
    } });
    remove.setAttribute("aria-label", label);
    return element("li", {}, picture, remove);
  }));
}

// -- rows that are added: hazards of no item, promises, questions ----------------------------------

form.addEventListener("click", ({ target }) => {
  const add = target.closest("[data-add]");
  if (add) {
    addRow(add.dataset.add).querySelector("textarea, input, select").focus();
    showProgress();
    saveDraft();
  }
  const drop = target.closest("[data-drop]");
  if (drop) {
    const row = drop.closest("[data-row]");
    const owner = row.querySelector("[data-photos]")?.dataset.photos;
    if (owner) thing.files = thing.files.filter((file) => file.of !== owner);
    row.remove();
    showProgress();
    saveDraft();
  }
});

function addRow(rowKind) {
  const box = form.querySelector(`[data-rows="${rowKind}"]`);
  const made = document.getElementById(`row-${rowKind}`).content.cloneNode(true);
  // Numbered as they stand, so that a draft finds its rows; a number is never used for two.
  const number = Math.max(-1, ...[...box.children].map((row) => Number(row.dataset.row))) + 1;
  for (const node of made.querySelectorAll("[name], [id], [for], [data-photos]")) {
    for (const attribute of ["name", "id", "for", "data-photos"]) {
      if (node.hasAttribute(attribute)) node.setAttribute(attribute, node.getAttribute(attribute).replace("N", number));
    }
  }
  const row = made.firstElementChild;
  row.dataset.row = number;
  box.append(row);
  if (row.matches("[data-loose]")) shape(row);
  return row;
}

// -- sending -----------------------------------------------------------------------------------

const field = (block, wanted) => block.querySelector(`[data-field="${wanted}"]`)?.value.trim() ?? "";
const keys = (block) => {
  const owner = block.querySelector("[data-photos]") ?? block;
  return owner.dataset.photos ? photosOf(owner).map((file) => file.key) : [];
};
const each = (selector, make) => [...form.querySelectorAll(selector)].map(make);

function composed() {
  const chosen = (wanted) => form.querySelector(`[name="${wanted}"]:checked`)?.value ?? "";
  const working = chosen("working");
  const fields = {
    at: new Date().toISOString(),
    findings: each("[data-item]", (block) => ({
      item: Number(block.dataset.item), verdict: answer(block), note: field(block, "note"), photos: keys(block),
      ...(answer(block) === "not_ok" && { severity: field(block, "severity"), due_on: field(block, "due") }),
    })),
    loose: each("[data-loose]", (block) => ({
      text: field(block, "text"), severity: field(block, "severity"), due_on: field(block, "due"), photos: keys(block),
    })),
    looked_again: each("[data-again]", (block) => block).filter((block) => ["cleared", "not_cleared"].includes(answer(block))).map((block) => ({
      hazard: block.dataset.again, is_cleared: answer(block) === "cleared", note: field(block, "note"), photos: keys(block),
      ...(answer(block) === "not_cleared" && { due_on: field(block, "due") }),
    })),
    remark: form.elements.remark.value,
  };
  if (working) fields.is_working = working === "yes";
  if (working === "no" && form.elements.idle_since.value) fields.idle_since = form.elements.idle_since.value;
  if (kind === "visit") {
    fields.promises = each("[data-promise]", (row) => ({ what: field(row, "what"), by_whom: field(row, "by"), due_on: field(row, "due") }));
    fields.judged = each("[data-judged]", (row) => row).filter(answer).map((row) => ({ promise: Number(row.dataset.judged), is_kept: answer(row) === "kept" }));
    fields.asked = each("[data-asked]", (row) => ({ kind: field(row, "kind"), title: field(row, "title"), text: field(row, "text") }));
  }
  return fields;
}

// What is missing, as the block where it is and a sentence.
function missing() {
  const open = form.querySelector("[data-item]:not(:has([data-verdict]:checked))");
  if (open) return [open, words.unanswered];
  for (const block of blocks().filter(needsMending)) {
    const due = block.querySelector("[data-due]");
    if (!due.value || due.value < due.min) return [block, words.deadline];
    if (block.matches("[data-again]") && !field(block, "note")) return [block, words.sayWhat];
    if (block.matches("[data-loose]") && !field(block, "text")) return [block, words.sayWhat];
  }
  for (const row of form.querySelectorAll("[data-promise]")) {
    if (!field(row, "what") || !field(row, "due")) return [row, words.promise];
  }
  for (const row of form.querySelectorAll("[data-asked]")) if (!field(row, "title")) return [row, words.sayWhat];
  return null;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const problem = missing();
  if (problem) {
    tell(problem[1], "danger");
    problem[0].scrollIntoView({ block: "center" });
    problem[0].querySelector("input, textarea, select")?.focus({ preventScroll: true });
    return;
  }
  await keeping;
  const fields = composed();
  const shown = new Set([...fields.findings, ...fields.loose, ...fields.looked_again].flatMap(({ photos }) => photos));
  const files = thing.files.filter(({ key }) => shown.has(key));
  const sending = { ...thing, fields, files, values: values(), state: "waiting", at: Date.now() };
  try {
    await keep(sending);
  } catch {
    tell(words.quota, "danger");
    return;
  }
  thing = sending;
  showState();
  await askForSync();
  await go();
}, true);

// -- what became of it -------------------------------------------------------------------------

function showState(news = {}) {
  const waits = thing.state === "waiting" || thing.state === "received";
  form.hidden = waits || thing.state === "sent";
  part("waiting").hidden = !waits;
  part("sign-in").hidden = !news.signedOut;
  if (thing.state === "refused") tell(say(words.refused, { reason: thing.reason }), "danger");
  else if (waits) tell(news.signedOut ? words.signIn : words.kept, "warning");
}

async function heard(news) {
  if (!thing) return;
  const receipt = news.sent?.find((one) => one.kind === kind && one.about === about);
  if (receipt) {
    thing.state = "sent";
    showState();
    showReceipt(receipt);
    return;
  }
  // The page, its twin in another tab or the service worker may have sent it: the queue knows.
  if (thing.state === "draft" || thing.state === "sent") return;
  const held = (await everything()).find((one) => one.key === thing.key);
  if (held) thing = held;
  if (held?.state === "refused") reopen();
  showState(news);
}

function showReceipt({ number, url, notice, refused: photos }) {
  tell(say(words.sent, { number }), "success");
  part("said").append(" ", element("a", { href: url, text: words.see }));
  for (const text of [notice, ...photos.map((file) => say(words.fileRefused, file))].filter(Boolean)) {
    part("said").append(element("span", { className: "ui-error", text }));
  }
}

// Not taken: what was written stands in the form again, under the same key, to be mended and sent anew.
function reopen() {
  thing = { ...thing, state: "draft", files: thing.files.map((file) => ({ ...file, sent: false, refused: "" })) };
  keeping = keeping.then(() => keep(thing));
  form.hidden = false;
  part("waiting").hidden = true;
  tell(say(words.refused, { reason: thing.reason }), "danger");
}

function tell(sentence, tone = "") {
  const said = part("said");
  said.textContent = sentence;
  said.dataset.tone = tone;
  if (sentence && tone) said.scrollIntoView({ block: "nearest" });
}

// -- beginning ---------------------------------------------------------------------------------

part("send-now").addEventListener("click", () => go());
part("anew").addEventListener("click", async () => {
  if (!confirm(words.discardSure)) return;
  await keeping;
  await discard(thing.key);
  location.reload();
});

async function begin() {
  const own = (await everything()).filter((one) => kindOf(one) === kind && one.about === about && one.account === account);
  thing = own.at(-1) ?? begun();
  part("anew").hidden = !own.length;
  fill(thing.values ?? {});
  for (const block of form.querySelectorAll("[data-photos]")) showPhotos(block);
  for (const block of blocks()) shape(block);
  showProgress();
  if (thing.state === "refused") reopen();
  else showState();
  page.dataset.ready = "";
}

const go = startSending(heard);
begin().then(go);
keepThisPage().then((kept) => { part("offline").hidden = !kept; }).catch(() => { /* refused by the browser: the page works without */ });
