"""`qixin bench …`: measured, never asserted; ratios and medians, for machines are shared."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from qixin.bench.contests.commands import contest_command
from qixin.bench.contests.overview import planning
from qixin.bench.figures import Figure, show
from qixin.bench.homes import QIXIN

form = click.option(
    "--as", "form", type=click.Choice(["table", "json", "markdown"]), default="table",
    show_default=True, help="How to print the figures.",
)  # fmt: skip


@click.group()
def bench() -> None:
    """Benchmarks. Each works in a home folder of its own and stops by itself."""


def _number(name: str, default: int, told: str) -> Callable[[Any], Any]:
    return click.option(f"--{name}", default=default, show_default=True, help=told)


@bench.command()
@_number("rounds", 5, "Pairs of runs, after one to warm up.")
@_number("seconds", 8, "Seconds a run.")
@form
def intake(rounds: int, seconds: int, form: str) -> None:
    """Reports accepted over HTTP, against a bare handler; on PostgreSQL with DATABASE_URL."""
    from qixin.bench import intake

    show(intake.measure(rounds=rounds, seconds=seconds), form=form)


@bench.command()
@_number("rounds", 5, "Pairs of runs, after one to warm up.")
@_number("seconds", 5, "Seconds a run.")
@form
def public(rounds: int, seconds: int, form: str) -> None:
    """A public page, against nginx on the same file."""
    from qixin.bench import public

    show(public.measure(rounds=rounds, seconds=seconds), form=form)


@bench.command()
@click.option(
    "--ghost", "folder", type=click.Path(path_type=Path, file_okay=False),
    envvar="QIXIN_BENCH_GHOST", help="The unpacked npm package with its node_modules.",
)  # fmt: skip
@_number("rounds", 5, "Pairs of runs, after one to warm up.")
@_number("seconds", 5, "Seconds a run.")
@form
def ghost(folder: Path | None, rounds: int, seconds: int, form: str) -> None:
    """A public page, against Ghost's page of the same story."""
    from qixin.bench import ghost

    show(ghost.measure(folder=folder, rounds=rounds, seconds=seconds), form=form)


@bench.command()
@_number("before", 300, "Stories that are there already.")
@_number("stories", 60, "Stories to publish, one after the other.")
@form
def publish(before: int, stories: int, form: str) -> None:
    """From the approval of a story to its files."""
    from qixin.bench import publishing

    show(publishing.measure(before=before, stories=stories), form=form)


@bench.command()
@click.option(
    "--pages",
    "crowds",
    multiple=True,
    type=int,
    default=(2000, 10_000),
    show_default=True,
    help="Open pages; may be given several times.",
)
@_number("stories", 20, "Stories to publish for each crowd.")
@form
def readers(crowds: tuple[int, ...], stories: int, form: str) -> None:
    """From a final approval to thousands of open pages, and back after a restart."""
    from qixin.bench import readers

    show(readers.measure(crowds=crowds, stories=stories), form=form)


@bench.command()
@_number("reports", 100_000, "Reports to fill in first.")
@_number("rounds", 40, "Requests to each page.")
@form
def pages(reports: int, rounds: int, form: str) -> None:
    """Queue, search, situation and duplicates: milliseconds on the server, number of queries."""
    from qixin.bench import pages

    show(pages.measure(reports=reports, rounds=rounds), form=form)


@bench.command()
@_number("items", 1_000_000, "Stories to fill in first.")
@_number("rounds", 40, "Requests of each search.")
@form
def search(items: int, rounds: int, form: str) -> None:
    """The readers' search: milliseconds on the server, number of queries."""
    from qixin.bench import searching

    show(searching.measure(items=items, rounds=rounds), form=form)


@bench.command()
@_number("stories", 400, "Stories to publish.")
@_number("minutes", 10, "Minutes to publish them in.")
@_number("readers", 2000, "Open pages that listen.")
@form
def day(stories: int, minutes: int, readers: int, form: str) -> None:
    """A newsroom's day in minutes: stories go out while reports come in and people read."""
    from qixin.bench import day as bench_of_day

    show(bench_of_day.measure(stories=stories, minutes=minutes, readers=readers), form=form)


@bench.command()
@_number("stories", 1_000_000, "Published stories to fill in first.")
@_number("rounds", 20, "Requests to each page.")
@form
def desk(stories: int, rounds: int, form: str) -> None:
    """The editors' pages: milliseconds on the server, number of queries."""
    from qixin.bench import desk

    show(desk.measure(stories=stories, rounds=rounds), form=form)


