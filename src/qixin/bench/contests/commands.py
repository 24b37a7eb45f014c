"""`qixin bench rosters|pairing|links|routes|portfolio`: ours and a peer on the same instances."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from statistics import mean
from time import monotonic

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from qixin.bench.contests.contest import OURS, Contest
from qixin.bench.contests.running import Entry, contest_of, enter, over
from qixin.planning.run import Point
from qixin.planning.stop import gap

STILL_WIDTH = 160  # columns of a table that goes to a file


def contest_command(engine: str, told: str, *, seconds: int) -> click.Command:
    """The command of one engine's contest."""

    @click.command(engine, help=told)
    @click.option(
        "--data",
        required=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of the public instances, with best_known.json in it or above it.",
    )
    @click.option("--seconds", default=seconds, show_default=True, help="Limit of each run.")
    @click.option("--instances", default="", help="Names, separated by commas; all without it.")
    @click.option("--peer", "peers", multiple=True, help="Also run this solver; may be repeated.")
    @click.option("--seed", default=0, show_default=True)
    @click.option(
        "--answers",
        type=click.Path(file_okay=False, path_type=Path),
        help="Write each answer here, in the public format of its set.",
    )
    @click.option("--json", "as_json", is_flag=True, help="One JSON object an entry.")
    def command(
        data: Path, seconds: int, instances: str, peers: tuple[str, ...], seed: int,
        answers: Path | None, as_json: bool,
    ) -> None:  # fmt: skip
        contest = contest_of(engine)
        _known_peers(contest, peers)
        runs = Runs(
            contest, data, _chosen(contest, data, instances), (OURS, *peers), seconds, seed, answers
        )
        seen = _as_lines(runs) if as_json else _as_table(runs)
        if any(entry.faults for entry in seen):
            sys.exit(1)

    return command


def _known_peers(contest: Contest, peers: Iterable[str]) -> None:
    for peer in peers:
        if peer not in contest.peers:
            there = ", ".join(contest.peers) or "none"
            raise click.BadParameter(f"{peer} is no peer here; there are: {there}")
        wanted = contest.missing[peer]() if peer in contest.missing else ""
        if wanted:
            raise click.UsageError(f"{peer} needs {wanted}")


def _chosen(contest: Contest, data: Path, names: str) -> dict[str, Path]:
    there = contest.instances(data)
    wanted = [name.strip() for name in names.split(",") if name.strip()] or list(there)
    for name in wanted:
        if name not in there:
            raise click.BadParameter(f"there is no instance {name} in {data}")
    if not wanted:
        raise click.BadParameter(f"there are no instances of this set in {data}")
    return {name: there[name] for name in wanted}


@dataclass(frozen=True)
class Now:
    """The run at work: its best known cost, since when it searches, what it told last."""

    name: str
    solver: str
    best_known: float | None
    since: float
    point: Point | None = None


@dataclass
class Runs:
    """Every solver on every instance, in turn; `now` is the one at work."""

    contest: Contest
    data: Path
    paths: dict[str, Path]
    solvers: tuple[str, ...]
    seconds: float
    seed: int = 0
    answers: Path | None = None
    now: Now | None = None

    def entries(self) -> Iterator[Entry]:
        for name, path in self.paths.items():
            known = self.contest.best_known(self.data, name)
            for solver in self.solvers:
                self.now = Now(name, solver, known, monotonic())
                entry = enter(
                    self.contest.name, path, solver=solver, seconds=self.seconds, seed=self.seed,
                    best_known=known, answers=self.answers, on_progress=self._hear,
                )  # fmt: skip
                self.now = None
                yield entry

    def _hear(self, point: Point) -> None:
        # the search's own clock runs on between two points
        if self.now is not None:
            self.now = replace(self.now, point=point, since=monotonic() - point.seconds)


def _as_lines(runs: Runs) -> list[Entry]:
    seen = []
    for entry in runs.entries():
        click.echo(json.dumps(entry.as_json(), ensure_ascii=False))
        seen.append(entry)
    return seen


def _as_table(runs: Runs) -> list[Entry]:
    """A table that grows and moves on a terminal; elsewhere a line a run, and the table at last."""
    console = Console()
    if not console.is_terminal or console.is_dumb_terminal:
        return _as_still_table(runs, Console(width=STILL_WIDTH))
    seen: list[Entry] = []
    with Live(
        get_renderable=lambda: table(seen, runs.now), console=console, refresh_per_second=2
    ) as live:
        for entry in runs.entries():
            seen.append(entry)
            live.refresh()
    return seen


def _as_still_table(runs: Runs, console: Console) -> list[Entry]:
    seen = []
    for entry in runs.entries():
        seen.append(entry)
        told = f"cost {figure(entry.cost)}, bound {figure(entry.bound)}, {entry.seconds:.1f} s"
        click.echo(f"{entry.name}, {entry.solver}: {told}", err=True)
    console.print(table(seen))
    return seen


def table(seen: list[Entry], now: Now | None = None) -> Table:
    """The runs that are done, the one at work as far as it has told, and means over all."""
    shown = Table(
        "instance", "solver", "cost", "bound", "gap", "best known", "over it", "s", "MB", "check"
    )
    for entry in seen:
        shown.add_row(
            entry.name, entry.solver, figure(entry.cost), figure(entry.bound),
            share(gap(entry.cost, entry.bound)), figure(entry.best_known), share(entry.gap),
            f"{entry.seconds:.1f}", f"{entry.memory:.0f}", "; ".join(entry.faults) or "✓",
        )  # fmt: skip
    if now is not None:
        shown.add_row(*_row(now), style="dim")
    for solver in dict.fromkeys(entry.solver for entry in seen):
        gaps = [e.gap for e in seen if e.solver == solver and e.gap is not None]
        if gaps:
            shown.add_row("mean", solver, "", "", "", "", share(mean(gaps)), "", "", "")
    return shown


def _row(now: Now) -> tuple[str, ...]:
    took, known, point = f"{monotonic() - now.since:.1f}", now.best_known, now.point
    if point is None:
        return (now.name, now.solver, "", "", "", figure(known), "", took, "", "loads")
    return (
        now.name, now.solver, figure(point.cost), figure(point.bound), share(point.gap),
        figure(known), share(over(point.cost, known)), took, "", "searches",
    )  # fmt: skip


def figure(amount: float | None) -> str:
    if amount is None or not isfinite(amount):
        return "–"
    return f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"


def share(part: float | None) -> str:
    return "–" if part is None or not isfinite(part) else f"{part:+.2%}"
