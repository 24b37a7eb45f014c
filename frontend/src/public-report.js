// A resident's report: the form works without this; with it, the place is easier to say.
import { startPlace } from "./place/place.js";

const form = document.getElementById("public-report");
startPlace(form, { atOnce: false });

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
