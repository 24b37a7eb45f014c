// data-dialog="id" opens a <dialog>; data-close closes the one it stands in; so does its backdrop.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) return open(event, opener);
    if (event.target.closest("[data-close]")) return event.target.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });
  // a form inside that went well closes its dialog
  document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
    if (detail.successful && detail.xhr.status !== 422) target.closest?.("dialog[data-close-after]")?.close();
  });
}

function open(event, opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}
