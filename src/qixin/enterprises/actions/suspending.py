"""What a major hazard means for the enterprise's right to work.

The hazards themselves are the fact: `selectors.safety.open_major_hazards`. Here is the one place
where a filing hears of it.
"""

from __future__ import annotations

from qixin.core import journal
from qixin.enterprises import bars
from qixin.enterprises.actions import filings
from qixin.enterprises.enums import OPEN_FILINGS, STANDING_FILINGS, FilingState
from qixin.enterprises.models import Enterprise, Hazard, ResumptionFiling
from qixin.enterprises.selectors.safety import open_major_hazards
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User


def bar(*, hazard: Hazard, by: User) -> None:
    """Keep the enterprise from working while `hazard` is open; within a transaction.

    An approved filing is suspended, by whoever found the hazard: it needs no right to decide.
    """
    _note("bar", hazard.enterprise, hazard, by)
    suspend_standing(enterprise=hazard.enterprise, hazard=hazard, by=by)


def unbar(*, hazard: Hazard, by: User) -> None:
    """Let the enterprise work again, if `hazard` was the last; within a transaction.

    Lifts only what a hazard suspended, and only where nothing else bars it.
    """
    enterprise = hazard.enterprise
    standing = _locked_standing(enterprise)
    if open_major_hazards(enterprise).exists():
        return
    _note("unbar", enterprise, hazard, by)
    if standing is None or standing.suspended_for_id is None or bars.sentences(enterprise):
        return
    filings.lift_after_hazard(filing=standing, hazard=hazard, by=by)


def suspend_standing(*, enterprise: Enterprise, hazard: Hazard, by: User) -> None:
    """Suspend the enterprise's approved filing, if it has one; within a transaction."""
    standing = _locked_standing(enterprise)
    if standing is not None and standing.state == FilingState.APPROVED:
        filings.suspend_for_hazard(filing=standing, hazard=hazard, by=by)


def _locked_standing(enterprise: Enterprise) -> ResumptionFiling | None:
    """The filing that stands, with those in hand locked too: one of them may be about to be
    approved by somebody who has not seen the hazard. Newest first, as approving locks them."""
    in_hand = (*OPEN_FILINGS, *STANDING_FILINGS)
    rows = ResumptionFiling.objects.filter(enterprise=enterprise, state__in=in_hand)
    held = rows.select_for_update(of=("self",)).order_by("-pk")
    return next((one for one in held if one.state in STANDING_FILINGS), None)


def _note(verb: str, enterprise: Enterprise, hazard: Hazard, by: User) -> None:
    detail = {"hazard": hazard.number}
    journal.write(verb=JOURNAL[verb], subject=enterprise, by=by, detail=detail)
