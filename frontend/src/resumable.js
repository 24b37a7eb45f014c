// A large file goes ahead of its form, in pieces (tus): it begins when the file is chosen, and what has arrived
// stays when the network breaks or the page is closed. Without scripts the form sends the file itself.
import { Upload, defaultOptions } from "tus-js-client";

const MEGABYTE = 1024 * 1024;
const PIECE = 4 * MEGABYTE;
const WAITS = [0, 1000, 2000, 5000, 10000, 20000, 30000];

const form = document.querySelector("form[data-resumable]");
const box = form.querySelector("[data-transfer]");
const panel = box.querySelector("[data-transfer-panel]");
const earlier = box.querySelector("[data-transfer-earlier]");
const input = form.querySelector("input[type=file]");
const named = form.querySelector("input[name=transfer]");
const pause = panel.querySelector("[data-transfer-pause]");
const resume = panel.querySelector("[data-transfer-resume]");
const { endpoint, kind, account } = box.dataset;
const most = Number(box.dataset.most);
const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
const PREFIX = `qixin-${account}-${kind}-`;
const storage = defaultOptions.urlStorage;
let upload = null;
let submitted = false; // the form waits for its file

box.hidden = false;

// -- what is shown -----------------------------------------------------------------------------

function show(state, said) {
  panel.hidden = false;
  panel.dataset.state = state;
  // Broken off before the server has said where it lies, it would be begun a second time.
  pause.hidden = !upload?.url || (state !== "sending" && state !== "waiting");
  resume.hidden = state !== "paused" && state !== "stopped";
  const sentence = said || box.dataset[`word${state[0].toUpperCase()}${state.slice(1)}`];
  panel.querySelector("[data-said]").textContent = submitted && state === "sending" ? box.dataset.wordThen : sentence;
  form.toggleAttribute("aria-busy", submitted);
}

function showShare(arrived, whole) {
  const percent = whole ? Math.floor((100 * arrived) / whole) : 0;
  panel.querySelector("progress").value = percent;
  panel.querySelector("[data-percent]").textContent = `${percent} % · ${megabytes(arrived)} / ${megabytes(whole)} MB`;
}

const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

// -- sending -----------------------------------------------------------------------------------

async function begin(file) {
  forget();
  earlier.hidden = true;
  panel.querySelector("[data-name]").textContent = file.name;
  showShare(0, file.size);
  if (!file.size) return show("refused", box.dataset.wordEmpty);
  if (file.size > most) return show("refused", box.dataset.wordLarge);
  const mine = new Upload(file, {
    endpoint,
    headers,
    chunkSize: PIECE,
    retryDelays: WAITS,
    metadata: { filename: file.name.slice(-120), kind },
    // The file itself cannot be remembered: whoever chooses it again is known by this.
    fingerprint: async () => `${PREFIX}${file.name}-${file.size}-${file.lastModified}`,
    onChunkComplete: (_size, arrived, whole) => showShare(arrived, whole),
    onUploadUrlAvailable: () => upload === mine && show("sending"),
    onShouldRetry: (error) => {
      const again = mayComeBack(error) && navigator.onLine;
      if (again && upload === mine) show("waiting");
      return again;
    },
    onProgress: () => upload === mine && panel.dataset.state === "waiting" && show("sending"),
    onError: (error) => upload === mine && failed(error),
    onSuccess: () => upload === mine && arrived(mine, file),
  });
  upload = mine;
  show("sending");
  const [found] = await mine.findPreviousUploads();
  if (upload !== mine) return;
  if (found) mine.resumeFromPreviousUpload(found);
  mine.start();
}

// What the server refuses for good is not asked again; a full disk may have room later, but not in a minute.
function mayComeBack(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status < 400 || [409, 423, 429].includes(status) || (status >= 500 && status !== 507);
}

function failed(error) {
  const answer = error.originalResponse;
  const isSentence = answer?.getHeader("Content-Type")?.startsWith("text/plain");
  if (answer && isSentence && [400, 413].includes(answer.getStatus())) {
    submitted = false;
    forgetUrl(upload);
    upload = null;
    return show("refused", answer.getBody());
  }
  show(!answer && !navigator.onLine ? "waiting" : "stopped", isSentence ? answer.getBody() : "");
}

function arrived(mine, file) {
  showShare(file.size, file.size);
  named.value = mine.url.replace(/\/$/, "").split("/").pop();
  show("done");
  if (submitted) form.requestSubmit();
}

function forget() {
  upload?.abort();
  upload = null;
  named.value = "";
}

async function forgetUrl(mine) {
  for (const found of await mine.findPreviousUploads()) storage.removeUpload(found.urlStorageKey);
}

input.addEventListener("change", () => (input.files[0] ? begin(input.files[0]) : forget()));

pause.addEventListener("click", async () => {
  await upload?.abort();
  show("paused");
  resume.focus();
});

resume.addEventListener("click", () => {
  show("sending");
  upload?.start();
  pause.focus();
});

window.addEventListener("online", () => {
  if (!upload || !["waiting", "stopped"].includes(panel.dataset.state)) return;
  upload.abort().then(() => {
    show("sending");
    upload.start();
  });
});

window.addEventListener("offline", () => {
  if (upload && panel.dataset.state === "sending") show("waiting");
});

panel.querySelector("[data-transfer-discard]").addEventListener("click", async () => {
  const mine = upload;
  submitted = false;
  forget();
  input.value = "";
  input.required = true;
  panel.hidden = true;
  form.removeAttribute("aria-busy");
  input.focus();
  if (!mine) return;
  forgetUrl(mine);
  if (mine.url) remove(mine.url);
});

// The file need not wait for the form, nor the form for the file.
form.addEventListener("submit", (event) => {
  if (named.value) {
    input.disabled = true;
    return;
  }
  if (!upload && panel.dataset.state !== "refused") return;
  event.preventDefault();
  if (!upload) return input.focus();
  submitted = true;
  show(panel.dataset.state);
});

window.addEventListener("pageshow", () => {
  input.disabled = false;
});

// -- what was begun before the page was closed ---------------------------------------------------

const remove = (url) =>
  fetch(url, { method: "DELETE", headers: { ...headers, "Tus-Resumable": "1.0.0" } }).catch(() => null);

async function lookBack() {
  const all = await storage.findAllUploads();
  const mine = all.filter(({ urlStorageKey }) => urlStorageKey.startsWith(`tus::${PREFIX}`));
  mine.sort((one, other) => new Date(other.creationTime) - new Date(one.creationTime));
  for (const one of mine) {
    const answer = await fetch(one.uploadUrl, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => null);
    if (answer && [404, 410].includes(answer.status)) storage.removeUpload(one.urlStorageKey);
    else if (answer?.ok) return upload ? null : offer(one, Number(answer.headers.get("Upload-Offset")));
  }
  return null;
}

function offer(one, arrivedBytes) {
  if (named.value) {
    // the form came back with something to mend; its file need not be sent again
    panel.querySelector("[data-name]").textContent = one.metadata.filename;
    showShare(arrivedBytes, one.size);
    return show("done");
  }
  earlier.hidden = false;
  earlier.querySelector("[data-name]").textContent = one.metadata.filename;
  earlier.querySelector("[data-percent]").textContent = `${Math.floor((100 * arrivedBytes) / one.size)} %`;
  earlier.querySelector("[data-transfer-discard]").onclick = () => {
    earlier.hidden = true;
    storage.removeUpload(one.urlStorageKey);
    remove(one.uploadUrl);
  };
}

lookBack();
