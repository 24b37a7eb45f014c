"""What happened to a case, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import Audience
from qixin.cases.models import Answer, Case, Note
from qixin.cases.selectors.people import may_read_note
from qixin.core import journal
from qixin.core.models import Entry
from qixin.core.personal_data import mask_text
from qixin.people.models import Unit, User

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
    "cases.asked": (_("Whoever asked is asked for more; the clock stands"), "help", "warning"),
    "cases.replied": (_("Whoever asked has replied; the clock runs"), "message-2", "info"),
    "cases.resumed": (_("Waiting is over; the clock runs"), "player-play", "info"),
    "cases.handed_back_again": (
        _("Handed back a second time: the duty commander decides"), "gavel", "danger",
    ),
    "cases.reassigned": (_("Given to another department"), "arrow-right", "info"),
    "cases.moved": (_("Given to another department"), "arrow-right", "info"),
    "cases.orphaned": (_("Its department was dissolved: the duty commander decides"), "gavel",
                       "warning"),
    "cases.decided": (_("The duty commander has decided who leads"), "gavel", "info"),
    "cases.refused_again": (
        _("The sender refused a second answer: the duty commander decides"), "gavel", "danger",
    ),
    "cases.lapsed": (_("Ended unconfirmed: five working days of silence"), "clock-pause",
                     "neutral"),
    "cases.reopened": (_("Reopened"), "refresh", "danger"),
    "cases.merged": (_("Merged into another case"), "git-merge", "neutral"),
    "cases.took_in": (_("Another case was merged into this one"), "git-merge", "info"),
    "cases.split": (_("A part became a case of its own"), "git-merge", "info"),
    "cases.terms_changed": (_("Type or urgency changed; clocks worked out again"), "adjustments",
                            "info"),
    "cases.outcome_recorded": (_("Outcome recorded"), "flag", "success"),
    "cases.outcome_struck": (_("Outcome struck"), "flag", "neutral"),
    "cases.escalated": (_("The clock ran out; told upward"), "alarm", "danger"),
    "cases.part_offered": (_("A unit is asked to help"), "users", "info"),
    "cases.part_accepted": (_("A unit accepted its part"), "check", "info"),
    "cases.part_started": (_("A unit works on its part"), "player-play", "info"),
    "cases.part_finished": (_("A unit has done its part"), "circle-check", "success"),
    "cases.part_returned": (_("The lead unit wants more of a part"), "corner-up-left", "warning"),
    "cases.part_handed_back": (_("A unit handed its part back"), "arrow-back-up", "warning"),
    "cases.part_handed_back_again": (
        _("A unit handed its part back a second time: the duty commander decides"), "gavel",
        "danger",
    ),
    "cases.part_upheld": (_("The duty commander gave the part to the unit for good"), "gavel",
                          "info"),
    "cases.part_withdrawn": (_("A part was withdrawn"), "x", "neutral"),
    "cases.exclusion_requested": (_("Asked not to be counted in the rates"), "filter-off",
                                  "neutral"),
    "cases.exclusion_granted": (_("Not counted in the rates"), "filter-off", "neutral"),
    "cases.exclusion_refused": (_("Counted in the rates"), "filter", "neutral"),
    "cases.exclusion_appealed": (_("Appealed against being counted"), "filter-off", "neutral"),
    "cases.appeal_refused": (_("Counted in the rates, also on appeal"), "filter", "neutral"),
    "cases.offered_to_newsroom": (_("Offered to the newsroom as a question and answer"), "news",
                                  "info"),
}  # fmt: skip
# What whoever asked reads: who deals with it and what is said to them, not how departments argue.
_FOR_ASKER = frozenset({
    "cases.opened", "cases.accepted", "cases.asked", "cases.replied", "cases.resumed",
    "cases.answered", "cases.confirmed", "cases.confirmed_by_one", "cases.sent_back",
    "cases.refused_again", "cases.lapsed", "cases.closed", "cases.reopened", "cases.merged",
    "cases.noted", "cases.letter_answered", "cases.moved", "cases.reassigned", "cases.decided",
    "cases.part_offered", "cases.part_accepted", "cases.part_finished", "cases.outcome_recorded",
})  # fmt: skip
# The sender is shown masked, here too.
_BY_SENDER = (
    "cases.confirmed", "cases.confirmed_by_one", "cases.sent_back", "cases.refused_again",
    "cases.replied",
)  # fmt: skip


# Of these the department's answer is the subject, not what is said now.
_SPOKEN = ("cases.confirmed", "cases.confirmed_by_one", "cases.sent_back", "cases.refused_again")


@dataclass(frozen=True)
class Event:
    """One line, as `{% timeline %}` shows it; `files` are those of its note or answer."""

    at: datetime
    text: str | Promise
    who: str | Promise
    note: str
    icon: str
    tone: str
    files: tuple[dict[str, str], ...] = ()


def timeline(user: User, case: Case) -> list[Event]:
    """Every line about `case` that `user` may read, oldest first. The caller has checked that the
    case itself may be seen."""
    entries = [entry for entry in journal.timeline(case) if entry.verb in _WORDS]
    notes = [note for note in _notes(case) if may_read_note(user, note, case)]
    return _Lines(case, entries, notes).events()


def timeline_for_asker(case: Case) -> list[Event]:
    """The same without what departments say among themselves, and who of them did what."""
    entries = [entry for entry in journal.timeline(case) if entry.verb in _FOR_ASKER]
    notes = [note for note in _notes(case) if note.audience == Audience.EVERYONE]
    return _Lines(case, entries, notes, for_asker=True).events()


def _notes(case: Case) -> list[Note]:
    return list(case.notes.select_related("unit").prefetch_related("files"))


class _Lines:
    """The journal's entries of a case as sentences, with what was said."""

    def __init__(
        self, case: Case, entries: list[Entry], notes: list[Note], *, for_asker: bool = False
    ) -> None:
        self.entries, self.for_asker = entries, for_asker
        self.notes = {note.pk: note for note in notes}
        self.answers = {one.pk: one for one in case.answers.prefetch_related("files")}
        self.names = _names(entries)
        self.units = _units(entries)

    def events(self) -> list[Event]:
        return [self._event(entry) for entry in self.entries if self._is_shown(entry)]

    def _is_shown(self, entry: Entry) -> bool:
        """A note that is not for the reader leaves no line, either."""
        noted = entry.detail.get("note")
        if entry.verb == "cases.noted" or (self.for_asker and noted and _is_internal(entry)):
            return noted in self.notes
        return True

    def _event(self, entry: Entry) -> Event:
        text, icon, tone = _WORDS[entry.verb]
        said: Note | Answer | None = self.notes.get(entry.detail.get("note", 0))
        said = said or self.answers.get(entry.detail.get("answer", 0))
        files = _files(said) if said and entry.verb not in _SPOKEN else ()
        if entry.verb == "cases.noted" and isinstance(said, Note):
            text = _NOTED[Audience(said.audience)]
        return Event(entry.at, text, self._who(entry, said), self._note(entry), icon, tone, files)

    def _who(self, entry: Entry, said: Note | Answer | None) -> str | Promise:
        said_by_sender = isinstance(said, Note) and said.unit_id is None and said.by_id is None
        if entry.verb in _BY_SENDER or said_by_sender:
            return _("Sender")
        if entry.verb == "cases.letter_answered":
            return _("Recipient of the letter")
        unit = self.units.get(entry.detail.get("unit") or 0, "")
        if self.for_asker:
            return unit or (str(said.unit) if said and said.unit else _("District"))
        name = self.names.get(entry.actor_id or 0, _("System"))
        return f"{name} · {unit}" if unit else name

    def _note(self, entry: Entry) -> str:
        detail: dict[str, Any] = entry.detail
        answer = self.answers.get(detail.get("answer", 0))
        if answer is not None:
            # What the department wrote to the sender stands as it was sent; the sender's own words
            # may hold numbers, and those are shown by the click that the journal records.
            return mask_text(answer.objection) if entry.verb in _BY_SENDER else answer.text
        note = self.notes.get(detail.get("note", 0))
        said = note.text if note else ""
        if not said and not (self.for_asker and _is_internal(entry)):
            said = detail.get("reason", "") or detail.get("case", "") or detail.get("into", "")
        return mask_text(said or detail.get("letter", ""))


_NOTED: dict[Audience, str | Promise] = {
    Audience.LEAD: _("Note to the lead unit"),
    Audience.DEPARTMENTS: _("Note among colleagues"),
    Audience.EVERYONE: _("Said to everybody"),
}
# Their reasons are for the departments; whoever asked reads only that it happened.
_INTERNAL = frozenset({
    "cases.moved", "cases.reassigned", "cases.decided", "cases.merged", "cases.part_offered",
    "cases.part_finished", "cases.reopened",
})  # fmt: skip


def _files(said: Note | Answer) -> tuple[dict[str, str], ...]:
    return tuple(
        {"name": file.name, "href": reverse("cases:file", args=[file.pk])}
        for file in said.files.all()
    )


def _is_internal(entry: Entry) -> bool:
    return entry.verb in _INTERNAL


def _names(entries: list[Entry]) -> dict[int, str]:
    ids = {entry.actor_id for entry in entries if entry.actor_kind == "user"}
    users = User.objects.filter(pk__in=ids).select_related("person")
    return {user.pk: str(user) for user in users}


def _units(entries: list[Entry]) -> dict[int, str]:
    ids = {entry.detail.get("unit") for entry in entries} - {None}
    return {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=ids)}
