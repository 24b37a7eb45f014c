// Pictures and clips of a .ui-gallery open in one <dialog>; arrow keys go on, Escape closes.
import { say } from "./strings.js";

let items = [];
let at = 0;

export function startGallery() {
  const dialog = document.getElementById("lightbox");
  if (!dialog) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".ui-gallery a[data-kind=image], .ui-gallery a[data-kind=video]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    items = [...link.closest(".ui-gallery").querySelectorAll("a[data-kind=image], a[data-kind=video]")];
    show(dialog, items.indexOf(link));
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) show(dialog, at + Number(step.dataset.step));
  });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowRight") show(dialog, at + 1);
    if (key === "ArrowLeft") show(dialog, at - 1);
  });
  dialog.addEventListener("close", () => dialog.querySelector("[data-stage]").replaceChildren());
}

function show(dialog, index) {
  at = (index + items.length) % items.length;
  const link = items[at];
  const video = link.dataset.kind === "video";
  const media = document.createElement(video ? "video" : "img");
  media.src = link.href;
  if (video) media.controls = true;
  else media.alt = link.querySelector("img")?.alt ?? "";
  dialog.querySelector("[data-stage]").replaceChildren(media);
  dialog.querySelector("[data-caption]").textContent = link.dataset.caption || "";
  dialog.querySelector("[data-count]").textContent =
    say("n_of_m").replace("{n}", at + 1).replace("{m}", items.length);
  for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = items.length < 2;
}
