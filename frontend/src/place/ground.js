// The district's outline and its towns, as the page brings them. Coordinates are WGS-84.
const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

export const towns = read("places") ?? [];
export const boundary = read("district-boundary");

const shapes = boundary?.type === "MultiPolygon" ? boundary.coordinates : boundary ? [boundary.coordinates] : [];

// Without an outline every place counts as inside, as it does on the server.
export const isInside = (x, y) => !shapes.length || shapes.some(([outer, ...holes]) => within(outer, x, y) && !holes.some((hole) => within(hole, x, y)));

function within(ring, x, y) {
  let inside = false;
  ring.forEach(([ax, ay], index) => {
    const [bx, by] = ring[(index || ring.length) - 1];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

// The server's rule: towns' boundaries are not public, so the nearest representative point counts.
export function nearestTown(x, y) {
  const width = Math.cos((y * Math.PI) / 180);
  const away = ({ lng, lat }) => ((lng - x) * width) ** 2 + (lat - y) ** 2;
  return towns.filter((town) => town.lng !== null && town.lat !== null).sort((a, b) => away(a) - away(b))[0];
}
