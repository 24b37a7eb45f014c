"""The words by which a district wants to find enterprises."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.saving import save_checked
from qixin.enterprises.models import Tag
from qixin.enterprises.policies.register import check_can_manage_register
from qixin.enterprises.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def set_tag(*, name: str, name_en: str, by: User, tag: Tag | None = None) -> Tag:
    """Add a tag, or rename one. Raises Refused, Invalid, Conflict for a name that is there."""
    check_can_manage_register(by)
    held = Tag.objects.select_for_update().get(pk=tag.pk) if tag else Tag()
    held.name = " ".join(name.replace("\0", "").split())
    held.name_en = " ".join(name_en.replace("\0", "").split())
    if not held.name:
        raise Invalid(_("Give the tag a name."))
    try:
        with transaction.atomic():
            save_checked(held)
    except IntegrityError:
        raise Conflict(_("There is a tag of this name already.")) from None
    journal.write(verb=JOURNAL["set_tag"], subject=held, by=by, detail={"tag": held.name})
    return held


@transaction.atomic
def remove_tag(*, tag: Tag, by: User) -> None:
    """Take a tag away from every enterprise, and the tag itself. Raises Refused."""
    check_can_manage_register(by)
    held = Tag.objects.select_for_update().filter(pk=tag.pk).first()
    if held is not None:
        detail = {"tag": held.name, "count": held.enterprises.count()}
        journal.write(verb=JOURNAL["remove_tag"], subject=held, by=by, detail=detail)
        held.delete()
