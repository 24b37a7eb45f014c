"""How long the pages that people sit at take on the server, and how many queries they ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from qixin.bench.figures import Figure, percentile
from qixin.bench.homes import home_folder, load_district, set_up

# What is asked for, and by whom of the demo's accounts.
PAGES = (
    ("queue", "demo-triage", "/w/triage/"),
    ("queue, a frequent word", "demo-triage", "/w/triage/?q=口罩"),
    ("search, two words", "demo-triage", "/w/reports/?q=社区 老人"),
    ("search, a rare word", "demo-triage", "/w/reports/?q=胰岛素"),
    ("all reports", "demo-commander", "/w/reports/"),
    ("situation", "demo-commander", "/w/situation/"),
)
LARGE = 1_000_000


@dataclass(frozen=True)
class Timing:
    """Milliseconds of each request on the server, without the network; queries of one of them."""

    name: str
    taken: list[float]
    queries: int


def measure(*, reports: int, rounds: int) -> Iterator[Figure]:
    with home_folder():
        set_up()
        load_district(reports=reports)
        pages = [_figure(one, reports, rounds, "150") for one in _time_pages(rounds)]
        yield from pages
        yield _figure(_time_duplicates(rounds), reports, rounds, "50")


def _figure(one: Timing, reports: int, rounds: int, asked: str) -> Figure:
    # with ten times the reports a page may take twice as long
    asked = f"{asked} ms" if reports < LARGE or one.name == "duplicates" else f"2 × {asked} ms"
    return Figure(
        name=f"{one.name}, {reports:,} reports",
        asked=f"p95 < {asked}",
        measured=f"median {median(one.taken):.0f} ms, p95 {percentile(one.taken, 0.95):.0f} ms, "
        f"{one.queries} queries",
        how=f"{rounds} whole requests, without the network",
    )


def _time_pages(rounds: int) -> Iterator[Timing]:
    """Each page so many times after two warm-ups, in turn."""
    from django.test import Client
    from django.test.utils import override_settings

    from qixin.people.models import User

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for name, username, address in PAGES:
            client = Client()
            client.force_login(
                User.objects.get(username=username),
                backend="django.contrib.auth.backends.ModelBackend",
            )
            yield _timing(name, rounds, lambda c=client, a=address: _get(c, a))


def _time_duplicates(rounds: int) -> Timing:
    """Likely duplicates of so many different reports, newest first."""
    from qixin.people.models import User
    from qixin.reports.models import Report
    from qixin.reports.selectors.duplicates import likely_duplicates

    user = User.objects.get(username="demo-triage")
    waiting = iter(list(Report.objects.exclude(signature=b"").order_by("-id")[: rounds + 2]))
    return _timing("duplicates", rounds, lambda: likely_duplicates(user, next(waiting)))


def _get(client: object, address: str) -> None:
    answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _timing(name: str, rounds: int, act: Callable[[], object]) -> Timing:
    from django.db import connection, reset_queries

    act()
    connection.force_debug_cursor = True
    reset_queries()
    act()
    queries = len(connection.queries)
    connection.force_debug_cursor = False
    taken = []
    for _round in range(rounds):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return Timing(name, taken, queries)
