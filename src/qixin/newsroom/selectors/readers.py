"""Readers' messages, what they object to, likes, and call-outs."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core.errors import NotFound
from qixin.newsroom.enums.readers import CallState, FlagState, Showing
from qixin.newsroom.models import CallEntry, CallOut, Column, Flag, Like, ReaderMessage, Story
from qixin.people.models import User
from qixin.people.permissions import has_permission
from qixin.reports.enums import Consent

# Seconds for which a number of likes is not counted anew.
LIKES_KEPT = 15
_OPEN_FLAGS = Count("flags", filter=Q(flags__state=FlagState.OPEN), distinct=True)


def messages(user: User) -> QuerySet[ReaderMessage]:
    """All messages for whoever moderates, newest first; none for others."""
    found = (
        ReaderMessage.objects.select_related("report__about", "page", "answered_by__person")
        .annotate(open_flags=_OPEN_FLAGS)
        .order_by("-sent_at", "-id")
    )
    return found if has_permission(user, "newsroom.moderate") else found.none()


def narrowed(found: QuerySet[ReaderMessage], which: str, page: int = 0) -> QuerySet[ReaderMessage]:
    """`which`: waiting (may be shown), private (not to be shown, without answer), flagged, shown,
    or a state; anything else does not narrow."""
    if page:
        found = found.filter(page=page)
    if which == "waiting":
        return found.filter(state=Showing.WAITING, report__about__consent=Consent.GIVEN)
    if which == "private":
        private = found.filter(state=Showing.WAITING, answer="")
        return private.exclude(report__about__consent=Consent.GIVEN)
    if which == "flagged":
        return found.filter(Q(open_flags__gt=0) | Q(state=Showing.HIDDEN))
    return found.filter(state=which) if which in Showing.values else found


def message(user: User, pk: int) -> ReaderMessage:
    """Raises NotFound where it does not exist or may not be seen."""
    found = messages(user).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such message, or you may not see it."))
    return found


@dataclass(frozen=True)
class Objection:
    """Something that readers object to and nobody has looked at."""

    thing: ReaderMessage | CallEntry | Story
    kind: str
    count: int


def objections(user: User) -> list[Objection]:
    """What readers object to, the most often first; nothing for whoever does not moderate."""
    if not has_permission(user, "newsroom.moderate"):
        return []
    open_ones = Flag.objects.filter(state=FlagState.OPEN)
    found: list[Objection] = []
    for kind, model in (("message", ReaderMessage), ("entry", CallEntry), ("page", Story)):
        counted = {
            row[kind]: row["n"]
            for row in open_ones.exclude(**{kind: None}).values(kind).annotate(n=Count("pk"))
        }
        rows = model.objects.filter(pk__in=counted)  # type: ignore[attr-defined]
        if kind == "entry":
            rows = rows.select_related("call", "report")
        elif kind == "message":
            rows = rows.select_related("page", "report__about", "answered_by__person")
        found += [Objection(row, kind, counted[row.pk]) for row in rows]
    return sorted(found, key=lambda one: (-one.count, one.kind, one.thing.pk))


@dataclass(frozen=True)
class Figures:
    waiting: int
    private: int
    flagged: int
    shown: int


def figures(user: User) -> Figures:
    every = messages(user)
    return Figures(
        waiting=narrowed(every, "waiting").count(),
        private=narrowed(every, "private").count(),
        flagged=len(objections(user)),
        shown=narrowed(every, Showing.SHOWN).count(),
    )


def waiting_count(user: User) -> int:
    """What waits for a moderator, for the navigation."""
    if not has_permission(user, "newsroom.moderate"):
        return 0
    flagged = (
        Flag.objects.filter(state=FlagState.OPEN).values("message", "entry", "page").distinct()
    )
    return narrowed(messages(user), "waiting").order_by().count() + flagged.count()


def likes(page_id: int) -> int:
    """How many like a page; counted at most every quarter of a minute."""
    count: int = cache.get_or_set(
        f"likes:{page_id}", lambda: Like.objects.filter(page=page_id).count(), LIKES_KEPT
    )
    return count


def forget_likes(page_id: int) -> None:
    """Whoever has just liked it sees their own."""
    cache.delete(f"likes:{page_id}")


def public_page(reference: str) -> Story | Column:
    """The live story or column that a form names, "story:17". Raises NotFound."""
    kind, _colon, number = reference.partition(":")
    model = {"story": Story, "column": Column}.get(kind)
    found = model.objects.live().filter(pk=_whole(number)).first() if model else None
    if found is None:
        raise NotFound(_("There is no such page any more. Write to us by “Send a report”."))
    return found  # type: ignore[no-any-return]


def flaggable(reference: str) -> ReaderMessage | CallEntry | Story:
    """What a reader objects to: something that everybody can see. Raises NotFound."""
    kind, _colon, number = reference.partition(":")
    found: ReaderMessage | CallEntry | Story | None = None
    seen = (Showing.SHOWN, Showing.HIDDEN)
    if kind == "message":
        found = ReaderMessage.objects.filter(pk=_whole(number), state__in=seen).first()
    elif kind == "entry":
        found = CallEntry.objects.filter(pk=_whole(number), state__in=seen).first()
    elif kind == "story":
        found = Story.objects.live().filter(pk=_whole(number)).first()
    if found is None:
        raise NotFound(_("It is not shown any more. Thank you."))
    return found


def calls(user: User) -> QuerySet[CallOut]:
    """All call-outs with their numbers for whoever reads the newsroom; none for others."""
    found = (
        CallOut.objects.select_related("section", "made_by__person")
        .annotate(
            sent=Count("entries", distinct=True),
            waiting=Count("entries", filter=Q(entries__state=Showing.WAITING), distinct=True),
            shown=Count("entries", filter=Q(entries__state=Showing.SHOWN), distinct=True),
            newest=Max("entries__sent_at"),
        )
        .order_by("-opens_at", "-id")
    )
    return found if has_permission(user, "newsroom.read") else found.none()


def call(user: User, pk: int) -> CallOut:
    """Raises NotFound where it does not exist or may not be seen."""
    found = calls(user).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such call-out, or you may not see it."))
    return found


def public_call(slug: str) -> CallOut:
    """A call-out that readers know of. Raises NotFound."""
    seen = CallOut.objects.exclude(state=CallState.DRAFT).exclude(opened_at=None)
    found = seen.filter(slug=slug[:60]).first()
    if found is None:
        raise NotFound(_("There is no such call-out."))
    return found


def entries(user: User, call: CallOut, state: str = "") -> QuerySet[CallEntry]:
    """A call-out's entries for whoever moderates: the gallery in its order, the others newest
    first; none for others."""
    found = (
        call.entries.select_related("report__about")
        .prefetch_related("report__attachments", "pictures__attachment")
        .annotate(open_flags=_OPEN_FLAGS)
    )
    if not has_permission(user, "newsroom.moderate"):
        return found.none()
    order = ("position", "id") if state == Showing.SHOWN else ("-sent_at", "-id")
    kept = found.filter(state=state) if state in Showing.values else found
    return kept.order_by(*order)


def entry(user: User, pk: int) -> CallEntry:
    """Raises NotFound where it does not exist or may not be seen."""
    found = CallEntry.objects.select_related("call", "report__about").filter(pk=pk).first()
    if found is None or not has_permission(user, "newsroom.moderate"):
        raise NotFound(_("There is no such entry, or you may not see it."))
    return found


def _whole(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
