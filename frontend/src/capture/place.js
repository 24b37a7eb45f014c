// Where the report is: from the phone, from a photo, or from a tap on the map. Coordinates are WGS-84.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { say, words } from "./words.js";

export function startPlace(form) {
  const lng = form.elements.lng, lat = form.elements.lat, area = form.elements.area;
  const said = form.querySelector("[data-place-said]");
  const locate = form.querySelector("[data-locate]");
  const more = form.querySelector("[data-more]");
  let chosenByHand = false;
  let map;

  const set = (x, y, sentence, byHand) => {
    chosenByHand = byHand;
    lng.value = x.toFixed(6);
    lat.value = y.toFixed(6);
    said.textContent = sentence;
    map?.pin([y, x]);
  };
  const fromPhone = () => {
    if (!navigator.geolocation) return unknown();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (!chosenByHand) set(coords.longitude, coords.latitude, say(words.here, { metres: Math.round(coords.accuracy) }), false);
      },
      unknown,
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  };
  const unknown = () => {
    if (!lng.value) said.textContent = words.noPlace;
  };

  locate.hidden = false;
  locate.addEventListener("click", () => { chosenByHand = false; fromPhone(); });
  more.addEventListener("toggle", () => {
    if (!more.open || map) return;
    map = drawMap(form.querySelector("[data-map]"), (x, y) => set(x, y, words.pinned, true));
    if (lng.value) map.pin([lat.value, lng.value]);
  });
  area.value ||= remembered() ?? "";
  area.addEventListener("change", () => remember(area.value));
  fromPhone();
  return {
    fromPhoto: ([x, y]) => { if (!chosenByHand && !lng.value) set(x, y, words.fromPhoto, false); },
    again: () => { chosenByHand = false; lng.value = lat.value = ""; fromPhone(); },
  };
}

function drawMap(box, chosen) {
  box.hidden = false;
  const boundary = JSON.parse(document.getElementById("district-boundary").textContent);
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--ui-accent").trim();
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
  const outline = boundary ? L.geoJSON(boundary, { interactive: false, style: { color: colour, weight: 2, fillOpacity: 0.06 } }).addTo(map) : null;
  if (outline) map.fitBounds(outline.getBounds(), { animate: false });
  else map.setView([36.82, 118.3], 11);
  let pin;
  const place = (where) => {
    pin?.remove();
    pin = L.circleMarker(where, { radius: 10, color: "#fff", weight: 2, fillColor: "#c2352b", fillOpacity: 1 }).addTo(map);
    if (!map.getBounds().contains(where) || map.getZoom() < 13) map.setView(where, Math.max(map.getZoom(), 13), { animate: false });
  };
  map.on("click", ({ latlng }) => {
    const { lat, lng } = latlng.wrap();
    chosen(lng, lat);
  });
  return { pin: place };
}

// A correspondent sends mostly from the same town.
function remembered() {
  try { return localStorage.getItem("qixin-area"); } catch { return null; }
}
function remember(code) {
  try { localStorage.setItem("qixin-area", code); } catch { /* a browser that keeps nothing */ }
}
