// A double click sends once; leaving a page with typed text asks first.
const sent = new WeakSet();

export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[hx-post],[hx-put],[hx-delete]")) return;
    if (sent.has(form)) return event.preventDefault();
    if (event.defaultPrevented) return;
    sent.add(form);
    form.dataset.sending = "true";
  });
  // back from the page that followed: the form may be sent again
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    for (const form of document.querySelectorAll("form[data-sending]")) {
      sent.delete(form);
      delete form.dataset.sending;
    }
  });
  // what htmx has sent and the server took leaves with the page: nobody is asked whether to stay
  document.addEventListener("htmx:beforeOnLoad", ({ target, detail }) => {
    if (target.matches("form") && detail.xhr.getResponseHeader("HX-Redirect")) target.dataset.sending = "true";
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-submit-on-change]")) target.form.requestSubmit();
  });
  foldOnPhones();
  guardTypedText();
}

function foldOnPhones() {
  if (!matchMedia("(max-width: 575.98px)").matches) return;
  for (const fold of document.querySelectorAll("details[data-fold-on-phone=closed]")) fold.open = false;
}

function guardTypedText() {
  const edited = (form) =>
    !form.dataset.sending &&
    [...form.elements].some((field) => field.defaultValue !== undefined &&
      field.type !== "hidden" && field.type !== "checkbox" && field.type !== "radio" &&
      field.value !== field.defaultValue);
  window.addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("form[data-guard]")].some(edited)) event.preventDefault();
  });
}
