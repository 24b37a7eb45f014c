"""Filling a newsroom with as many published stories as years of work make, to measure on.

Rows go in by bulk, past the three reviews, which are measured by themselves; their texts are made
of the demo's own reports.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qixin.newsroom.models import Column, Story

BATCH = 1_000
A_DAY = 400
# So many different reports, three of which make a text.
REPORTS = 30_000


def fill_stories(count: int, *, seed: int = 1) -> None:
    """`count` live stories of some 300 characters over all columns, A_DAY a day until yesterday."""
    from django.db import transaction
    from wagtail.models import Page

    from qixin.newsroom.models import Column, Story

    columns = list(Column.objects.live().order_by("path"))
    told = cycle(list(islice(texts(seed), min(REPORTS, 3 * count))))
    children = {column.pk: column.numchild for column in columns}
    made = _stories(count, columns, told, children)
    while batch := list(islice(made, BATCH)):
        with transaction.atomic():
            _insert(Page, batch)
            _insert(Story, batch)
    with transaction.atomic():
        for column in columns:
            Column.objects.filter(pk=column.pk).update(numchild=children[column.pk])


def texts(seed: int) -> Iterator[str]:
    """Texts of the demo's script without end, without those that hold personal data, and without
    the reports that are a picture alone."""
    from qixin.core.personal_data import find_personal_data
    from qixin.drill.script.scenario import scenario

    while True:
        written = (told.text for told in scenario(seed))
        yield from (text for text in written if text and not find_personal_data(text))
        seed += 1


def _stories(
    count: int, columns: list[Column], texts: Iterator[str], children: dict[int, int]
) -> Iterator[Story]:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from qixin.core import clock
    from qixin.newsroom.models import Story
    from qixin.newsroom.models.stories import story_path

    kind = ContentType.objects.get_for_model(Story)
    locale = columns[0].locale_id
    last = Page.objects.order_by("-pk").values_list("pk", flat=True)[0]
    began = clock.now() - timedelta(days=1) - timedelta(days=count / A_DAY)
    for number in range(count):
        column = columns[number % len(columns)]
        children[column.pk] += 1
        at = began + timedelta(days=number / A_DAY)
        text = "".join(islice(texts, 3))
        yield Story(
            pk=last + number + 1, page_ptr_id=last + number + 1,
            path=Page._get_path(column.path, column.depth + 1, children[column.pk]),
            depth=column.depth + 1, numchild=0, translation_key=uuid.uuid4(), locale_id=locale,
            title=text[:24], draft_title=text[:24], slug=f"s{uuid.uuid4().hex[:16]}",
            content_type=kind, live=True, url_path=f"/{number}/", summary=text[:60],
            file_path=story_path(last + number + 1, at),
            body=json.dumps(_body(text), ensure_ascii=False), byline="融媒体中心",
            published_on=at, first_published_at=at, last_published_at=at,
            latest_revision_created_at=at,
        )  # fmt: skip


def _body(text: str) -> list[dict[str, Any]]:
    return [
        {"type": "paragraph", "value": f"<p>{part}。</p>", "id": str(uuid.uuid4())}
        for part in text.split("。")
        if part
    ]


def _insert(model: Any, rows: list[Any]) -> None:
    """The columns of one table alone: Django inserts no row of several tables by bulk."""
    from django.db import connection

    fields = model._meta.local_concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608