@bench.command()
@_number("stories", 10_000, "Stories to fill in first.")
@_number("rounds", 3, "Times to write the whole site.")
@form
def rebuild(stories: int, rounds: int, form: str) -> None:
    """The whole public site written anew: pages a second."""
    from qixin.bench import rebuilding

    show(rebuilding.measure(stories=stories, rounds=rounds), form=form)


@bench.command()
@_number("lines", 100, "Lines of the journal by each way.")
@form
def wake(lines: int, form: str) -> None:
    """From a commit to the process of live updates: polling, PostgreSQL, Redis."""
    from qixin.bench import waking

    show(waking.measure(lines=lines), form=form)


@bench.command()
@_number("cases", 200_000, "Cases to fill in first.")
@_number("rounds", 40, "Requests to each page.")
@form
def cases(cases: int, rounds: int, form: str) -> None:
    """Lists, inbox, rates and single cases: milliseconds on the server, number of queries."""
    from qixin.bench import cases as bench_of_cases

    show(bench_of_cases.measure(cases=cases, rounds=rounds), form=form)


@bench.command()
@_number("rounds", 5, "Pairs of runs, after one to warm up.")
@_number("seconds", 8, "Seconds a run.")
@form
def opening(rounds: int, seconds: int, form: str) -> None:
    """Cases opened by a form, against django-helpdesk's tickets."""
    from qixin.bench import helpdesk

    show(helpdesk.measure(rounds=rounds, seconds=seconds), form=form)


@bench.command("import")
@_number("rows", 100_000, "Rows of the file.")
@form
def import_(rows: int, form: str) -> None:
    """Import of a long list of reports: rows a second and memory."""
    from qixin.bench import importing

    show(importing.measure(rows=rows), form=form)


@bench.command()
@_number("passes", 500, "Passes to ask for, issue and draw.")
@_number("rounds", 50, "Rounds over a hundred tokens.")
@form
def passes(passes: int, rounds: int, form: str) -> None:
    """Passes made, signed and drawn; tokens verified."""
    from qixin.bench import passes as bench_of_passes

    show(bench_of_passes.measure(passes=passes, rounds=rounds), form=form)


@bench.command()
@_number("reports", 100_000, "Reports to fill in first.")
@_number("rounds", 25, "Rounds over the pages.")
@form
def memory(reports: int, rounds: int, form: str) -> None:
    """Memory of a serving process."""
    from qixin.bench import memory

    show(memory.measure(reports=reports, rounds=rounds), form=form)


@bench.command()
@_number("rounds", 5, "Starts.")
@form
def start(rounds: int, form: str) -> None:
    """From the command to the first page of a demo that is laid down."""
    from qixin.bench import starting

    show(starting.measure(rounds=rounds), form=form)


for name, told in {
    "rosters": "Duty rosters: shift-scheduling instances (schedulingbenchmarks.org).",
    "pairing": "Pairing of people to officers: seeded problems.",
    "links": "Links of units and communities: a seeded district.",
    "routes": "Deliveries and rounds: CVRPLIB, Gehring & Homberger, a seeded district.",
    "portfolio": "Key projects: PSPLIB, MPLIB, a seeded district.",
}.items():
    bench.add_command(contest_command(name, told, seconds=60))
bench.add_command(planning)


ALL = (
    ["intake"], ["public"], ["publish"], ["pages"], ["pages", "--reports", "1000000"], ["import"],
    ["cases"], ["opening"], ["passes"], ["memory"], ["start"], ["wake"], ["readers"], ["search"],
    ["rebuild"], ["desk"], ["day"], ["ghost"],
)  # fmt: skip


@bench.command("all")
@form
def everything(form: str) -> None:
    """All benchmarks with their usual sizes, each in a process of its own; about two hours."""
    show(_figures_of_all(), form=form)


def _figures_of_all() -> Iterator[Figure]:
    for name in ALL:
        click.echo(" ".join(name), err=True)
        told = subprocess.run(  # noqa: S603 - our own command
            [*QIXIN, "bench", *name, "--as", "json"], stdout=subprocess.PIPE, text=True, check=True
        )
        yield from (Figure(**json.loads(line)) for line in told.stdout.splitlines())
