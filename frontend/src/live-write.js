// Writing an entry on the spot: photos are made smaller before they travel, and over a bad network
// the words stay where they are; the same entry sent again is one, by its key.
import { prepared } from "./capture/files.js";

const form = document.querySelector("[data-live-write]");
const input = form?.querySelector("input[type=file]");
const shown = form?.querySelector("[data-live-photos]");
const DRAFT = `live-draft-${location.pathname}`;
const text = form?.querySelector("textarea[name=text]");
let photos = [];

input?.addEventListener("change", async () => {
  photos = await Promise.all([...input.files].map(prepared));
  shown.replaceChildren(...photos.map(({ blob, name }) => {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(blob);
    image.alt = name;
    return image;
  }));
});

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  const failed = form.querySelector("[data-live-failed]");
  const body = new FormData(form);
  body.delete("photos");
  for (const { blob, name } of photos) body.append("photos", blob, name);
  button.disabled = true;
  failed.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (answer.redirected && answer.ok) {
      forget();
      location.assign(answer.url);
      return;
    }
    // what has to be mended is told by the page that came back
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const error = page.querySelector("[data-live-write] .alert, [data-live-write] .ui-error, main .alert, main p");
    failed.textContent = error?.textContent.trim() || failed.textContent;
    failed.hidden = false;
  } catch {
    failed.hidden = false;
  }
  button.disabled = false;
});

// A page that the telephone threw away comes back with its words.
function kept() {
  try {
    return localStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

function forget() {
  try {
    localStorage.removeItem(DRAFT);
  } catch {
    // nothing was kept
  }
}

if (text && !text.value) text.value = kept();
text?.addEventListener("input", () => {
  try {
    localStorage.setItem(DRAFT, text.value);
  } catch {
    // a private window keeps nothing
  }
});
