"""Rumours for the workbench: the board, one rumour, and what a report may tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.newsroom.enums import AnswerState, RumourState
from qixin.newsroom.models import Answer, Evidence, EvidenceFile, Rumour, Sighting, Story
from qixin.people.models import User
from qixin.people.permissions import has_permission
from qixin.reports.models import Report
from qixin.reports.similarity import containment

# What was seen so lately counts for how fast a rumour spreads.
LATELY = timedelta(hours=24)
# From so many places, or readers, within that time on it spreads fast.
FAST_SIGHTINGS, FAST_READERS = 3, 1000
LISTS = ("open", "waiting", "verified", "public", "ended")
MOST_OFFERED = 12
MOST_STORIES = 40


def rumours(user: User) -> QuerySet[Rumour]:
    """All rumours for whoever reads the newsroom, with how they spread; none for others."""
    since = clock.now() - LATELY
    found = Rumour.objects.select_related("opened_by__person").annotate(
        places=Count("sightings", distinct=True),
        places_lately=Count("sightings", filter=Q(sightings__seen_at__gte=since), distinct=True),
    )
    return found if has_permission(user, "newsroom.read") else found.none()


def rumour(user: User, pk: int) -> Rumour:
    """Raises NotFound where it does not exist or may not be seen."""
    found = with_parts(rumours(user)).filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound(_("There is no such rumour, or you may not see it."))
    return found


def answer(user: User, pk: int) -> Answer:
    """Raises NotFound where it does not exist or may not be seen."""
    found = (
        Answer.objects.select_related("rumour").filter(pk=pk, rumour__in=rumours(user).values("pk"))
        if pk < 2**63
        else Answer.objects.none()
    ).first()
    if found is None:
        raise NotFound(_("There is no such answer, or you may not see it."))
    return found


def with_parts(found: QuerySet[Rumour]) -> QuerySet[Rumour]:
    """Read along what the pages show of each, at a number of queries that the rows do not raise."""
    return found.prefetch_related(
        "answers__written_by__person", "answers__verified_by__person", "answers__ended_by__person"
    )


def listed(user: User, which: str) -> QuerySet[Rumour]:
    """One of LISTS; what spreads fastest comes first, then what is newest."""
    found = rumours(user)
    in_work = Answer.objects.filter(rumour=OuterRef("pk"))
    waits = Exists(in_work.filter(state=AnswerState.PROPOSED))
    verified = Exists(in_work.filter(state=AnswerState.VERIFIED))
    chosen = {
        "open": found.filter(~waits, ~verified, state=RumourState.COLLECTING),
        "waiting": found.filter(waits),
        "verified": found.filter(verified),
        "public": found.filter(state=RumourState.ANSWERED),
        "ended": found.filter(state__in=(RumourState.WITHDRAWN, RumourState.FILED)),
    }[which]
    readers = _readers_lately()
    return with_parts(chosen.annotate(readers_lately=readers)).order_by(
        F("places_lately").desc(), F("readers_lately").desc(), "-opened_at", "-id"
    )


def tallies(user: User) -> dict[str, int]:
    """The figures above the board, each the length of the list that it opens."""
    return {which: listed(user, which).count() for which in LISTS}


def waiting_count(user: User) -> int:
    """For the navigation: answers that wait for verification by somebody else than `user`."""
    if not has_permission(user, "newsroom.review_second"):
        return 0
    waiting = Answer.objects.filter(
        state=AnswerState.PROPOSED, rumour__in=rumours(user).values("pk")
    )
    return waiting.exclude(written_by=user).count()


def spreads_fast(places_lately: int, readers_lately: int) -> bool:
    return places_lately >= FAST_SIGHTINGS or readers_lately >= FAST_READERS


@dataclass(frozen=True)
class Spread:
    """How a rumour goes round: all there is, and what is of the last hours."""

    places: int
    places_lately: int
    readers: int
    readers_lately: int

    @property
    def is_fast(self) -> bool:
        return spreads_fast(self.places_lately, self.readers_lately)


def spread(found: Rumour) -> Spread:
    rows = Sighting.objects.filter(rumour=found)
    lately = Q(seen_at__gte=clock.now() - LATELY)
    # none of the names is the column's own, which the sums are made of
    counted = rows.aggregate(
        all_places=Count("pk"),
        late_places=Count("pk", filter=lately),
        all_readers=Coalesce(Sum("readers"), 0),
        late_readers=Coalesce(Sum("readers", filter=lately), 0),
    )
    return Spread(
        counted["all_places"], counted["late_places"], counted["all_readers"],
        counted["late_readers"],
    )  # fmt: skip


def sightings(found: Rumour) -> QuerySet[Sighting]:
    """The newest first, with the reports that they come from."""
    return found.sightings.select_related("report", "noted_by__person")


def evidence(found: Rumour) -> QuerySet[Evidence]:
    return found.evidence.select_related("collected_by__person").prefetch_related("files")


def evidence_file(user: User, pk: int) -> EvidenceFile:
    """A file of evidence, for whoever works at the desk: it may show anybody. Raises NotFound."""
    found = EvidenceFile.objects.select_related("evidence__rumour").filter(
        pk=pk, evidence__rumour__in=rumours(user)
    )
    if (one := found.first()) is None or not has_permission(user, "newsroom.edit"):
        raise NotFound(_("This file is not here, or not for you."))
    return one


def offered_to(user: User, report: Report) -> list[Rumour]:
    """Rumours that a report may tell of: those whose claim stands in its words first, then the
    newest that are not ended."""
    alive = rumours(user).filter(state__in=(RumourState.COLLECTING, RumourState.ANSWERED))
    newest = list(alive.order_by("-opened_at")[:200])
    newest.sort(key=lambda one: -containment(one.claim, report.text))
    return newest[:MOST_OFFERED]


def of_report(user: User, report: Report) -> Rumour | None:
    """The rumour that a report tells of."""
    return rumours(user).filter(sightings__report=report).first()


def stories_to_link(found: Rumour) -> list[Story]:
    """The newest published stories that are not linked yet."""
    linked = found.links.values("story")
    live = Story.objects.live().exclude(pk__in=linked).defer("body")
    return list(live.order_by("-published_on", "-pk")[:MOST_STORIES])


def stories_of(found: Rumour) -> list[Story]:
    return list(Story.objects.filter(rumour_links__rumour=found).defer("body").order_by("-pk"))


def _readers_lately() -> Coalesce:
    # a subquery: joined beside the counts, each sighting would be summed several times
    since = clock.now() - LATELY
    rows = (
        Sighting.objects.filter(rumour=OuterRef("pk"), seen_at__gte=since)
        .order_by()
        .values("rumour")
        .annotate(total=Sum("readers"))
        .values("total")
    )
    return Coalesce(rows, 0)
