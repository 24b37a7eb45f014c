"""What a letter of a case may say of it, in place of a template's placeholders."""

from __future__ import annotations

from qixin.cases.selectors.cases import visible
from qixin.core import ids
from qixin.core.personal_data import mask_text
from qixin.letters.placeholders import ENTERPRISE, MATTER
from qixin.people.models import User


def known_to_letters(user: User, number: str) -> dict[str, str]:
    """The enterprise and the matter of a case; {} for none that is the user's to see."""
    rows = visible(user).filter(number=ids.normalise_number(number)[:20])
    case = rows.select_related("asker").only("title", "asker__name").first()
    if case is None:
        return {}
    return {ENTERPRISE: case.asker.name if case.asker else "", MATTER: mask_text(case.title)}
