// "?" shows the keys; "/" goes to the search; data-key="x" gives a button or link its key.
import { isVisible } from "./visible.js";

function typing(target) {
  return target.isContentEditable || target.closest("input, textarea, select, dialog[open] form");
}

function keyed(key) {
  const all = [...document.querySelectorAll("[data-key]")];
  return all.find((element) => element.dataset.key === key && isVisible(element));
}

function listKeys(dialog) {
  const list = dialog.querySelector("[data-keys]");
  list.querySelectorAll("[data-own]").forEach((row) => row.remove());
  for (const element of document.querySelectorAll("main [data-key]")) {
    const row = document.createElement("div");
    row.dataset.own = "";
    const key = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.textContent = element.dataset.key;
    key.append(kbd);
    const what = document.createElement("dd");
    what.textContent = element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();
    row.append(key, what);
    list.append(row);
  }
}

export function startKeyboard() {
  const help = document.getElementById("keyboard-help");
  document.addEventListener("click", (event) => {
    if (help && event.target.closest("[data-dialog=keyboard-help]")) listKeys(help);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?" && help) {
      listKeys(help);
      help.showModal();
    } else if (event.key === "/" && document.querySelector("[data-search]")) {
      event.preventDefault();
      document.querySelector("[data-search]").focus();
    } else {
      const element = keyed(event.key);
      if (!element) return;
      event.preventDefault();
      element.matches("input, textarea, select") ? element.focus() : element.click();
    }
  });
}
