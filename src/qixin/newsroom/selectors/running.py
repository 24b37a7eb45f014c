"""Running stories that say the same: pointed out while a story is written and reviewed.

Compared as triage compares reports, by words alone: place and time of a story say little. Published
stories meet by the bands of their signatures; the few in review, or approved for later, are
compared one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from qixin.core import clock
from qixin.newsroom.comparing import passages
from qixin.newsroom.models import PublicText, Story
from qixin.newsroom.screening import readable
from qixin.newsroom.search import BANDS
from qixin.newsroom.selectors.desk_lists import approved_for_later
from qixin.newsroom.selectors.turns import safe_title
from qixin.reports.selectors.duplicates import LEAST_ESTIMATE, LEAST_SCORE, MOST_COMPARED
from qixin.reports.similarity import Signature, Traits, bands, estimate, score, signature

# After a week the same words are a new matter, or an anniversary.
RUNNING = timedelta(days=7)
MOST_SHOWN = 5
_AROUND = ("byline", "credits", "goes_out")


@dataclass(frozen=True)
class Alike:
    """A running story that is likely the same; `score` 0 to 1, reasons strongest first."""

    story: Story
    score: float
    reasons: list[str | Promise]

    @property
    def title(self) -> str:
        """As it may be read by whoever does not edit the story."""
        return safe_title(self.story)


def running_alike(story: Story, version: Any) -> list[Alike]:
    """What was published within the last days, is in review or approved for later, and says what
    `version` of `story` says: in like words, or made of one report. Best first."""
    words = _words(version)
    mine, me = signature(words), Traits(words)
    compared = [
        Alike(other, *score(me, Traits(text)))
        for _guess, other, text in [*_published(story, mine), *_coming(story, mine)]
    ]
    compared.sort(key=lambda one: one.score)
    found = {one.story.pk: one for one in compared if one.score >= LEAST_SCORE}
    for other in _of_same_reports(story):
        alike = found.get(other.pk, Alike(other, 0.0, []))
        found[other.pk] = Alike(other, 1.0, [*alike.reasons, _("made of the same report")])
    return sorted(found.values(), key=lambda one: (-one.score, -one.story.pk))[:MOST_SHOWN]


def _published(story: Story, mine: Signature) -> list[tuple[float, Story, str]]:
    ids = BANDS.neighbours(bands(mine), besides=story.pk)
    rows = PublicText.objects.filter(pk__in=ids, published_on__gte=clock.now() - RUNNING)
    near = [
        (estimate(mine, Signature.from_bytes(bytes(row.signature))), row.story, row.indexed)
        for row in rows.select_related("story")
    ]
    near.sort(key=lambda one: -one[0])
    return [one for one in near[:MOST_COMPARED] if one[0] >= LEAST_ESTIMATE]


def _coming(story: Story, mine: Signature) -> list[tuple[float, Story, str]]:
    """What readers have next: each story once, by the version that is more alike."""
    going_on = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    turns = going_on.values_list("object_id", "current_task_state__revision__content")
    later = Revision.objects.filter(pk__in=[version for _story, version in approved_for_later()])
    near: dict[int, tuple[float, str]] = {}
    for key, content in [*turns, *later.values_list("object_id", "content")]:
        text = _words_of_content(content)
        guess = max((estimate(mine, signature(text)), text), near.get(int(key), (0.0, "")))
        if int(key) != story.pk and guess[0] >= LEAST_ESTIMATE:
            near[int(key)] = guess
    stories = Story.objects.filter(pk__in=near)
    return [(near[other.pk][0], other, near[other.pk][1]) for other in stories]


def _of_same_reports(story: Story) -> list[Story]:
    reports = story.sources.values("report")
    others = Story.objects.filter(sources__report__in=reports).exclude(pk=story.pk).distinct()
    recent = clock.now() - RUNNING
    later = {key for key, _version in approved_for_later()}
    return [
        other
        for other in others
        if (other.live and other.published_on and other.published_on >= recent)
        or other.workflow_in_progress
        or other.pk in later
    ]


def _words(version: Any) -> str:
    """Title, summary and text; what only lies around them (author, credits) says nothing of it."""
    return "\n".join(one.text for one in passages(version) if one.part not in _AROUND)


def _words_of_content(content: dict[str, Any]) -> str:
    """The same of a version as it is stored: to build fifty pages would take longer than to
    compare them."""
    body = json.loads(content.get("body") or "[]")
    told = (text for block in body for text in _strings(block.get("value")))
    return "\n".join([content.get("title", ""), content.get("summary", ""), *map(readable, told)])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
