"""What keeps a version of a story from going out, each with a sentence that says what to do.

It stands below the models, because the last review asks it; a version is any object with the fields
of a story.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from qixin.core.errors import Invalid
from qixin.core.personal_data import Kind
from qixin.newsroom.bodies import placed_pictures
from qixin.newsroom.enums import ClaimState, NoticeState, PictureRights, StopKind
from qixin.newsroom.screening import Found, findings

PERSONAL_DATA = _(
    "The story contains telephone, identity or plate numbers. Mask them; the editor lists them at "
    "the top."
)
CLAIM = _("The story contains a claim that nobody has verified yet: “%(claim)s”.")
NOTICE = _(
    "Readers have seen an earlier version. Say in a notice what was corrected or added; it stays "
    "on the page."
)
NO_CREDIT = _("Picture “%(picture)s” has no credit. Open it and say who took it.")
NO_RIGHTS = _(
    "Picture “%(picture)s”: nobody has said by what right we show it. Open it and say so."
)
NO_SENDERS = _(
    "The story was made of reports and names none of their senders. Say in its credits who sent in "
    "what it tells."
)
# Lists and feeds carry these two everywhere, so a number in them would travel without its story.
_IN_LISTS = ("title", "summary")


@dataclass(frozen=True)
class Stop:
    """One thing that keeps a version in; `can_pass`: the final reviewer may let it through."""

    kind: StopKind
    sentence: Promise | str
    count: int = 1
    can_pass: bool = True


class PublicationStopped(Invalid):
    """A version was about to go out and must not; `count` findings of personal data in it."""

    def __init__(self, stops: Iterable[Stop]) -> None:
        self.stops = tuple(stops)
        self.count = sum(one.count for one in self.stops if one.kind == StopKind.PERSONAL_DATA)
        sentences = " ".join(str(one.sentence) for one in self.stops)
        super().__init__(_("Publication was stopped. %(why)s") % {"why": sentences})


def all_stops(version: Any) -> list[Stop]:
    """Everything that would keep this version in, whether let through or not."""
    return [
        *_personal_data(findings(version)),
        *_pictures(version),
        *_credits(version),
        *_claim(version),
        *_notice(version),
    ]


def open_stops(version: Any, revision_id: int | None) -> list[Stop]:
    """What keeps this version in and was not let through for exactly this revision."""
    passed = passed_kinds(version, revision_id)
    return [one for one in all_stops(version) if not (one.can_pass and one.kind in passed)]


def check(version: Any, revision_id: int | None) -> None:
    """Raises PublicationStopped where anything keeps this version in."""
    if stops := open_stops(version, revision_id):
        raise PublicationStopped(stops)


def passed_kinds(version: Any, revision_id: int | None) -> set[str]:
    """The kinds of stops that the final reviewer let through for this revision."""
    if revision_id is None:
        return set()
    return set(version.overrides.filter(revision_id=revision_id).values_list("kind", flat=True))


def check_personal_data(version: Any, revision_id: int | None) -> frozenset[str]:
    """The numbers that may stand in the page, because the final reviewer let them through.

    Raises PublicationStopped for all others. Asked when pages are written, and written anew.
    """
    found = findings(version)
    if not found:
        return frozenset()
    stops = _personal_data(found)
    if not (stops[0].can_pass and StopKind.PERSONAL_DATA in passed_kinds(version, revision_id)):
        raise PublicationStopped(stops)
    return frozenset(one.finding.text for one in found)


def _stays_in(found: Found) -> bool:
    """Identity numbers, and whatever stands in title or summary, nobody lets through."""
    in_lists = not found.number and any(f"-{name}-" in found.anchor for name in _IN_LISTS)
    return in_lists or found.finding.kind == Kind.ID_NUMBER


def _personal_data(found: list[Found]) -> list[Stop]:
    if not found:
        return []
    can_pass = not any(map(_stays_in, found))
    return [Stop(StopKind.PERSONAL_DATA, PERSONAL_DATA, len(found), can_pass)]


def _pictures(version: Any) -> list[Stop]:
    credited = _credited_in_place(version)
    stops = []
    for picture in version.pictures:
        named = {"picture": picture.title}
        if not picture.credit.strip() and picture.pk not in credited:
            stops.append(Stop(StopKind.PICTURE, NO_CREDIT % named))
        if picture.rights == PictureRights.UNKNOWN:
            stops.append(Stop(StopKind.PICTURE, NO_RIGHTS % named))
    return stops


def _credited_in_place(version: Any) -> set[int]:
    """Pictures whose every appearance in the body bears a credit of its own."""
    bare = {version.cover.pk} if version.cover else set()
    credited = set()
    for placed in placed_pictures(version.body):
        (credited if placed.credit.strip() else bare).add(placed.picture.pk)
    return credited - bare


def _credits(version: Any) -> list[Stop]:
    """Correspondents are named; a resident stays unnamed, so there is nobody to be missed."""
    if version.credits.strip():
        return []
    named = version.sources.filter(report__sender__isnull=False)
    return [Stop(StopKind.CREDITS, NO_SENDERS)] if named.exists() else []


def _claim(version: Any) -> list[Stop]:
    if version.claim != ClaimState.UNVERIFIED:
        return []
    return [Stop(StopKind.CLAIM, CLAIM % {"claim": version.claim_text})]


def _notice(version: Any) -> list[Stop]:
    # Asked of the database: a version that is going out bears its time already.
    if not Page.objects.filter(pk=version.pk, first_published_at__isnull=False).exists():
        return []
    if version.notices.filter(state=NoticeState.PENDING).exists():
        return []
    return [Stop(StopKind.NOTICE, NOTICE)]
