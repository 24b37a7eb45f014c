"""How long the pages that people sit at take on the server, and how many queries they ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from statistics import quantiles

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import override_settings

from qixin.people.models import User
from qixin.reports.models import Report
from qixin.reports.selectors.duplicates import likely_duplicates


@dataclass(frozen=True)
class Timing:
    """Milliseconds on the server, without the network; `queries` of one request."""

    name: str
    reports: int
    median_ms: float
    p95_ms: float
    queries: int

    def as_row(self) -> dict[str, object]:
        return asdict(self)


# What is asked for, and by whom of the demo's accounts.
PAGES = (
    ("queue", "demo-triage", "/w/triage/"),
    ("queue, a frequent word", "demo-triage", "/w/triage/?q=口罩"),
    ("search, two words", "demo-triage", "/w/reports/?q=社区 老人"),
    ("search, a rare word", "demo-triage", "/w/reports/?q=胰岛素"),
    ("all reports", "demo-commander", "/w/reports/"),
    ("situation", "demo-commander", "/w/situation/"),
)


def time_pages(*, rounds: int) -> Iterator[Timing]:
    """Each page `rounds` times after one warm-up, in turn."""
    size = Report.objects.count()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for name, username, address in PAGES:
            client = Client()
            client.force_login(
                User.objects.get(username=username),
                backend="django.contrib.auth.backends.ModelBackend",
            )
            yield _timing(name, size, rounds, lambda c=client, a=address: _get(c, a))


def time_duplicates(*, rounds: int) -> Timing:
    """Likely duplicates of `rounds` different reports, newest first."""
    user = User.objects.get(username="demo-triage")
    waiting = iter(Report.objects.exclude(signature=b"").order_by("-id")[: rounds + 2])
    size = Report.objects.count()
    return _timing("duplicates", size, rounds, lambda: likely_duplicates(user, next(waiting)))


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _timing(name: str, size: int, rounds: int, act: Callable[[], object]) -> Timing:
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
    cuts = quantiles(taken, n=20)
    return Timing(name, size, round(cuts[9], 1), round(cuts[18], 1), queries)
