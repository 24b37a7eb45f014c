"""`qixin bench rosters|pairing|links|routes|portfolio`: ours and a peer on the same instances."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from qixin.bench.contests.contest import OURS, Contest
from qixin.bench.contests.running import Entry, contest_of, enter


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
        entries = _entries(
            contest, data, _chosen(contest, data, instances), (OURS, *peers),
            seconds=seconds, seed=seed, answers=answers,
        )  # fmt: skip
        seen = _as_lines(entries) if as_json else _as_live_table(entries)
        if any(entry.faults for entry in seen):
            sys.exit(1)

    return command


def _known_peers(contest: Contest, peers: Iterable[str]) -> None:
    for peer in peers:
        if peer not in contest.peers:
            there = ", ".join(contest.peers) or "none"
            raise click.BadParameter(f"{peer} is no peer here; there are: {there}")


def _chosen(contest: Contest, data: Path, names: str) -> dict[str, Path]:
    there = contest.instances(data)
    wanted = [name.strip() for name in names.split(",") if name.strip()] or list(there)
    for name in wanted:
        if name not in there:
            raise click.BadParameter(f"there is no instance {name} in {data}")
    if not wanted:
        raise click.BadParameter(f"there are no instances of this set in {data}")
    return {name: there[name] for name in wanted}


def _entries(
    contest: Contest, data: Path, paths: dict[str, Path], solvers: tuple[str, ...], *,
    seconds: float, seed: int, answers: Path | None,
) -> Iterator[Entry]:  # fmt: skip
    for name, path in paths.items():
        for solver in solvers:
            yield enter(
                contest.name, path, solver=solver, seconds=seconds, seed=seed,
                best_known=contest.best_known(data, name), answers=answers,
            )  # fmt: skip


def _as_lines(entries: Iterable[Entry]) -> list[Entry]:
    seen = []
    for entry in entries:
        click.echo(json.dumps(entry.as_json(), ensure_ascii=False))
        seen.append(entry)
    return seen


def _as_live_table(entries: Iterable[Entry]) -> list[Entry]:
    seen: list[Entry] = []
    with Live(_table(seen), console=Console(), refresh_per_second=2) as live:
        for entry in entries:
            seen.append(entry)
            live.update(_table(seen))
    return seen


def _table(seen: list[Entry]) -> Table:
    table = Table("instance", "solver", "cost", "bound", "best known", "gap", "s", "MB", "check")
    for entry in seen:
        table.add_row(
            entry.name, entry.solver, _figure(entry.cost), _figure(entry.bound),
            _figure(entry.best_known), _share(entry.gap), f"{entry.seconds:.1f}",
            f"{entry.memory:.0f}", "; ".join(entry.faults) or "✓",
        )  # fmt: skip
    for solver in dict.fromkeys(entry.solver for entry in seen):
        gaps = [e.gap for e in seen if e.solver == solver and e.gap is not None]
        if gaps:
            table.add_row("mean", solver, "", "", "", _share(mean(gaps)), "", "", "")
    return table


def _figure(figure: float | None) -> str:
    if figure is None or figure in (float("inf"), float("-inf")):
        return "–"
    return f"{figure:,.0f}" if float(figure).is_integer() else f"{figure:,.2f}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:+.2%}"
