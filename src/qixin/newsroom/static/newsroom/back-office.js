// Wagtail's choosers have a submit button for screen readers alone, whose word is written in English.
const { search, signedOut } = document.currentScript.dataset;

function word() {
  for (const button of document.querySelectorAll('.submit > input[type="submit"][value="Search"]')) button.value = search;
}

// a chooser comes after the page, in a dialog
new MutationObserver(word).observe(document.documentElement, { childList: true, subtree: true });
word();

// An editor that stays open outlives its sign-in. Signing in again elsewhere changes the token that
// every form carries: what is sent takes the one of now, or nothing typed here could be saved any more.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
let waits = false;

document.addEventListener("w-autosave:save", (event) => {
  if (token() && event.detail?.formData) event.detail.formData.set("csrfmiddlewaretoken", token());
});
document.addEventListener(
  "submit",
  (event) => {
    const field = event.target.querySelector?.('input[name="csrfmiddlewaretoken"]');
    if (field && token()) field.value = token();
  },
  true,
);
document.addEventListener("w-autosave:success", () => {
  waits = false;
});
document.addEventListener("w-autosave:error", async () => {
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  const answer = await fetch(form.action, { redirect: "manual", headers: { Accept: "text/html" }, method: "HEAD" }).catch(() => null);
  if (answer?.type !== "opaqueredirect") return;
  waits = true;
  const said = document.querySelector(".footer__save-warning p");
  if (said) said.textContent = signedOut;
});
// back from the window where one has signed in
window.addEventListener("focus", () => {
  if (waits) document.querySelector("form[data-edit-form]")?.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, detail: { type: "edits" } }));
});
