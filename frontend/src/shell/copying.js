// data-copy="text" copies it. Pages over plain http have no clipboard API, hence the old way too.
import { say } from "./strings.js";
import { toast } from "./toasts.js";

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new DOMException("copy", "NotAllowedError");
}

export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await copy(button.dataset.copy);
      toast(say("copied"), { tone: "success" });
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      toast(say("not_copied"), { tone: "warning" });
    }
  });
}
