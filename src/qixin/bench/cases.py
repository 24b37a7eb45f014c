"""Pages that departments and commanders sit at, with a province's cases; and how fast cases open
beside a known help desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from qixin.bench.figures import Figure
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.pages import Timing, figure, time_pages

# What is asked for, and by whom of the demo's accounts.
PAGES = (
    ("inbox of a department", "demo-officer", "/w/cases/"),
    ("inbox, overdue", "demo-commander", "/w/cases/?state=overdue"),
    ("list of all cases", "demo-commander", "/w/cases/?state=all"),
    ("list of a department, all", "demo-officer", "/w/cases/?state=all"),
    ("list, two words", "demo-commander", "/w/cases/?state=all&q=社区 老人"),
    ("list behind a rate", "demo-commander", "/w/cases/?state=all&set=resolved"),
    ("rates of two weeks", "demo-commander", "/w/cases/rates/"),
    ("rates of a year", "demo-commander", "/w/cases/rates/?from=2000-01-01"),
    ("rates of a department", "demo-officer", "/w/cases/rates/?by=type"),
)

# The played cases' two weeks begin after the district was there.
DAYS_BEFORE = 16


def measure(*, cases: int, rounds: int) -> Iterator[Figure]:
    """Each page `rounds` times at so many cases, then cases with everything in them."""
    with home_folder():
        set_up()
        from qixin.bench.filling import fill_reports
        from qixin.bench.filling_cases import fill_cases
        from qixin.core import clock

        with clock.pretend(clock.now() - timedelta(days=DAYS_BEFORE)):
            load_district()
        # seven of ten reports become cases
        fill_reports(cases * 10 // 7, waiting=500)
        count = fill_cases()
        for one in time_pages(PAGES, rounds):
            yield figure(one, f"{count:,} cases", rounds, "p95 < 200 ms")
        for one in _opening(rounds):
            yield figure(one, f"{count:,} cases", rounds, "p95 < 150 ms")


def _opening(rounds: int) -> Iterator[Timing]:
    """Cases of the demo's two weeks, the fullest first: parts, letters, passes, outcomes."""
    from django.db.models import Count

    from qixin.cases.models import Case
    from qixin.drill.cast import cast
    from qixin.drill.playing import Stage, play_difficulties, play_letters, play_passes

    stage = Stage(cast(2020))
    play_passes(stage, seed=2020)
    play_letters(stage)
    play_difficulties(stage, seed=2020, count=24)
    full = Case.objects.filter(asker__isnull=False, state="confirmed", outcomes__isnull=False)
    busy = full.annotate(parts=Count("assignments")).order_by("-parts", "pk").first()
    if busy is None:
        raise RuntimeError("no case was played to its end")
    pages = (
        ("opening a solved case", "demo-commander", f"/w/cases/{busy.number}/"),
        ("opening an open case", "demo-commander", f"/w/cases/{_open_case().number}/"),
    )
    yield from time_pages(pages, rounds)


def _open_case():
    from qixin.cases.models import Case

    return Case.objects.filter(asker__isnull=False, state="in_progress").latest("pk")
