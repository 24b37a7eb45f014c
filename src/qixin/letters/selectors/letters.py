"""Which letters somebody may see, and the lists of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import ids
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.letters.enums import LetterState, Province
from qixin.letters.links import token_hash
from qixin.letters.models import Letter, Recipient, Reply, ReplyFile
from qixin.people.enums import UnitKind
from qixin.people.models import Unit, User
from qixin.people.permissions import grants_for, has_permission, scope

ALL = "all"
_Row = TypeVar("_Row", bound=Model)
S = LetterState


def visible(user: User) -> QuerySet[Letter]:
    """The letters of the units that the user reads letters of; none without a grant."""
    if not has_permission(user, "letters.read"):
        return Letter.objects.none()
    reach = scope(user, "letters.read", area_field="unit__area", unit_field="unit")
    return Letter.objects.filter(reach, district=default_district())


def letter_for(user: User, number: str) -> Letter:
    """Raises NotFound for no such letter, or one that is not the user's to see."""
    found = (
        visible(user)
        .select_related(
            "series", "unit__area", "answers", "drafted_by__person", "revised_by__person",
            "checked_by__person", "signed_by__person",
        )
        .filter(number=ids.normalise_number(number)[:20])
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound(_("There is no letter with this number, or none that you may see."))
    return found


def recipients_of(letter: Letter) -> QuerySet[Recipient]:
    """With their answers, files and reminders."""
    return letter.recipients.select_related("addressee").prefetch_related(
        "replies__files", "replies__incoming", "reminders"
    )


def recipient_for(user: User, pk: int) -> Recipient:
    """Raises NotFound where the letter is not the user's to see."""
    found = Recipient.objects.filter(letter__in=visible(user), pk=pk)
    rows = found.select_related("letter__series", "letter__unit__area", "addressee")
    return one_of(rows, _("There is no such recipient, or none that you may see."))


def reply_for(user: User, pk: int) -> Reply:
    """Raises NotFound where the letter is not the user's to see."""
    found = Reply.objects.filter(recipient__letter__in=visible(user), pk=pk)
    rows = found.select_related("recipient__letter__unit__area", "recipient__letter__series")
    return one_of(rows, _("There is no such answer, or none that you may see."))


def file_for(user: User, pk: int) -> ReplyFile:
    """Raises NotFound where the letter is not the user's to see."""
    found = ReplyFile.objects.filter(reply__recipient__letter__in=visible(user), pk=pk)
    rows = found.select_related("reply__recipient__letter__unit__area")
    return one_of(rows, _("There is no such file, or none that you may see."))


def recipient_by_token(token: str) -> Recipient:
    """Whom a link belongs to. Raises NotFound for a link that was never given, or was replaced."""
    found = Recipient.objects.filter(token_hash=token_hash(token))
    rows = found.select_related("letter__series", "letter__unit", "addressee")
    return one_of(rows, _("This link is not valid. A newer one may have replaced it."))


def one_of(rows: QuerySet[_Row], missing: str) -> _Row:
    """The only row. Raises NotFound, saying `missing`, without one."""
    found = rows.first()
    if found is None:
        raise NotFound(missing)
    return found


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; "" is no narrowing."""

    state: str = ALL
    words: str = ""
    province: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Read from GET parameters. What is not understood narrows nothing."""
        state, province = query.get("state", ALL), query.get("province", "")
        return cls(
            state=state if state in LetterState.values else ALL,
            words=query.get("q", "").strip()[:60],
            province=province if province in Province.values else "",
        )

    @property
    def narrows(self) -> bool:
        return self != Filter()


def listed(user: User, wanted: Filter) -> QuerySet[Letter]:
    """The user's letters under a filter, newest first, with how many answers they have."""
    found = visible(user).filter(_condition(wanted)).select_related("series", "unit")
    return found.defer("body").annotate(
        recipient_count=Count("recipients"),
        answer_count=Count("recipients", filter=Q(recipients__answered_at__isnull=False)),
    ).order_by("-drafted_at", "-id")  # fmt: skip


def tallies(user: User, wanted: Filter) -> dict[str, int]:
    """How many stand at each step that waits for somebody, under the filter otherwise."""
    states = (S.CHECKING, S.CHECKED, S.SIGNED, S.SENT)
    counted: dict[str, int] = (
        visible(user)
        .filter(_condition(replace(wanted, state=ALL)))
        .aggregate(**{str(s.value): Count("pk", filter=Q(state=s)) for s in states})
    )
    return counted


def waiting_count(user: User) -> int:
    """How many letters wait for the user to check or sign them, as the navigation shows it."""
    mine = Q(pk__in=[])
    if has_permission(user, "letters.sign"):
        mine |= Q(state=S.CHECKED)
    if has_permission(user, "letters.check"):
        mine |= Q(state=S.CHECKING) & ~Q(drafted_by=user.pk) & ~Q(revised_by=user.pk)
    return visible(user).filter(mine).count()


def own_units(user: User) -> QuerySet[Unit]:
    """The units in whose name `user` drafts letters."""
    within = Q(pk__in=[])
    for grant in grants_for(user, "letters.draft"):
        if grant.is_district_wide:
            within = Q()
            break
        if grant.unit_id is not None:
            within |= Q(pk=grant.unit_id) | Q(parent=grant.unit_id)
        elif grant.area is not None:
            within |= Q(area__code__startswith=grant.area.code)
    offices = Unit.objects.filter(district=default_district()).exclude(kind=UnitKind.ENTERPRISE)
    return offices.filter(within)


def _condition(wanted: Filter) -> Q:
    condition = Q() if wanted.state == ALL else Q(state=wanted.state)
    if wanted.province:
        sent_there = Recipient.objects.filter(addressee__province=wanted.province)
        condition &= Q(pk__in=sent_there.values("letter"))
    if wanted.words:
        words = wanted.words
        condition &= (
            Q(title__icontains=words)
            | Q(series__code__icontains=words)
            | Q(case_number=ids.normalise_number(words)[:20])
            | Q(number=ids.normalise_number(words)[:20])
            | Q(pk__in=Recipient.objects.filter(addressee__name__icontains=words).values("letter"))
        )
    return condition
