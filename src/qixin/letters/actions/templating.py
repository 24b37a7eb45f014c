"""Templates of letters: added, changed, retired and brought back by administrators."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.models import default_district
from qixin.core.saving import save_checked
from qixin.letters.actions.drafting import cleaned_words
from qixin.letters.models import LetterTemplate
from qixin.letters.placeholders import has_lone_brace, tidy, unknown_in
from qixin.letters.policies import check_can_manage
from qixin.letters.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def add_template(
    *, name: str, title: str, body: str, by: User, name_en: str = ""
) -> LetterTemplate:
    """Add a beginning that drafters are offered; a second click adds nothing.

    Raises Refused, Invalid for what the words may not hold, Conflict for a name that is taken.
    """
    check_can_manage(by)
    made = LetterTemplate(name=_one_line(name), name_en=_one_line(name_en))
    made.title, made.body = checked_words(title, body)
    same = LetterTemplate.objects.filter(district=default_district(), name=made.name).first()
    if same and same.retired_at is None and (same.title, same.body) == (made.title, made.body):
        return same
    _save(made, "add_template", by)
    return made


@transaction.atomic
def revise_template(
    *, template: LetterTemplate, name: str, title: str, body: str, version: int, by: User,
    name_en: str = "",
) -> LetterTemplate:  # fmt: skip
    """Change one; letters that began with it keep their words.

    Raises Refused, Invalid, Conflict where it was changed since `version`, or the name is taken.
    """
    check_can_manage(by)
    held = _held(template)
    if held.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    held.name, held.name_en = _one_line(name), _one_line(name_en)
    held.title, held.body = checked_words(title, body)
    held.version += 1
    _save(held, "revise_template", by)
    return held


@transaction.atomic
def retire_template(*, template: LetterTemplate, by: User) -> LetterTemplate:
    """Offer it for no new letter. Again does nothing. Raises Refused."""
    check_can_manage(by)
    held = _held(template)
    if held.retired_at is None:
        held.retired_at = clock.now()
        _save(held, "retire_template", by)
    return held


@transaction.atomic
def bring_back_template(*, template: LetterTemplate, by: User) -> LetterTemplate:
    """Offer it again. Again does nothing. Raises Refused."""
    check_can_manage(by)
    held = _held(template)
    if held.retired_at is not None:
        held.retired_at = None
        _save(held, "bring_back_template", by)
    return held


def checked_words(title: str, body: str) -> tuple[str, str]:
    """A template's words as they are kept.

    Raises Invalid for blank or too long ones, and for a placeholder that there is not.
    """
    title, body = cleaned_words(tidy(title), tidy(body))
    whole = f"{title}\n{body}"
    if unknown := unknown_in(whole):
        raise Invalid(
            _("%(names)s is no placeholder. The page lists those that there are.")
            % {"names": "、".join(unknown)}
        )
    if has_lone_brace(whole):
        raise Invalid(_("A brace stands alone. A placeholder has one on either side: {企业}."))
    return title, body


def _held(template: LetterTemplate) -> LetterTemplate:
    return LetterTemplate.objects.select_for_update().get(pk=template.pk)


def _save(row: LetterTemplate, verb: str, by: User) -> None:
    taken = LetterTemplate.objects.filter(district=default_district(), name=row.name)
    if taken.exclude(pk=row.pk).exists():
        raise Conflict(
            _("There is a template “%(name)s” already, perhaps a retired one.") % {"name": row.name}
        )
    save_checked(row)
    journal.write(verb=JOURNAL[verb], subject=row, by=by, detail={"name": row.name})


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
