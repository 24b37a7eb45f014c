// The map on which one sets the place with a tap. Without tiles the outline and the towns' names are the map.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "../css/map.css";
import { boundary, towns } from "./ground.js";

export function drawMap(box, chosen) {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--ui-accent").trim();
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
  const outline = boundary ? L.geoJSON(boundary, { interactive: false, style: { color: colour, weight: 2, fillOpacity: 0.06 } }).addTo(map) : null;
  if (outline) map.fitBounds(outline.getBounds(), { animate: false });
  else map.setView([36.82, 118.3], 11);
  if (!box.dataset.tiles) names(map);
  let pin;
  const place = (where) => {
    pin?.remove();
    pin = L.circleMarker(where, { radius: 10, color: "#fff", weight: 2, fillColor: "#c2352b", fillOpacity: 1 }).addTo(map);
    if (!map.getBounds().contains(where) || map.getZoom() < 11) map.setView(where, Math.max(map.getZoom(), 11), { animate: false });
  };
  map.on("click", ({ latlng }) => {
    const { lat, lng } = latlng.wrap();
    chosen(lng, lat);
  });
  return { pin: place };
}

function names(map) {
  const written = towns.filter(({ lng, lat }) => lng !== null && lat !== null).map(({ name, lng, lat }) => {
    const icon = L.divIcon({ className: "place-name", html: "", iconSize: null });
    const written = Object.assign(document.createElement("span"), { textContent: name });
    L.marker([lat, lng], { interactive: false, keyboard: false, icon }).addTo(map).getElement().append(written);
    return written;
  });
  const thinOut = () => {
    const shown = [];
    for (const one of written) {
      const box = one.getBoundingClientRect();
      const hidden = shown.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
      one.style.visibility = hidden ? "hidden" : "";
      if (!hidden) shown.push(box);
    }
  };
  map.on("zoomend", thinOut);
  thinOut();
}
