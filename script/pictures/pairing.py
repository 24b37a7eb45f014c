"""Draws docs/planning/pairing.svg: people on a map, each with a line to their officer."""

from __future__ import annotations

import numpy as np
from drawing import DOCS, GREEN, LIGHT_ORANGE, ORANGE, PALE, sheet, text

from qixin.planning.pairing.generate import town
from qixin.planning.pairing.solve import solve
from qixin.planning.stop import MaxRuntime

SIDE, EDGE, HEAD = 700, 40, 40
ROOMY = "#e4f0e2"


def draw() -> str:
    """People as dots with a line to their officer; officers as rings that fill with their load."""
    problem = town(people=420, officers=36, seed=11, villages=6, filled=0.9)
    result = solve(problem, stop=MaxRuntime(20))
    if result.officer_of is None:
        raise ValueError("there is no pairing to draw")
    both = np.concatenate((problem.people.places, problem.officers.places))
    low, high = both.min(axis=0), both.max(axis=0)
    scale = (SIDE - 2 * EDGE) / (high - low).max()
    here = (problem.people.places - low) * scale + (EDGE, EDGE + HEAD)
    there = (problem.officers.places - low) * scale + (EDGE, EDGE + HEAD)
    load = np.bincount(result.officer_of, minlength=len(there))
    nearest = np.linalg.norm(here[:, None] - there[None], axis=2).argmin(axis=1)
    away = nearest != result.officer_of
    parts = _legend()
    for (x, y), officer, far in zip(here, result.officer_of, away, strict=True):
        u, v = there[officer]
        colour = ORANGE if far else "#9db4c8"
        parts.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{u:.1f}" y2="{v:.1f}" stroke="{colour}"'
            ' stroke-width="0.9"/>'
        )
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="#33566f"/>' for x, y in here]
    for (x, y), count, room in zip(there, load, problem.officers.capacity, strict=True):
        full = count >= room
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{LIGHT_ORANGE if full else ROOMY}"'
            f' stroke="{ORANGE if full else GREEN}" stroke-width="1.5"/>'
            f'<text x="{x:.1f}" y="{y + 3:.1f}" font-size="9" text-anchor="middle">{count}</text>'
        )
    told = (
        f"{result.cost / len(here):.0f} m a person, proven least;"
        f" {int(away.sum())} are not with their nearest officer"
    )
    parts.append(text(16, SIDE + HEAD + 16, told, colour=PALE))
    title = f"{len(here)} people and their {len(there)} officers"
    return sheet(SIDE, SIDE + HEAD + 30, title, parts)


def _legend() -> list[str]:
    return [
        f'<circle cx="24" cy="48" r="8" fill="{LIGHT_ORANGE}" stroke="{ORANGE}"/>',
        text(38, 52, "officer, full (number: people)"),
        f'<circle cx="246" cy="48" r="8" fill="{ROOMY}" stroke="{GREEN}"/>',
        text(260, 52, "officer with room"),
        f'<path d="M396 48h30" stroke="{ORANGE}"/>',
        text(434, 52, "not the nearest officer"),
    ]


if __name__ == "__main__":
    (DOCS / "pairing.svg").write_text(draw(), encoding="utf-8")
