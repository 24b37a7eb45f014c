"""How long the pages that people sit at take on the server, and how many queries they ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
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
        # with ten times the reports a page may take twice as long
        asked = "p95 < 150 ms" if reports < LARGE else "p95 < 2 × 150 ms"
        pages = [
            figure(one, f"{reports:,} reports", rounds, asked) for one in time_pages(PAGES, rounds)
        ]
        yield from pages
        yield figure(_time_duplicates(rounds), f"{reports:,} reports", rounds, "p95 < 50 ms")


def figure(one: Timing, size: str, rounds: int, asked: str) -> Figure:
    return Figure(
        name=f"{one.name}, {size}",
        asked=asked,
        measured=f"median {median(one.taken):.0f} ms, p95 {percentile(one.taken, 0.95):.0f} ms, "
        f"{one.queries} queries",
        how=f"{rounds} whole requests, without the network",
    )


def time_pages(pages: Iterable[tuple[str, str, str]], rounds: int) -> Iterator[Timing]:
    """Each page (name, user name, address) so many times after two warm-ups; without a user name
    by readers, one a page, each at an address of their own."""
    from django.test import Client
    from django.test.utils import override_settings

    from qixin.people.models import User

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for number, (name, username, address) in enumerate(pages):
            client = Client(REMOTE_ADDR=f"10.0.0.{number}")
            if username:
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
