"""A hazard's course: found, reported mended, inspected again, extended, dropped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.errors import Invalid
from qixin.core.reasons import kept_reason
from qixin.enterprises.actions import suspending
from qixin.enterprises.actions.photos import announce, keep_photos
from qixin.enterprises.enums import Severity, StepKind
from qixin.enterprises.models import Enterprise, Finding, Hazard, HazardStep, Inspection, Visit
from qixin.enterprises.models.hazards import LONGEST_HAZARD, LONGEST_NOTE
from qixin.enterprises.policies.safety import (
    check_can_drop,
    check_can_extend,
    check_can_inspect_again,
    check_can_report_mended,
    check_deadline,
    check_safety_transition,
)
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.enums import Role
from qixin.people.models import Grant, Person, Unit, User

_STEP_OF = {
    "report_mended": StepKind.MENDED,
    "clear": StepKind.CLEARED,
    "not_clear": StepKind.NOT_CLEARED,
    "extend": StepKind.EXTENDED,
    "drop": StepKind.DROPPED,
}


@dataclass(frozen=True)
class Hazardous:
    """A hazard as it was found; `photos` are keys of photos that show it and come later."""

    text: str
    severity: str
    due_on: date
    photos: Sequence[uuid.UUID] = ()


def find(
    *,
    enterprise: Enterprise,
    found: Hazardous,
    unit: Unit,
    at: datetime,
    by: User,
    inspection: Inspection | None = None,
    visit: Visit | None = None,
    finding: Finding | None = None,
) -> Hazard:
    """Note a hazard within the transaction of the inspection or visit that found it, whose rights
    were checked. A major one bars the enterprise. Raises Invalid."""
    text = cleaned_text(found.text, most=LONGEST_HAZARD)
    if not text:
        raise Invalid(_("Say what the hazard is."))
    if found.severity not in Severity.values:
        raise Invalid(_("A hazard is ordinary or major."))
    check_deadline(found.due_on, found_on=clock.local(at).date())
    hazard = Hazard.objects.create(
        number=ids.new_number("H", at), enterprise=enterprise, inspection=inspection, visit=visit,
        finding=finding, text=text, severity=found.severity, due_on=found.due_on, unit=unit,
        responsible=_contact_of(enterprise), found_by=by, found_at=at,
    )  # fmt: skip
    step = HazardStep.objects.create(
        hazard=hazard, kind=StepKind.FOUND, at=at, by=by, due_on=found.due_on
    )
    if finding is None:
        announce(found.photos, step=step)
    detail = {"severity": hazard.severity, "due_on": f"{hazard.due_on}"}
    journal.write(verb=JOURNAL["find"], subject=hazard, by=by, detail=detail)
    if hazard.is_major:
        suspending.bar(hazard=hazard, by=by)
    return hazard


@transaction.atomic
def report_mended(
    *, hazard: Hazard, note: str, photos: Sequence[File[bytes]] = (), by: User
) -> Hazard:
    """The enterprise says that it mended a hazard, with words or photos.

    Raises Refused, WrongState, Invalid.
    """
    held = _locked(hazard)
    check_can_report_mended(by, hazard=held)
    said = cleaned_text(note, most=LONGEST_NOTE)
    if not said and not photos:
        raise Invalid(_("Say what was done, or add a photo."))
    step = _step(held, "report_mended", by=by, note=said)
    keep_photos(photos, step=step, by=by)
    return held


@transaction.atomic
def clear(
    *, hazard: Hazard, note: str = "", photos: Sequence[uuid.UUID] = (),
    files: Sequence[File[bytes]] = (), at: datetime | None = None, by: User,
) -> Hazard:  # fmt: skip
    """Inspected again, and in order. `photos` come later by their keys, `files` are here.

    Raises Refused, WrongState.
    """
    held = _locked(hazard)
    check_can_inspect_again(by, hazard=held)
    said = cleaned_text(note, most=LONGEST_NOTE)
    step = _step(held, "clear", by=by, note=said, at=at, ended_at=at or clock.now())
    announce(photos, step=step)
    keep_photos(files, step=step, by=by)
    if held.is_major:
        suspending.unbar(hazard=held, by=by)
    return held


@transaction.atomic
def not_clear(
    *, hazard: Hazard, note: str, due_on: date, photos: Sequence[uuid.UUID] = (),
    files: Sequence[File[bytes]] = (), at: datetime | None = None, by: User,
) -> Hazard:  # fmt: skip
    """Inspected again, and still not in order: it has a new deadline. Raises Refused, WrongState,
    Invalid."""
    held = _locked(hazard)
    check_can_inspect_again(by, hazard=held)
    said = cleaned_text(note, most=LONGEST_NOTE)
    if not said:
        raise Invalid(_("Say what is still not in order; the enterprise reads it."))
    check_deadline(due_on, found_on=clock.local(at or clock.now()).date())
    step = _step(held, "not_clear", by=by, note=said, at=at, due_on=due_on, reached=0)
    announce(photos, step=step)
    keep_photos(files, step=step, by=by)
    return held


@transaction.atomic
def extend(*, hazard: Hazard, due_on: date, reason: str, by: User) -> Hazard:
    """A later deadline, with a reason: once by an inspector, again only by another who decides.

    Raises Refused, WrongState, Invalid.
    """
    held = _locked(hazard)
    check_can_extend(by, hazard=held)
    check_deadline(due_on, found_on=clock.today())
    if due_on <= held.due_on:
        raise Invalid(_("The new deadline has to be later than the old one."))
    said = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    _step(
        held, "extend", by=by, note=said, due_on=due_on, reached=0,
        extensions=held.extensions + 1, extended_by=by,
    )  # fmt: skip
    return held


@transaction.atomic
def drop(*, hazard: Hazard, reason: str, by: User) -> Hazard:
    """It was no hazard, or stands in the list twice. Raises Refused, WrongState, Invalid."""
    held = _locked(hazard)
    check_can_drop(by, hazard=held)
    said = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    _step(held, "drop", by=by, note=said, ended_at=clock.now())
    if held.is_major:
        suspending.unbar(hazard=held, by=by)
    return held


def cleaned_text(text: str, *, most: int) -> str:
    """Without NUL and outer blanks. Raises Invalid for more than `most` characters."""
    said = text.replace("\0", "").strip()
    if len(said) > most:
        raise Invalid(
            _("This text has %(n)d characters; at most %(most)d fit.")
            % {"n": len(said), "most": most}
        )
    return said


def _locked(hazard: Hazard) -> Hazard:
    return (
        Hazard.objects.select_for_update(of=("self",))
        .select_related(
            "enterprise__unit__area", "enterprise__managing_unit", "enterprise__supervising_unit"
        )
        .get(pk=hazard.pk)
    )


def _step(
    held: Hazard, verb: str, *, by: User, note: str, at: datetime | None = None, **changes: Any
) -> HazardStep:
    before = held.state
    held.state = check_safety_transition("hazard", verb, before, kept=note)
    for field, value in changes.items():
        setattr(held, field, value)
    held.save(update_fields=["state", *changes])
    detail = {"hazard_state_before": before, "hazard_state": held.state}
    if (due_on := changes.get("due_on")) is not None:
        detail["due_on"] = f"{due_on}"
    journal.write(verb=JOURNAL[verb], subject=held, by=by, detail=detail)
    return HazardStep.objects.create(
        hazard=held, kind=_STEP_OF[verb], at=at or clock.now(), by=by, note=note,
        due_on=changes.get("due_on"),
    )  # fmt: skip


def _contact_of(enterprise: Enterprise) -> Person | None:
    """The contact who has been there longest answers for it until somebody else is named."""
    grant = (
        Grant.objects.in_force()
        .filter(role=Role.ENTERPRISE_CONTACT, unit=enterprise.unit_id)
        .select_related("person")
        .order_by("since", "id")
        .first()
    )
    return grant.person if grant else None
