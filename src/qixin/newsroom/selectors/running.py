"""Running stories that say the same: pointed out while a story is written and reviewed.

Compared as triage compares reports, by words alone: place and time of a story say little. Published
stories meet by the bands of their signatures; the few in review are compared one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from qixin.core import clock
from qixin.newsroom.comparing import passages
from qixin.newsroom.models import PublicText, Story
from qixin.newsroom.search import BANDS
from qixin.reports.selectors.duplicates import LEAST_ESTIMATE, LEAST_SCORE, MOST_COMPARED
from qixin.reports.similarity import Signature, Traits, bands, estimate, score, signature

# After a week the same words are a new matter, or an anniversary.
RUNNING = timedelta(days=7)
MOST_SHOWN = 5
_AROUND = ("byline", "credits")


@dataclass(frozen=True)
class Alike:
    """A running story that is likely the same; `score` 0 to 1, reasons strongest first."""

    story: Story
    score: float
    reasons: list[str | Promise]


def running_alike(story: Story, version: Any) -> list[Alike]:
    """What was published within the last days, or is in review, and says what `version` of `story`
    says: in like words, or made of one report. Best first."""
    words = _words(version)
    mine, me = signature(words), Traits(words)
    compared = [
        Alike(other, *score(me, Traits(text)))
        for _guess, other, text in [*_published(story, mine), *_in_review(story, mine)]
    ]
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


def _in_review(story: Story, mine: Signature) -> list[tuple[float, Story, str]]:
    going_on = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    keys = [int(key) for key in going_on.values_list("object_id", flat=True)]
    waiting = Story.objects.filter(pk__in=keys).exclude(pk=story.pk).select_related(
        "latest_revision"
    )
    texts = [(other, _words(other.get_latest_revision_as_object())) for other in waiting]
    guessed = [(estimate(mine, signature(text)), other, text) for other, text in texts]
    return [one for one in guessed if one[0] >= LEAST_ESTIMATE]


def _of_same_reports(story: Story) -> list[Story]:
    reports = story.sources.values("report")
    others = Story.objects.filter(sources__report__in=reports).exclude(pk=story.pk).distinct()
    recent = clock.now() - RUNNING
    return [
        other
        for other in others
        if (other.live and other.published_on and other.published_on >= recent)
        or other.workflow_in_progress
    ]


def _words(version: Any) -> str:
    """Title, summary and text; what only lies around them (author, credits) says nothing of it."""
    return "\n".join(one.text for one in passages(version) if one.part not in _AROUND)
