"""`qixin bench planning`: a few instances of every engine beside its peer, in a quarter of an hour.

It prints the tables of docs/benchmarks.md. Which instances are taken is by their names' patterns,
evenly over those that the folder has; no engine knows of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path

import click

from qixin.bench.contests.commands import Runs, figure, share
from qixin.bench.contests.contest import OURS
from qixin.bench.contests.running import Entry, contest_of
from qixin.planning.stop import gap

SHORT = 10.0  # seconds below which hundredths are told


@dataclass(frozen=True)
class Part:
    """So many instances of a pattern, each for so many seconds, beside its peers."""

    engine: str
    pattern: str
    count: int
    seconds: int
    peers: tuple[str, ...] = ()


# a quarter of an hour where every run but the peers' easy ones takes its seconds
PARTS = (
    Part("rosters", "Instance*", 4, 25, ("ortools",)),
    Part("rosters", "district-1200", 1, 60),
    Part("pairing", "t*-100000x10000", 2, 20, ("ortools",)),
    Part("links", "district-122", 1, 20),
    Part("routes", "X-*", 3, 30, ("pyvrp",)),
    Part("portfolio", "j30_*", 4, 10, ("ortools",)),
    Part("portfolio", "j60_*", 3, 20, ("ortools",)),
    Part("portfolio", "j120_*", 2, 30, ("ortools",)),
    Part("portfolio", "MPLIB*", 2, 30, ("ortools",)),
    Part("portfolio", "district-100", 1, 60),
)


@click.command("planning")
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the public instances of all engines, with best_known.json in it.",
)
@click.option("--seed", default=0, show_default=True)
def planning(data: Path, seed: int) -> None:
    """Every planning engine beside its peer, as tables for docs/benchmarks.md; 15 minutes."""
    faults = False
    for part in PARTS:
        contest = contest_of(part.engine)
        paths = spread(contest.instances(data), part)
        if not paths:
            click.echo(f"{part.engine}: there is no {part.pattern} in {data}", err=True)
            continue
        runs = Runs(contest, data, paths, (OURS, *part.peers), part.seconds, seed)
        click.echo(f"\n{part.engine}, {part.seconds} s each\n")
        for line, entries in table(runs.entries(), part.peers):
            click.echo(line)
            faults = faults or any(entry.faults for entry in entries)
    if faults:
        sys.exit(1)


def spread(there: Mapping[str, Path], part: Part) -> dict[str, Path]:
    """As many of the pattern's instances as the part wants, evenly over their order."""
    names = [name for name in there if fnmatch(name, part.pattern)]
    count = min(part.count, len(names))
    return {name: there[name] for name in (names[at * len(names) // count] for at in range(count))}


def table(entries: Iterator[Entry], peers: tuple[str, ...]) -> Iterator[tuple[str, list[Entry]]]:
    """Markdown lines, an instance each as soon as all its runs are done; then the means."""
    heads = ["instance", "best known", "cost", "over it", "bound", "gap", "s", "MB"]
    for peer in peers:
        heads += [peer, "over it", "s"]
    yield f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}", []
    seen: dict[str, list[float]] = {}
    for name, runs in groupby(entries, key=lambda entry: entry.name):
        done = list(runs)
        for entry in done:
            if entry.gap is not None:
                seen.setdefault(entry.solver, []).append(entry.gap)
        yield _line([name, figure(done[0].best_known), *(c for e in done for c in _cells(e))]), done
    if seen:
        ours, *theirs = (_mean(seen.get(solver)) for solver in (OURS, *peers))
        columns = ["mean", "", "", ours, "", "", "", ""]
        yield _line(columns + [cell for mean in theirs for cell in ("", mean, "")]), []


def _cells(entry: Entry) -> list[str]:
    found = figure(entry.cost) + "".join(f" **{fault}**" for fault in entry.faults)
    own = [found, share(entry.gap)]
    if entry.solver == OURS:
        own += [figure(entry.bound), share(gap(entry.cost, entry.bound))]
    own.append(f"{entry.seconds:.2f}" if entry.seconds < SHORT else f"{entry.seconds:.0f}")
    return [*own, f"{entry.memory:.0f}"] if entry.solver == OURS else own


def _mean(gaps: list[float] | None) -> str:
    return share(sum(gaps) / len(gaps)) if gaps else ""


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
