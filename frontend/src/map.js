// A map for every <div class="ui-map" data-source="id of a JSON script">. The JSON:
//   { boundary: GeoJSON | null, areas: GeoJSON | null, points: [{lat, lng, label, href, tone, weight}], editable: bool }
// All coordinates WGS-84. Without tiles (data-tiles empty) the boundary alone is the map.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./css/map.css";
import { say } from "./shell/strings.js";

const REDUCED = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--ui-${name}`).trim();
}

function outline(geojson, options) {
  return L.geoJSON(geojson, {
    interactive: false,
    style: () => ({ color: colour("accent"), weight: 2, fillColor: colour("accent"), fillOpacity: 0.06, ...options }),
  });
}

function marker(point) {
  const shape = L.circleMarker([point.lat, point.lng], {
    radius: 5 + Math.min(12, Math.sqrt(point.weight ?? 1)),
    color: colour("surface"),
    weight: 1.5,
    fillColor: colour(point.tone || "accent"),
    fillOpacity: 0.85,
  });
  if (point.label) shape.bindPopup(() => popup(point));
  return shape;
}

function popup({ label, href }) {
  const box = document.createElement(href ? "a" : "span");
  if (href) box.href = href;
  box.textContent = label;
  return box;
}

export function draw(box) {
  const source = document.getElementById(box.dataset.source);
  const { boundary, areas, points = [], centre } = source ? JSON.parse(source.textContent) : {};
  const map = L.map(box, {
    attributionControl: Boolean(box.dataset.tiles),
    zoomControl: false, zoomAnimation: !REDUCED, fadeAnimation: !REDUCED, zoomSnap: 0.25, scrollWheelZoom: false,
  });
  L.control.zoom({ zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution, maxZoom: 18 }).addTo(map);
  const layers = L.featureGroup().addTo(map);
  box.points = L.featureGroup().addTo(layers);
  box.drawnSource = source?.textContent;
  if (boundary) outline(boundary).addTo(layers);
  if (areas) outline(areas, { weight: 1, fillOpacity: 0.02 }).addTo(layers);
  points.forEach((point) => marker(point).addTo(box.points));
  const bounds = layers.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.04), { maxZoom: 15, animate: false });
  else map.setView(centre ?? [36.82, 118.3], 11);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  box.leafletMap = map;
  if (box.dataset.pick) pick(box, map);
  return map;
}

// A kept map (hx-preserve) takes the new points and stays where the reader moved it.
function refresh(box) {
  const text = document.getElementById(box.dataset.source)?.textContent;
  if (!text || text === box.drawnSource) return;
  box.drawnSource = text;
  box.points.clearLayers();
  (JSON.parse(text).points ?? []).forEach((point) => marker(point).addTo(box.points));
}

// data-pick="latitude field's id,longitude field's id": a tap sets the place.
function pick(box, map) {
  const [lat, lng] = box.dataset.pick.split(",").map((id) => document.getElementById(id));
  let pin = null;
  const place = (where) => {
    pin?.remove();
    pin = L.circleMarker(where, { radius: 9, color: colour("surface"), fillColor: colour("danger"), fillOpacity: 1 }).addTo(map);
  };
  if (lat?.value && lng?.value) place([lat.value, lng.value]);
  map.on("click", ({ latlng }) => {
    const { lat: y, lng: x } = latlng.wrap();
    lat.value = y.toFixed(6);
    lng.value = x.toFixed(6);
    lat.dispatchEvent(new Event("change", { bubbles: true }));
    place(latlng);
  });
}

function drawAll(root) {
  for (const box of root.querySelectorAll(".ui-map:not([data-drawn])")) {
    box.dataset.drawn = "true";
    draw(box);
  }
}

drawAll(document);
document.addEventListener("htmx:load", ({ target }) => drawAll(target.parentElement ?? document));
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll(".ui-map[hx-preserve][data-drawn]").forEach(refresh));
document.addEventListener("qixin:theme", () => {
  for (const box of document.querySelectorAll(".ui-map[data-drawn]")) {
    box.leafletMap.remove();
    draw(box);
  }
});
