"""Filling the public search with as many stories as a province publishes, to measure it on.

The search reads `PublicText`, its index, and the answers to rumours; so these rows are there in
full, and the stories behind them, which a search does not read, are not. Texts are made of the
demo's own reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from qixin.bench.filling_stories import REPORTS, texts

if TYPE_CHECKING:
    from qixin.newsroom.models import Answer, PublicText

BATCH = 5_000
A_DAY = 400
# One story in so many has a word of its own, and one in so many a frequent one besides.
RARE_WORD, RARE_IN = "萃取柱", 100_000
_VERDICTS = ("false", "misleading", "true", "unproven")


def fill_public_texts(count: int, *, seed: int = 1) -> None:
    """`count` findable stories of some 300 characters over all columns and towns, A_DAY a day until
    yesterday; towns for three of four."""
    from django.db import connection, transaction

    from qixin.newsroom.models import PublicText
    from qixin.newsroom.search import INDEX

    made = _public_texts(count, seed)
    with connection.constraint_checks_disabled():
        while batch := list(islice(made, BATCH)):
            with transaction.atomic():
                PublicText.objects.bulk_create(batch)
                INDEX.add((row.pk, row.indexed) for row in batch)


def fill_answers(count: int, *, seed: int = 1) -> None:
    """`count` published answers to rumours, one a rumour, with their index."""
    from django.db import transaction

    from qixin.newsroom.models import Answer, Rumour
    from qixin.newsroom.search import FACTS

    made = _answers(count, seed)
    while batch := list(islice(made, BATCH)):
        with transaction.atomic():
            Rumour.objects.bulk_create([answer.rumour for answer in batch])
            Answer.objects.bulk_create(batch)
            FACTS.add((answer.pk, answer.indexed) for answer in batch)


def _public_texts(count: int, seed: int) -> Iterator[PublicText]:
    from qixin.core import clock
    from qixin.newsroom.models import Column, PublicText
    from qixin.people.enums import AreaLevel
    from qixin.people.models import Area

    rng = Random(seed)  # noqa: S311 - must repeat itself, nothing secret
    told = list(islice(texts(seed), REPORTS))
    columns = list(Column.objects.live().order_by("path").values_list("pk", flat=True))
    towns = list(Area.objects.filter(level=AreaLevel.TOWN).values_list("pk", flat=True))
    began = clock.now() - timedelta(days=1) - timedelta(days=count / A_DAY)
    last = PublicText.objects.order_by("-pk").values_list("pk", flat=True).first() or 1_000_000
    for number in range(count):
        text = "".join(rng.choices(told, k=3))
        if number % RARE_IN == RARE_IN // 2:
            text += f"{RARE_WORD}到货。"
        yield PublicText(
            story_id=last + number + 1, title=text[:24], summary=text[:60], text=text,
            column_id=columns[number % len(columns)],
            town_id=rng.choice(towns) if number % 4 else None,
            published_on=began + timedelta(days=number / A_DAY),
        )  # fmt: skip


def _answers(count: int, seed: int) -> Iterator[Answer]:
    from qixin.core import clock
    from qixin.newsroom.enums import AnswerState, Channel, RumourState
    from qixin.newsroom.models import Answer, Rumour
    from qixin.people.models import User

    rng = Random(seed)  # noqa: S311
    told = texts(seed)
    writer, verifier = User.objects.order_by("pk")[:2]
    for number in range(count):
        claim, text = next(told)[:80], next(told)
        at = clock.now() - timedelta(days=1 + (count - number) / A_DAY)
        rumour = Rumour(
            client_key=UUID(int=rng.getrandbits(128)), claim=claim, first_seen_at=at,
            channel=Channel.values[0], state=RumourState.ANSWERED, opened_by=writer, opened_at=at,
        )  # fmt: skip
        yield Answer(
            rumour=rumour, state=AnswerState.PUBLISHED, verdict=_VERDICTS[number % 4],
            claim=claim, text=text, sources="区融媒体中心", written_by=writer, written_at=at,
            verified_by=verifier, verified_at=at, published_by=verifier, published_at=at,
        )  # fmt: skip
