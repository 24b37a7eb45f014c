"""What a major hazard means for the enterprise's right to work.

The hazards themselves are the fact: `selectors.safety.open_major_hazards`. Here is the one place
where a filing hears of it.
"""

from __future__ import annotations

from qixin.core import journal
from qixin.enterprises.models import Enterprise, Hazard
from qixin.enterprises.selectors.safety import open_major_hazards
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User


def bar(*, hazard: Hazard, by: User) -> None:
    """Note that the enterprise may not work while `hazard` is open; within a transaction."""
    _note("bar", hazard.enterprise, hazard, by)


def unbar(*, hazard: Hazard, by: User) -> None:
    """Note that nothing keeps the enterprise from working any more, if `hazard` was the last."""
    if not open_major_hazards(hazard.enterprise).exists():
        _note("unbar", hazard.enterprise, hazard, by)


def _note(verb: str, enterprise: Enterprise, hazard: Hazard, by: User) -> None:
    detail = {"hazard": hazard.number}
    journal.write(verb=JOURNAL[verb], subject=enterprise, by=by, detail=detail)
