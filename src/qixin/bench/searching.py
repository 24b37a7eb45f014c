"""The public search over as many stories as a province publishes in seven years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from qixin.bench.figures import Figure
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.pages import figure, time_pages

ANSWERS = 5_000
ASKED = "p95 < 50 ms"


def measure(*, items: int, rounds: int) -> Iterator[Figure]:
    """Each search `rounds` times, by a reader who has not signed in."""
    with home_folder():
        set_up()
        load_district()
        from qixin.bench.filling_findable import fill_answers, fill_public_texts
        from qixin.bench.publishing import Newsroom

        Newsroom()
        fill_public_texts(items)
        fill_answers(ANSWERS)
        for one in time_pages(_searches(), rounds):
            yield figure(one, f"{items:,} stories", rounds, ASKED)


def _searches() -> Iterator[tuple[str, str, str]]:
    """Names and addresses; the words with how many stories hold them."""
    from qixin.bench.filling_findable import RARE_WORD
    from qixin.core import clock
    from qixin.newsroom.models import Column, PublicText
    from qixin.newsroom.search import INDEX

    column = Column.objects.live().order_by("path").values_list("slug", flat=True)[0]
    town = PublicText.objects.filter(town__isnull=False).values_list("town__code", flat=True)[0]
    today = clock.today()
    week = f"since={today - timedelta(days=400)}&until={today - timedelta(days=393)}"
    for name, word, more in (
        ("two characters", "酒精", ""),
        ("a common word", "社区", ""),
        ("a rare word", RARE_WORD, ""),
        ("a word that nobody wrote", "潜水艇", ""),
        ("two words", "社区 老人", ""),
        ("two words that seldom meet", "酒精 胰岛素", ""),
        ("a sentence", "小区里的老人没有口罩", ""),
        ("in a column", "口罩", f"&column={column}"),
        ("in a town", "口罩", f"&town={town}"),
        ("a rare word in a town", "胰岛素", f"&town={town}"),
        ("a week a year ago", "口罩", f"&{week}"),
        ("column, town and week", "口罩", f"&column={column}&town={town}&{week}"),
        ("the last page", "口罩", "&page=10"),
        ("a column without words", "", f"&column={column}"),
        ("a town without words", "", f"&town={town}"),
    ):
        held = f" ({INDEX.count(word):,} hold it)" if word else ""
        yield f"search, {name}{held}", "", f"/search/?q={word}{more}"
