// A resident's report: the form works without this; with it, the place is easier to say.
import { tooLarge } from "./capture/limits.js";
import { say } from "./capture/words.js";
import { startPlace } from "./place/place.js";

const form = document.getElementById("public-report");
startPlace(form, { atOnce: false });

// Before it travels: the server could say so only after the whole file had come.
const { files } = form.elements;
files.addEventListener("change", () => {
  const limits = { image: Number(files.dataset.imageBytes), clip: Number(files.dataset.clipBytes) };
  const [excess] = [...files.files].map((file) => tooLarge(file, limits)).filter(Boolean);
  files.setCustomValidity(excess ? say(files.dataset.tooLarge, excess) : "");
  files.reportValidity();
});

// A second tap while photos go out must not send twice; back from the next page, it may.
form.addEventListener("submit", (event) => {
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "true";
  form.querySelector("[type=submit]").setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  delete form.dataset.sending;
  form.querySelector("[type=submit]").removeAttribute("aria-busy");
});
