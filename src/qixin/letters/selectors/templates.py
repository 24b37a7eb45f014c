"""Templates of letters; which there are is no secret to whoever drafts."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from qixin.core.models import default_district
from qixin.letters.models import LetterTemplate
from qixin.letters.policies import check_can_manage
from qixin.letters.selectors.letters import one_of
from qixin.people.models import User
from qixin.people.permissions import has_permission


def templates_to_choose(user: User) -> QuerySet[LetterTemplate]:
    """What a draft may begin with; nothing for whoever drafts none."""
    if not has_permission(user, "letters.draft"):
        return LetterTemplate.objects.none()
    return LetterTemplate.objects.filter(district=default_district(), retired_at=None)


def all_templates(user: User) -> QuerySet[LetterTemplate]:
    """Also the retired ones, last, for the page that edits them. Raises Refused."""
    check_can_manage(user)
    found = LetterTemplate.objects.filter(district=default_district())
    return found.order_by(F("retired_at").asc(nulls_first=True), "id")


def template_for(user: User, pk: int) -> LetterTemplate:
    """Raises Refused, NotFound."""
    return one_of(all_templates(user).filter(pk=pk), _("There is no such template."))
