// data-dialog="id" opens a <dialog>; data-close closes the one it stands in; so does its backdrop.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) return open(event, opener);
    const closer = event.target.closest("[data-close]");
    if (closer) return close(event, closer);
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });
  // what was fetched into a dialog opens it
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    const dialog = target.closest?.("dialog[data-open-when-filled]");
    if (dialog && !dialog.open) dialog.showModal();
  });
  // a form inside that went well closes its dialog
  document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
    if (detail.successful && detail.xhr.status !== 422) target.closest?.("dialog[data-close-after]")?.close();
  });
}

// a link that leads back where there is no dialog stays here where there is one
function close(event, closer) {
  const dialog = closer.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
}

function open(event, opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}
