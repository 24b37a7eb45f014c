"""What happened to a case, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qixin.cases.models import Answer, Case
from qixin.core import journal
from qixin.core.models import Entry
from qixin.core.personal_data import mask_text
from qixin.people.models import User

# verb → sentence, icon, tone
_WORDS: dict[str, tuple[str | Promise, str, str]] = {
    "cases.opened": (_("Case opened"), "briefcase", "info"),
    "cases.accepted": (_("Accepted; work has begun"), "player-play", "info"),
    "cases.answered": (_("Answered"), "message-2", "success"),
    "cases.handed_back": (_("Handed back: not this unit's matter"), "arrow-back-up", "warning"),
    "cases.confirmed": (_("The sender confirmed the answer"), "circle-check", "success"),
    "cases.confirmed_by_one": (_("One of the senders confirmed the answer"), "check", "success"),
    "cases.sent_back": (_("The sender sent the answer back"), "corner-up-left", "danger"),
    "cases.closed": (_("Closed without confirmation"), "archive", "neutral"),
    "cases.opening_undone": (_("Opening undone"), "arrow-back-up", "neutral"),
    "cases.noted": (_("Note among colleagues"), "note", "neutral"),
    "cases.contact_unmasked": (_("Looked at the sender's contact"), "eye", "neutral"),
    "cases.letter_answered": (_("A letter was answered"), "mail", "success"),
}
# The sender is shown masked, here too.
_BY_SENDER = ("cases.confirmed", "cases.confirmed_by_one", "cases.sent_back")


@dataclass(frozen=True)
class Event:
    """One line, as `{% timeline %}` shows it."""

    at: datetime
    text: str | Promise
    who: str | Promise
    note: str
    icon: str
    tone: str


def timeline(case: Case) -> list[Event]:
    """Every line about `case`, oldest first. The caller has checked that it may be seen."""
    entries = list(journal.timeline(case))
    names = _names(entries)
    answers = {answer.pk: answer for answer in case.answers.all()}
    notes = {note.pk: note.text for note in case.notes.all()}
    return [_event(entry, names, answers, notes) for entry in entries if entry.verb in _WORDS]


def _event(
    entry: Entry, names: dict[int, str], answers: dict[int, Answer], notes: dict[int, str]
) -> Event:
    text, icon, tone = _WORDS[entry.verb]
    if entry.verb in _BY_SENDER:
        who: str | Promise = _("Sender")
    elif entry.verb == "cases.letter_answered":
        who = _("Recipient of the letter")
    else:
        who = names.get(entry.actor_id or 0, _("System"))
    return Event(entry.at, text, who, _note(entry, answers, notes), icon, tone)


def _note(entry: Entry, answers: dict[int, Answer], notes: dict[int, str]) -> str:
    detail: dict[str, Any] = entry.detail
    answer = answers.get(detail.get("answer", 0))
    if answer is not None:
        # What the department wrote to the sender stands as it was sent; the sender's own words may
        # hold numbers, and those are shown by the click that the journal records.
        return mask_text(answer.objection) if entry.verb == "cases.sent_back" else answer.text
    said = notes.get(detail.get("note", 0), "") or detail.get("reason", "")
    return mask_text(said or detail.get("letter", ""))


def _names(entries: list[Entry]) -> dict[int, str]:
    ids = {entry.actor_id for entry in entries if entry.actor_kind == "user"}
    users = User.objects.filter(pk__in=ids).select_related("person")
    return {user.pk: str(user) for user in users}
