"""Letters that came in: which of them somebody may see, the lists, and what they may answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import rjieba
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock, ids
from qixin.core.models import default_district
from qixin.letters.enums import WAITING_STATES, IncomingKind, IncomingState, LetterState
from qixin.letters.models import Incoming, IncomingFile, Recipient
from qixin.letters.selectors.letters import ALL, one_of, visible
from qixin.people.models import User
from qixin.people.permissions import either, has_permission, scope

OVERDUE = "overdue"
# Words that almost every subject has.
_USUAL = frozenset(["关于", "商请", "协助", "支持", "提供", "有限公司", "公司", "复函", "来函"])
# 临复工函〔2020〕12号, with whatever brackets somebody typed
_NUMBER = re.compile(
    r"([\w（）()]{1,24}?)\s*[〔\[［【(（]\s*(\d{4})\s*[〕\]］】)）]\s*第?(\d{1,6})\s*号"
)
_LOOKED_AT, _SHOWN = 200, 5


def incoming_visible(user: User) -> QuerySet[Incoming]:
    """Those of the units that the user reads letters of: as desk, or to be answered."""
    if not has_permission(user, "letters.read"):
        return Incoming.objects.none()
    reach = [
        scope(user, "letters.read", area_field=f"{one}__area", unit_field=one)
        for one in ("unit", "desk")
    ]
    return Incoming.objects.filter(either(*reach), district=default_district())


def incoming_for(user: User, number: str) -> Incoming:
    """Raises NotFound for no such letter, or one that is not the user's to see."""
    rows = incoming_visible(user).filter(number=ids.normalise_number(number)[:20])
    rows = rows.select_related(
        "sender", "unit__area", "desk__area", "registered_by__person",
        "matched__letter__series", "matched__addressee",
    )  # fmt: skip
    return one_of(rows, _("There is no incoming letter with this number, or none for you to see."))


def incoming_file_for(user: User, pk: int) -> IncomingFile:
    """Raises NotFound where the letter is not the user's to see."""
    rows = IncomingFile.objects.filter(incoming__in=incoming_visible(user), pk=pk)
    rows = rows.select_related("incoming__unit__area", "incoming__desk__area")
    return one_of(rows, _("There is no such file, or none that you may see."))


@dataclass(frozen=True)
class IncomingFilter:
    """What the list is narrowed to; "" and `ALL` narrow nothing. `state` may be `OVERDUE`."""

    state: str = ALL
    kind: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> IncomingFilter:
        """Read from GET parameters. What is not understood narrows nothing."""
        state, kind = query.get("state", ALL), query.get("kind", "")
        return cls(
            state=state if state in (*IncomingState.values, OVERDUE) else ALL,
            kind=kind if kind in IncomingKind.values else "",
            words=query.get("q", "").replace("\0", "").strip()[:60],
        )

    @property
    def narrows(self) -> bool:
        return self != IncomingFilter()


def incoming_listed(user: User, wanted: IncomingFilter) -> QuerySet[Incoming]:
    """Newest first; of what waits, what has to be answered first."""
    found = incoming_visible(user).filter(_state(wanted.state), _words(wanted))
    found = found.select_related("sender", "unit").defer("text")
    if wanted.state in (*WAITING_STATES, OVERDUE):
        return found.order_by("due_on", "-registered_at", "-id")
    return found.order_by("-registered_at", "-id")


def incoming_tallies(user: User, wanted: IncomingFilter) -> dict[str, int]:
    """How many stand where, under the filter's words and kind."""
    keys = (OVERDUE, *IncomingState.values)
    counted: dict[str, int] = (
        incoming_visible(user)
        .filter(_words(wanted))
        .aggregate(**{key: Count("pk", filter=_state(key)) for key in keys})
    )
    return counted


def incoming_waiting_count(user: User) -> int:
    """How many wait, as the navigation shows it."""
    return incoming_visible(user).filter(state__in=WAITING_STATES).count()


@dataclass(frozen=True)
class Suggestion:
    """A copy of ours that a letter may answer. `by_number` where it names the number itself,
    `words` what both subjects speak of."""

    recipient: Recipient
    by_number: bool
    words: tuple[str, ...]


def suggestions(user: User, incoming: Incoming) -> list[Suggestion]:
    """Letters of ours to this sender, the likeliest first: those whose number it names, those that
    are not answered yet, those that speak of the same."""
    copies = (
        Recipient.objects.filter(
            letter__in=visible(user), letter__state=LetterState.SENT, addressee=incoming.sender
        )
        .select_related("letter__series", "addressee")
        .order_by("-letter__sent_at", "-id")[:_LOOKED_AT]
    )
    named = {
        (code, int(year), int(serial))
        for code, year, serial in _NUMBER.findall(f"{incoming.subject}\n{incoming.text}")
    }
    theirs = _words_of(incoming.subject)
    found = [_suggestion(one, named, theirs) for one in copies]
    found.sort(key=lambda one: (-one.by_number, bool(one.recipient.answered_at), -len(one.words)))
    return found[:_SHOWN]


def _suggestion(copy: Recipient, named: set[tuple[str, int, int]], theirs: set[str]) -> Suggestion:
    letter = copy.letter
    # in a sentence, words stand before the code without a gap
    by_number = any(
        code.endswith(letter.series.code) and (year, serial) == (letter.year, letter.serial)
        for code, year, serial in named
    )
    return Suggestion(copy, by_number, tuple(sorted(theirs & _words_of(letter.title))))


def _words_of(text: str) -> set[str]:
    """Words of two characters and more that say something."""
    words: list[str] = rjieba.cut(text)
    return {word for word in words if len(word) > 1 and word.isalnum()} - _USUAL


def _state(state: str) -> Q:
    if state == ALL:
        return Q()
    if state == OVERDUE:
        return Q(state__in=WAITING_STATES, due_on__lt=clock.today())
    return Q(state=state)


def _words(wanted: IncomingFilter) -> Q:
    condition = Q(kind=wanted.kind) if wanted.kind else Q()
    if wanted.words:
        words = wanted.words
        condition &= (
            Q(subject__icontains=words)
            | Q(sender__name__icontains=words)
            | Q(their_number__icontains=words)
            | Q(number=ids.normalise_number(words)[:20])
        )
    return condition
