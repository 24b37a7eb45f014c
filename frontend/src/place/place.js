// Where it is: as the phone says, as a photo says, by a tap on the map, or chosen by name. What a person chose stands.
import "../css/place.css";
import { startChoosing } from "./choosing.js";
import { isInside, nearestTown } from "./ground.js";

const TIMEOUT = 15_000;
// A browser may ask for leave, and never say that nobody answered.
const PATIENCE = 20_000;
// Metres: what is known less exactly (by the network alone) may lie in another town.
const ROUGH = 2_000;
const PERMISSION_DENIED = 1;

export function startPlace(form, { atOnce, remembers = false }) {
  const words = JSON.parse(document.getElementById("place-words").textContent);
  const { lng, lat } = form.elements;
  const chosen = startChoosing(form, words);
  const line = form.querySelector("[data-place-said]");
  const locate = form.querySelector("[data-locate]");
  const fold = form.querySelector("[data-map-fold]");
  const canLocate = window.isSecureContext && Boolean(navigator.geolocation);
  let pointByHand = Boolean(lng.value);
  let townByHand = Boolean(chosen.code()) || Boolean(form.elements.which);
  let map;

  const tell = (sentence, values) => {
    line.textContent = chosen.said(sentence, values);
    line.closest("[hidden]")?.removeAttribute("hidden");
  };
  const set = (x, y, sentence, values) => {
    lng.value = x.toFixed(6);
    lat.value = y.toFixed(6);
    map?.pin([y, x]);
    if (!isInside(x, y)) {
      if (!townByHand) chosen.clear();
      return tell(words.outside);
    }
    if (!townByHand) chosen.choose(nearestTown(x, y)?.code ?? "");
    tell(sentence, values);
  };
  const unknown = (sentence) => {
    if (lng.value) return;
    if (chosen.code()) tell(townByHand ? words.chosen : words.remembered);
    else {
      tell(sentence);
      form.dispatchEvent(new CustomEvent("place:unknown", { bubbles: true }));
    }
  };

  // -- the phone ---------------------------------------------------------------------------------
  const fromPhone = () => {
    if (!canLocate) return unknown(words.choose);
    let answered = false;
    locate.disabled = !atOnce;
    if (!atOnce) tell(words.looking);
    const over = (act) => (given) => {
      answered = true;
      locate.disabled = false;
      act(given);
    };
    setTimeout(() => { if (!answered) over(() => unknown(words.noAnswer))(); }, PATIENCE);
    navigator.geolocation.getCurrentPosition(over(found), over(refused), { enableHighAccuracy: true, timeout: TIMEOUT, maximumAge: 60_000 });
  };
  const found = ({ coords: { longitude, latitude, accuracy } }) => {
    if (pointByHand) return;
    if (accuracy > ROUGH) return unknown(words.rough);
    set(longitude, latitude, words.here, { metres: Math.round(accuracy) });
  };
  const refused = ({ code }) => unknown(code === PERMISSION_DENIED ? words.denied : words.noAnswer);

  locate.hidden = !canLocate;
  locate.addEventListener("click", () => {
    pointByHand = townByHand = false;
    fromPhone();
  });

  // -- by hand -----------------------------------------------------------------------------------
  fold.hidden = false;
  fold.addEventListener("toggle", async () => {
    if (!fold.open || map) return;
    const { drawMap } = await import("./picker.js");
    map = drawMap(fold.querySelector("[data-map]"), (x, y) => {
      pointByHand = true;
      townByHand = false;
      set(x, y, words.pinned);
    });
    if (lng.value) map.pin([lat.value, lng.value]);
  });
  form.addEventListener("change", ({ target }) => {
    if (target !== chosen.town && target !== chosen.community) return;
    townByHand = Boolean(chosen.code());
    if (townByHand) tell(words.chosen);
    else if (!lng.value) tell(words.choose);
    if (remembers) remember(chosen.code());
  });

  if (remembers && !townByHand && !lng.value) chosen.choose(remembered());
  if (atOnce && !pointByHand) fromPhone();
  return {
    code: chosen.code,
    fromPhoto: ([x, y]) => { if (!pointByHand && !lng.value) set(x, y, words.fromPhoto); },
    again: () => {
      pointByHand = townByHand = false;
      lng.value = lat.value = "";
      fromPhone();
    },
  };
}

// A correspondent sends mostly from the same town; where the phone finds another, that one counts.
function remembered() {
  try { return localStorage.getItem("qixin-area") ?? ""; } catch { return ""; }
}
function remember(code) {
  try { localStorage.setItem("qixin-area", code); } catch { /* a browser that keeps nothing */ }
}
