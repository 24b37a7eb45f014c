"""What a benchmark found, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import median

import click
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One line of docs/benchmarks.md. `asked` is empty where nothing was asked for."""

    name: str
    measured: str
    asked: str = ""
    how: str = ""


def show(figures: Iterable[Figure], *, form: str) -> None:
    """Print each figure as soon as it is there; `form` is table, json (lines) or markdown."""
    if form == "table":
        return _as_table(list(figures))
    if form == "markdown":
        click.echo("| what | asked | measured | how |\n|---|---|---|---|")
    for one in figures:
        if form == "json":
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
        else:
            click.echo(f"| {one.name} | {one.asked} | {one.measured} | {one.how} |")


def _as_table(figures: list[Figure]) -> None:
    table = Table("what", "asked", "measured", "how")
    for one in figures:
        table.add_row(one.name, one.asked, one.measured, one.how)
    Console().print(table)


def ratio(own: list[float], peer: list[float]) -> str:
    """The ratios own/peer pair by pair: median (lowest to highest), then the two medians."""
    pairs = [mine / theirs for mine, theirs in zip(own, peer, strict=True)]
    return (
        f"{median(pairs):.2f} ({min(pairs):.2f} to {max(pairs):.2f}); "
        f"{median(own):,.0f}/s against {median(peer):,.0f}/s"
    )


def percentile(taken: list[float], share: float) -> float:
    """The value that `share` of `taken` do not exceed (nearest rank)."""
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
