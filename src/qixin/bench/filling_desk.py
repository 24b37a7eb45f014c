"""What stands around published stories at the desk: search rows, versions, senders, offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qixin.newsroom.models import PublicText, Story

BATCH = 1_000


def make_findable(*, signed: int) -> None:
    """The search's rows of all live stories that have none; the newest `signed` of them can be
    found by what says the same, too."""
    from django.db import transaction

    from qixin.newsroom.models import Column, PublicText, Story
    from qixin.newsroom.search import BANDS, INDEX
    from qixin.reports.similarity import bands, signature

    columns = dict(Column.objects.values_list("path", "pk"))
    missing = Story.objects.live().filter(public_text__isnull=True).order_by("pk")
    ids = list(missing.values_list("pk", flat=True))
    # By ids: a cursor left open would keep SQLite's log growing.
    for at in range(0, len(ids), BATCH):
        stories = Story.objects.filter(pk__in=ids[at : at + BATCH]).order_by("pk")
        rows = [_public_text(story, columns) for story in stories]
        pairs = []
        for left, row in enumerate(reversed(rows), start=len(ids) - at - len(rows)):
            if left < signed:
                mine = signature(row.indexed)
                row.signature = bytes(mine)
                pairs += [(value, row.pk) for value in bands(mine)]
        with transaction.atomic():
            PublicText.objects.bulk_create(rows)
            INDEX.add((row.pk, row.indexed) for row in rows)
            BANDS.add(pairs)


def _public_text(story: Story, columns: dict[str, int]) -> PublicText:
    from qixin.newsroom.models import PublicText

    assert story.published_on is not None  # live ones are  # noqa: S101
    return PublicText(
        story_id=story.pk, title=story.title, summary=story.summary,
        text="".join(part["value"][3:-4] for part in story.body.raw_data),
        column_id=columns[story.path[: -story.steplen]], published_on=story.published_on,
    )  # fmt: skip


def fill_versions(count: int) -> None:
    """The newest `count` stories have the version that is live, as published ones have."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page, Revision

    from qixin.newsroom.models import Story

    kind = ContentType.objects.get_for_model(Story)
    base = ContentType.objects.get_for_model(Page)
    stories = Story.objects.live().filter(live_revision__isnull=True).order_by("-published_on")
    for story in list(stories[:count]):
        version = Revision.objects.create(
            content_type=kind, base_content_type=base, object_id=str(story.pk),
            object_str=story.title, content=story.serializable_data(),
            created_at=story.published_on,
        )  # fmt: skip
        Story.objects.filter(pk=story.pk).update(live_revision=version, latest_revision=version)


def fill_sources(count: int) -> None:
    """The newest `count` stories are made of a report each."""
    from qixin.newsroom.models import Story, StorySource
    from qixin.reports.models import Report

    stories = Story.objects.live().order_by("-published_on").values_list("pk", flat=True)[:count]
    reports = Report.objects.order_by("-pk").values_list("pk", flat=True)[:count]
    StorySource.objects.bulk_create(
        [StorySource(story_id=a, report_id=b) for a, b in zip(stories, reports, strict=False)],
        ignore_conflicts=True,
    )


def fill_placements(count: int) -> None:
    """The newest `count` stories were offered to one outlet of each level in turn; half ran."""
    from qixin.newsroom.enums import OutletKind, OutletLevel, PlacementState
    from qixin.newsroom.models import Outlet, Placement, Story
    from qixin.people.models import User

    by = User.objects.get(username="demo-chief-editor")
    outlets = [
        Outlet.objects.create(name=f"第{level}家媒体", level=level, kind=OutletKind.PAPER)
        for level in OutletLevel.values
    ]
    rows = []
    for number, story in enumerate(Story.objects.live().order_by("-published_on")[:count]):
        outlet, ran = outlets[number % len(outlets)], number % 2 == 0
        rows.append(
            Placement(
                story=story, title=story.title, outlet=outlet, offered_by=by,
                offered_at=story.published_on,
                state=PlacementState.TAKEN if ran else PlacementState.OFFERED,
                taken_on=story.published_on.date() if ran else None,
                circulation=outlet.level if ran else "",
            )
        )  # fmt: skip
    Placement.objects.bulk_create(rows, batch_size=BATCH)
