// Short messages in the live region. Errors stay until closed; the rest leave after eight seconds.
import { say } from "./strings.js";

const STAY_MS = 8000;
const ICONS = { success: "circle-check", danger: "alert-octagon", warning: "alert-triangle", info: "info-circle" };

export function toast(text, { tone = "info" } = {}) {
  const region = document.getElementById("toasts");
  if (!region) return;
  const box = document.createElement("div");
  box.className = `ui-toast ui-toast-${tone}`;
  box.setAttribute("role", tone === "danger" ? "alert" : "status");
  const words = document.createElement("span");
  words.className = "ui-toast-text";
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.setAttribute("aria-label", say("close"));
  box.append(icon(region, ICONS[tone] ?? ICONS.info), words, close);
  region.append(box);
  arm(box, tone);
}

function icon(region, name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${region.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

function arm(box, tone) {
  box.querySelector(".btn-close")?.addEventListener("click", () => box.remove());
  if (tone !== "danger" && tone !== "warning") setTimeout(() => box.remove(), STAY_MS);
}

export function startToasts() {
  document.querySelectorAll("#toasts .ui-toast").forEach((box) => arm(box, box.dataset.tone));
  document.addEventListener("qixin:toast", ({ detail }) => {
    for (const message of detail.messages ?? [detail]) toast(message.text, { tone: message.tone });
  });
}
