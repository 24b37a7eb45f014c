"""What the pictures of docs/planning/ have in common: letters, colours, a search's curve."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from qixin.planning.run import Point

DOCS = Path(__file__).parents[2] / "docs" / "planning"

INK, PALE, GRID = "#222222", "#6b6b6b", "#e3e3e3"
BLUE, ORANGE, GREEN, RED = "#1b6ca8", "#c2571a", "#2e7d32", "#b3261e"
LIGHT_BLUE, LIGHT_ORANGE = "#c9dff0", "#f7d9c4"
FONT = "'Noto Sans', 'DejaVu Sans', sans-serif"


def sheet(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    """A whole picture on white, so that it can be read on a dark page too; its title on top."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" font-family="{FONT}" '
        f'font-size="12" fill="{INK}">'
    )
    return "\n".join([
        head,
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        f'<text x="16" y="26" font-size="15" font-weight="600">{escape(title)}</text>',
        *parts, "</svg>", "",
    ])  # fmt: skip


def text(x: float, y: float, told: str, *, at: str = "start", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{at}" fill="{colour}">{escape(told)}</text>'


def gap_curve(
    curve: Sequence[Point], seconds: float, *, left: float, top: float, width: float, high: float,
    unit: str = "", scale: float = 1.0, bounded: bool = True,
) -> list[str]:  # fmt: skip
    """The best cost so far and, where `bounded`, the bound, over the logarithm of time.

    `scale`: units of cost to one of `unit` on the axis. What lies between the lines is the gap.
    """
    points = [point for point in curve if math.isfinite(point.cost)]
    first = max(points[0].seconds, 1e-3)
    last = max(seconds, first * 2)
    most = points[0].cost
    shown = [p.bound for p in points if bounded and math.isfinite(p.bound)]
    least = min([points[-1].cost, *shown])

    def x(when: float) -> float:
        return left + width * math.log(max(when, first) / first) / math.log(last / first)

    def y(cost: float) -> float:
        return top + high * (most - cost) / max(1e-9, most - least)

    cost = _steps([(x(p.seconds), y(p.cost)) for p in points], left + width)
    parts = _axes(first, last, x, left=left, top=top, width=width, high=high)
    if shown:
        bound = _steps(
            [(x(p.seconds), y(p.bound)) for p in points if math.isfinite(p.bound)], left + width
        )
        between = " ".join(f"{a:.1f},{b:.1f}" for a, b in (*cost, *reversed(bound)))
        parts += [
            f'<polygon points="{between}" fill="{LIGHT_BLUE}" opacity="0.45"/>',
            _line(bound, ORANGE),
        ]
    parts.append(_line(cost, BLUE))
    for level in {most, points[-1].cost} | ({least} if shown else set()):
        told = f"{level / scale:,.0f}{unit}"
        parts.append(text(left - 8, y(level) + 4, told, at="end", colour=PALE))
    parts.append(text(left + width + 8, y(points[-1].cost) - 2, "cost", colour=BLUE))
    if shown:
        low = max(y(shown[-1]) + 4, y(points[-1].cost) + 12)
        parts.append(text(left + width + 8, low, "bound", colour=ORANGE))
    return parts


def _line(spots: Sequence[tuple[float, float]], colour: str) -> str:
    told = " ".join(f"{a:.1f},{b:.1f}" for a, b in spots)
    return f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _steps(spots: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """A staircase: each height holds until the next is found."""
    told = [spots[0]]
    for across, down in spots[1:]:
        told += [(across, told[-1][1]), (across, down)]
    return [*told, (end, told[-1][1])]


def _axes(
    first: float, last: float, x: Callable[[float], float], *, left: float, top: float,
    width: float, high: float,
) -> list[str]:  # fmt: skip
    """A line below, and a mark at each power of ten and thrice that."""
    parts = [f'<path d="M{left} {top}V{top + high}H{left + width}" fill="none" stroke="{PALE}"/>']
    for power in range(math.floor(math.log10(first)), math.ceil(math.log10(last)) + 1):
        for when in (10.0**power, 3 * 10.0**power):
            if first <= when <= last:
                parts.append(f'<path d="M{x(when):.1f} {top}v{high}" stroke="{GRID}"/>')
                told = f"{when:g} s" if when >= 1 else f"{when * 1000:g} ms"
                parts.append(text(x(when), top + high + 16, told, at="middle", colour=PALE))
    return parts
