"""What was found on the spot, as a telephone sends it: received once however often it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.errors import Invalid, NotFound, QixinError
from qixin.enterprises.actions.hazards import Hazardous, cleaned_text, clear, find, not_clear
from qixin.enterprises.actions.inspecting import locked_inspection
from qixin.enterprises.actions.photos import MOST_AT_ONCE, announce
from qixin.enterprises.actions.profiling import note_idle
from qixin.enterprises.enums import ChecklistUse, InspectionState, ItemVerdict
from qixin.enterprises.models import Enterprise, Finding, Hazard, Inspection, Visit
from qixin.enterprises.models.inspections import LONGEST_FINDING, LONGEST_REMARK
from qixin.enterprises.policies.safety import check_safety_transition, inspecting_unit
from qixin.enterprises.selectors.checklists import known_items
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import Unit, User

MOST_FINDINGS = 500
MOST_LOOSE = 50


@dataclass(frozen=True)
class Found:
    """One item: `verdict` of ItemVerdict; severity and deadline where it is not in order."""

    item: int
    verdict: str
    note: str = ""
    severity: str = ""
    due_on: date | None = None
    photos: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Loose:
    """A hazard that no item of the checklists asks for."""

    text: str
    severity: str
    due_on: date
    photos: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class LookedAgain:
    """An older hazard, by its number: cleared, or not and with a new deadline."""

    hazard: str
    is_cleared: bool
    note: str = ""
    due_on: date | None = None
    photos: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class OnTheSpot:
    """What an inspection and a visit have in common. `idle_since` is the first idle day of an
    enterprise that does not work, `is_working` None where nobody looked."""

    client_key: uuid.UUID
    at: datetime
    findings: tuple[Found, ...] = ()
    loose: tuple[Loose, ...] = ()
    looked_again: tuple[LookedAgain, ...] = ()
    remark: str = ""
    is_working: bool | None = None
    idle_since: date | None = None


@dataclass
class Recorded:
    """What became of what was sent; `notices` are sentences for whoever sent it."""

    thing: Inspection | Visit
    is_new: bool
    notices: list[str] = field(default_factory=list)


@transaction.atomic
def record(*, inspection: Inspection, sent: OnTheSpot, by: User) -> Recorded:
    """Note what an inspection found, with the editions that it was made with.

    The same key again changes nothing. Where somebody else has done or called off this one in the
    meantime, what was found is kept as an inspection of its own: it is never lost. Raises Refused,
    Invalid.
    """
    held = locked_inspection(inspection)
    if (known := Inspection.objects.filter(client_key=sent.client_key).first()) is not None:
        return Recorded(_own(known.inspector_id, known, by), is_new=False)
    unit, notices = inspecting_unit(by, held.enterprise), []
    at = done_at(sent.at)
    if held.state != InspectionState.SCHEDULED:
        notices.append(
            _("%(number)s was at another step by then; yours was kept as an inspection of its own.")
            % {"number": held.number}
        )
        held = _another(held, unit, by)
    held.state = check_safety_transition("inspection", "record", held.state)
    held.unit, held.inspector, held.client_key = unit, by, sent.client_key
    held.done_at, held.received_at = at, clock.now()
    held.remark = cleaned_text(sent.remark, most=LONGEST_REMARK)
    held.save()
    notices += note_all(held.enterprise, sent, unit, at, by, inspection=held)
    detail = {
        "enterprise": held.enterprise_id, "findings": len(sent.findings),
        "hazards": held.hazards.count(),
    }  # fmt: skip
    journal.write(verb=JOURNAL["record"], subject=held, by=by, detail=detail)
    return Recorded(held, is_new=True, notices=notices)


def done_at(at: datetime) -> datetime:
    """The telephone's time; a clock that is fast cannot put it into the future. Raises Invalid for
    a clock that is a year slow."""
    now = clock.now()
    if at < now - timedelta(days=365):
        raise Invalid(_("This telephone's clock is wrong by more than a year. Set it, then send."))
    return min(at, now)


def note_all(
    enterprise: Enterprise, sent: OnTheSpot, unit: Unit, at: datetime, by: User, *,
    inspection: Inspection | None = None, visit: Visit | None = None,
) -> list[str]:  # fmt: skip
    """Findings with their hazards, loose hazards, older ones looked at again, whether it works;
    returns notices. For a locked inspection or a new visit. Raises Invalid."""
    _check_amounts(sent)
    use = ChecklistUse.INSPECTION if inspection is not None else ChecklistUse.VISIT
    spot = _Spot(enterprise, unit, at, by, inspection, visit)
    spot.note_findings(sent.findings, use)
    for one in sent.loose:
        spot.find(one.text, one.severity, one.due_on, photos=one.photos)
    if sent.is_working is not None:
        note_idle(
            enterprise=enterprise, since=None if sent.is_working else sent.idle_since,
            is_working=sent.is_working, seen_on=clock.local(at).date(), by=by,
        )  # fmt: skip
    return [notice for one in sent.looked_again if (notice := spot.look_again(one))]


@dataclass(frozen=True)
class _Spot:
    enterprise: Enterprise
    unit: Unit
    at: datetime
    by: User
    inspection: Inspection | None
    visit: Visit | None

    def note_findings(self, findings: Sequence[Found], use: ChecklistUse) -> None:
        items = known_items([one.item for one in findings], use)
        if len({one.item for one in findings}) < len(findings) or len(items) < len(findings):
            raise Invalid(_("These findings do not fit the checklists. Load the page again."))
        for one in findings:
            if one.verdict not in ItemVerdict.values:
                raise Invalid(_("Every item is in order, not in order, or does not apply."))
            finding = Finding.objects.create(
                inspection=self.inspection, visit=self.visit, item=items[one.item],
                verdict=one.verdict, note=cleaned_text(one.note, most=LONGEST_FINDING),
            )  # fmt: skip
            announce(one.photos, finding=finding)
            if one.verdict == ItemVerdict.NOT_OK:
                if one.due_on is None:
                    raise Invalid(_("What is not in order needs a deadline."))
                severity = one.severity or finding.item.severity
                text = finding.item.text + (f"：{finding.note}" if finding.note else "")
                self.find(text[:LONGEST_FINDING], severity, one.due_on, finding=finding)

    def find(
        self, text: str, severity: str, due_on: date, *, finding: Finding | None = None,
        photos: Sequence[uuid.UUID] = (),
    ) -> None:  # fmt: skip
        find(
            enterprise=self.enterprise, found=Hazardous(text, severity, due_on, photos),
            unit=self.unit, at=self.at, by=self.by, inspection=self.inspection, visit=self.visit,
            finding=finding,
        )  # fmt: skip

    def look_again(self, one: LookedAgain) -> str:
        """A notice where this hazard stands elsewhere by now; the rest goes in all the same."""
        number = ids.normalise_number(one.hazard)[:20]
        try:
            with transaction.atomic():
                self._judge(one, number)
        except QixinError as error:
            return f"{number}: {error}"
        return ""

    def _judge(self, one: LookedAgain, number: str) -> None:
        hazard = Hazard.objects.filter(enterprise=self.enterprise, number=number).first()
        if hazard is None:
            raise NotFound(_("This enterprise has no such hazard."))
        if one.is_cleared:
            clear(hazard=hazard, note=one.note, photos=one.photos, at=self.at, by=self.by)
        elif one.due_on is None:
            raise Invalid(_("What is not in order needs a deadline."))
        else:
            not_clear(
                hazard=hazard, note=one.note, due_on=one.due_on, photos=one.photos, at=self.at,
                by=self.by,
            )  # fmt: skip


def _check_amounts(sent: OnTheSpot) -> None:
    if not sent.findings and not sent.loose and not sent.looked_again:
        raise Invalid(_("Nothing was looked at. Answer at least one item."))
    if len(sent.findings) > MOST_FINDINGS or len(sent.loose) > MOST_LOOSE:
        raise Invalid(_("This is more than one inspection can hold."))
    shown: list[Found | Loose | LookedAgain] = [
        *sent.findings, *sent.loose, *sent.looked_again,
    ]  # fmt: skip
    if sum(len(one.photos) for one in shown) > MOST_AT_ONCE:
        raise Invalid(
            _("At most %(most)d photos belong to one inspection.") % {"most": MOST_AT_ONCE}
        )


def _another(like: Inspection, unit: Unit, by: User) -> Inspection:
    """A row of its own for what a second inspector found. Not one that is scheduled, for the unit
    may have one already: it is saved when it is done."""
    now = clock.now()
    return Inspection(
        number=ids.new_number("J", now), enterprise=like.enterprise, unit=unit, inspector=by,
        planned_on=clock.today(), taken_on_at=now,
    )  # fmt: skip


def _own(sender: int | None, known: Inspection, by: User) -> Inspection:
    if sender != by.pk:
        raise Invalid(_("This was sent by somebody else."))
    return known
