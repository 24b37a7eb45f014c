"""Draws docs/planning/routes.svg: a disinfection round on a map, and how its cost fell."""

from __future__ import annotations

import numpy as np
from drawing import DOCS, PALE, gap_curve, sheet, text

from qixin.planning.routes.generate import disinfection
from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.routes.result import Kind, Tour
from qixin.planning.routes.solve import solve
from qixin.planning.stop import MaxRuntime

SIDE, EDGE, HEAD, CURVE = 700, 40, 30, 230
COLOURS = (
    "#1b6ca8", "#c2571a", "#2e7d32", "#7b3fa0", "#a02b4f", "#00797a", "#8a6d00", "#4a4a8f",
    "#b23b3b", "#3d6b1f", "#9c4f96", "#5b5b5b",
)  # fmt: skip


def draw() -> str:
    """Tours in colours, what is left out as crosses, and below how the cost fell."""
    problem = disinfection(places=240, squads=12, depots=3, seed=5)
    result = solve(problem, stop=MaxRuntime(18), seed=1)
    if result.tours is None or problem.points is None:
        raise ValueError("there are no tours to draw")
    points = problem.points
    low, high = points.min(axis=0), points.max(axis=0)
    at = (points - low) * ((SIDE - 2 * EDGE) / (high - low).max()) + EDGE
    at[:, 1] = SIDE + HEAD - at[:, 1]
    parts = [text(16, 46, "■ stores   × left out, for their prize", colour=PALE)]
    for number, tour in enumerate(result.tours):
        parts.append(_tour(problem, tour, at, COLOURS[number % len(COLOURS)]))
    for number in result.left_out():
        x, y = at[problem.places[number].at]
        parts.append(
            f'<path d="M{x - 3:.1f} {y - 3:.1f}l6 6m0 -6l-6 6" stroke="#999" stroke-width="1.2"/>'
        )
    for depot in problem.depots:
        x, y = at[depot.at]
        parts.append(
            f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="#222"/>'
            f'<text x="{x + 10:.1f}" y="{y + 5:.1f}" font-weight="600" stroke="#ffffff"'
            f' stroke-width="3" paint-order="stroke">{depot.id}</text>'
        )
    first = next(point for point in result.curve if point.cost < float("inf"))
    known = [point for point in result.curve if point.seconds >= first.seconds]
    told = f"way and prizes of {len(result.left_out())} places left out, best so far"
    parts += [
        text(16, SIDE + HEAD + 24, "the search"),
        *gap_curve(
            known, result.seconds, left=140, top=SIDE + HEAD + 14, width=SIDE - 220, high=120,
            unit=" km", scale=1000, bounded=False,
        ),
        text(SIDE - 80, SIDE + HEAD + 170, told, at="end", colour=PALE),
    ]  # fmt: skip
    squads = sum(vehicle.count for vehicle in problem.vehicles)
    title = f"A round of disinfection: {len(problem.places)} places, {squads} squads"
    return sheet(SIDE, SIDE + CURVE - 14, title, parts)


def _tour(problem: RoutesProblem, tour: Tour, at: np.ndarray, colour: str) -> str:
    vehicle = problem.vehicles[tour.vehicle]
    rows = [problem.depot_row(vehicle.start)]
    dots = []
    for visit in tour.visits:
        row = problem.places[visit.number].at if visit.kind is Kind.PLACE else visit.number
        rows.append(row)
        if visit.kind is Kind.PLACE:
            x, y = at[row]
            dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>')
    rows.append(problem.depot_row(vehicle.end))
    path = " ".join(f"{at[row][0]:.1f},{at[row][1]:.1f}" for row in rows)
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.3"/>'
    return line + "".join(dots)


if __name__ == "__main__":
    (DOCS / "routes.svg").write_text(draw(), encoding="utf-8")
