"""Draws docs/planning/routes.svg: a disinfection round on a map, and how its cost fell."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qixin.planning.routes.generate import disinfection
from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.routes.result import Kind, RoutesResult, Tour
from qixin.planning.routes.solve import solve
from qixin.planning.stop import MaxRuntime

SIDE, EDGE, CURVE = 640, 30, 170
TARGET = Path(__file__).parents[2] / "docs" / "planning" / "routes.svg"
COLOURS = (
    "#1b6ca8", "#c2571a", "#2e7d32", "#7b3fa0", "#a02b4f", "#00797a", "#8a6d00", "#4a4a8f",
    "#b23b3b", "#3d6b1f", "#9c4f96", "#5b5b5b",
)  # fmt: skip


def draw() -> str:
    """Tours in colours, what is left out as crosses, and below how the cost fell."""
    problem = disinfection(places=240, squads=12, depots=3, seed=5)
    result = solve(problem, stop=MaxRuntime(30), seed=1)
    if result.tours is None or problem.points is None:
        raise ValueError("there are no tours to draw")
    points = problem.points
    low, high = points.min(axis=0), points.max(axis=0)
    at = (points - low) * ((SIDE - 2 * EDGE) / (high - low).max()) + EDGE
    at[:, 1] = SIDE - at[:, 1]
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE + CURVE}"'
            ' font-family="sans-serif" font-size="13" fill="#222">'
        ),
        f'<rect width="{SIDE}" height="{SIDE + CURVE}" fill="#fff"/>',
    ]
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
            f'<text x="{x + 9:.1f}" y="{y + 5:.1f}">{depot.id}</text>'
        )
    return "\n".join([*parts, _curve(result), "</svg>"]) + "\n"


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


def _curve(result: RoutesResult) -> str:
    """Cost over time: logarithmic in time, from the first answer to the last."""
    found = [(max(point.seconds, 0.1), point.cost) for point in result.curve if point.cost < 1e18]
    found.append((max(result.seconds, 0.2), found[-1][1]))
    first, last = np.log(found[0][0]), np.log(found[-1][0])
    most, least = found[0][1], found[-1][1]

    def spot(seconds: float, cost: float) -> tuple[float, float]:
        x = 90 + (np.log(seconds) - first) / max(1e-9, last - first) * (SIDE - 130)
        y = SIDE + 30 + (most - cost) / max(1.0, most - least) * (CURVE - 75)
        return x, y

    steps, before = [], None
    for seconds, cost in found:
        x, y = spot(seconds, cost)
        if before is not None:
            steps.append(f"{x:.1f},{before:.1f}")
        steps.append(f"{x:.1f},{y:.1f}")
        before = y
    low = SIDE + CURVE - 45
    labels = [
        f'<text x="84" y="{SIDE + 34}" text-anchor="end">{most / 1000:,.0f} km</text>',
        f'<text x="84" y="{low + 4}" text-anchor="end">{least / 1000:,.0f} km</text>',
        f'<text x="90" y="{low + 22}">{found[0][0]:.1f} s</text>',
        f'<text x="{SIDE - 40}" y="{low + 22}" text-anchor="end">{found[-1][0]:.0f} s</text>',
        (
            f'<text x="{SIDE / 2}" y="{low + 38}" text-anchor="middle">way and the prices of'
            f" {len(result.left_out())} places left out (×), best so far over time</text>"
        ),
    ]
    line = f'<polyline points="{" ".join(steps)}" fill="none" stroke="#1b6ca8" stroke-width="2"/>'
    axis = f'<path d="M90 {SIDE + 20}V{low + 6}H{SIDE - 40}" fill="none" stroke="#888"/>'
    return axis + line + "".join(labels)


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
