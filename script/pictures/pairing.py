"""Draws docs/planning/pairing.svg: people on a map, each with a line to their officer."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qixin.planning.pairing.generate import town
from qixin.planning.pairing.solve import solve
from qixin.planning.stop import MaxRuntime

SIDE, EDGE, FOOT = 640, 30, 70
TARGET = Path(__file__).parents[2] / "docs" / "planning" / "pairing.svg"


def draw() -> str:
    """People as dots with a line to their officer; officers as rings that fill with their load."""
    problem = town(people=420, officers=36, seed=11, villages=6, filled=0.9)
    result = solve(problem, stop=MaxRuntime(20))
    if result.officer_of is None:
        raise ValueError("there is no pairing to draw")
    both = np.concatenate((problem.people.places, problem.officers.places))
    low, high = both.min(axis=0), both.max(axis=0)
    scale = (SIDE - 2 * EDGE) / (high - low).max()
    here = (problem.people.places - low) * scale + EDGE
    there = (problem.officers.places - low) * scale + EDGE
    load = np.bincount(result.officer_of, minlength=len(there))
    nearest = np.linalg.norm(here[:, None] - there[None], axis=2).argmin(axis=1)
    away = nearest != result.officer_of
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE + FOOT}"'
            ' font-family="sans-serif" font-size="13" fill="#222">'
        ),
        f'<rect width="{SIDE}" height="{SIDE + FOOT}" fill="#fff"/>',
    ]
    for (x, y), officer, far in zip(here, result.officer_of, away, strict=True):
        u, v = there[officer]
        colour = "#c2571a" if far else "#9db4c8"
        parts.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{u:.1f}" y2="{v:.1f}" stroke="{colour}"'
            ' stroke-width="0.9"/>'
        )
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="#33566f"/>' for x, y in here]
    for (x, y), count, room in zip(there, load, problem.officers.capacity, strict=True):
        full = count >= room
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{"#f7d9c4" if full else "#e8f1e4"}"'
            f' stroke="{"#c2571a" if full else "#4b7a3a"}" stroke-width="1.5"/>'
            f'<text x="{x:.1f}" y="{y + 3:.1f}" font-size="9" text-anchor="middle">{count}</text>'
        )
    foot = SIDE + 8
    parts += [
        (
            f'<circle cx="40" cy="{foot + 8}" r="10" fill="#f7d9c4" stroke="#c2571a"/>'
            f'<text x="58" y="{foot + 13}">officer, full (number: people)</text>'
        ),
        (
            f'<circle cx="270" cy="{foot + 8}" r="10" fill="#e8f1e4" stroke="#4b7a3a"/>'
            f'<text x="288" y="{foot + 13}">officer with room</text>'
        ),
        (
            f'<line x1="420" y1="{foot + 8}" x2="450" y2="{foot + 8}" stroke="#c2571a"/>'
            f'<text x="458" y="{foot + 13}">not the nearest officer</text>'
        ),
        (
            f'<text x="30" y="{foot + 44}">{len(here)} people, {len(there)} officers:'
            f" {result.cost / len(here):.0f} m a person, proven least"
            f" ({int(away.sum())} are not with their nearest)</text>"
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
