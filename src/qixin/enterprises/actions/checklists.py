"""Checklists: drafted, published, withdrawn. What was published never changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.saving import save_checked
from qixin.enterprises.actions.hazards import cleaned_text
from qixin.enterprises.enums import Industry, VersionState
from qixin.enterprises.models import (
    Checklist,
    ChecklistIndustry,
    ChecklistItem,
    ChecklistVersion,
    Tag,
)
from qixin.enterprises.policies.safety import check_can_manage_safety, check_safety_transition
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User

MOST_ITEMS = 200


@dataclass(frozen=True)
class Item:
    """One thing to look at, as `ChecklistItem` keeps it."""

    text: str
    severity: str
    text_en: str = ""
    reference: str = ""


@transaction.atomic
def draft_checklist(
    *, name: str, use: str, by: User, name_en: str = "", industries: Iterable[str] = (),
    tags: Iterable[Tag] = (),
) -> ChecklistVersion:  # fmt: skip
    """A new checklist with an empty draft; for all enterprises where it names no industry or tag.

    Raises Refused, Invalid, Conflict for a name that is taken.
    """
    check_can_manage_safety(by)
    checklist = Checklist(name=_line(name), name_en=_line(name_en), use=use)
    try:
        with transaction.atomic():
            save_checked(checklist)
    except IntegrityError:
        raise Conflict(_("There is a checklist with this name."), kept=name) from None
    _set_scope(checklist, industries, tags)
    return _begin(checklist, 1, by)


@transaction.atomic
def set_scope(
    *, checklist: Checklist, industries: Iterable[str], tags: Iterable[Tag], by: User
) -> Checklist:
    """For which industries and tags a checklist is. Raises Refused, Invalid."""
    check_can_manage_safety(by)
    held = Checklist.objects.select_for_update().get(pk=checklist.pk)
    _set_scope(held, industries, tags)
    journal.write(verb=JOURNAL["revise_draft"], subject=held, by=by)
    return held


@transaction.atomic
def begin_draft(*, checklist: Checklist, by: User) -> ChecklistVersion:
    """The draft of the next edition, with the items of the newest one; the draft where there is
    one. Raises Refused."""
    check_can_manage_safety(by)
    held = Checklist.objects.select_for_update().get(pk=checklist.pk)
    newest = held.versions.order_by("-number").first()
    if newest is not None and newest.state == VersionState.DRAFT:
        return newest
    draft = _begin(held, newest.number + 1 if newest else 1, by)
    if newest is not None:
        _write_items(draft, [
            Item(one.text, one.severity, one.text_en, one.reference) for one in newest.items.all()
        ])  # fmt: skip
    return draft


@transaction.atomic
def revise_draft(
    *, draft: ChecklistVersion, items: Sequence[Item], version: int, by: User
) -> ChecklistVersion:
    """Put `items` in the place of a draft's. `version` is the one that the editor saw.

    Raises Refused, Invalid, WrongState for what is published, Conflict where another editor saved
    meanwhile, with the items that were typed.
    """
    check_can_manage_safety(by)
    typed = "\n".join(item.text for item in items)
    held = _locked(draft)
    check_safety_transition("checklist_version", "revise_draft", held.state, kept=typed)
    if held.version != version:
        raise Conflict(
            _("Somebody else changed this draft meanwhile. Load it again and add yours."),
            kept=typed,
        )
    held.items.all().delete()
    _write_items(held, items)
    held.version += 1
    held.save(update_fields=["version"])
    detail = {"items": len(items)}
    journal.write(verb=JOURNAL["revise_draft"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def publish(*, draft: ChecklistVersion, by: User) -> ChecklistVersion:
    """Put a draft in use; the edition before it is withdrawn, and counts for whoever has it on a
    telephone. Raises Refused, WrongState, Invalid for an empty one."""
    check_can_manage_safety(by)
    held = _locked(draft)
    held.state = check_safety_transition("checklist_version", "publish", held.state)
    if not held.items.exists():
        raise Invalid(_("A checklist without items cannot be used. Write at least one."))
    for older in held.checklist.versions.filter(state=VersionState.PUBLISHED):
        _withdraw(older, by)
    held.published_by, held.published_at = by, clock.now()
    held.save(update_fields=["state", "published_by", "published_at"])
    detail = {"edition": held.number, "items": held.items.count()}
    journal.write(verb=JOURNAL["publish"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def withdraw(*, edition: ChecklistVersion, by: User) -> ChecklistVersion:
    """Take an edition out of use. Raises Refused, WrongState."""
    check_can_manage_safety(by)
    held = _locked(edition)
    _withdraw(held, by)
    return held


def _withdraw(held: ChecklistVersion, by: User) -> None:
    held.state = check_safety_transition("checklist_version", "withdraw", held.state)
    held.withdrawn_at = clock.now()
    held.save(update_fields=["state", "withdrawn_at"])
    detail = {"edition": held.number}
    journal.write(verb=JOURNAL["withdraw_checklist"], subject=held, by=by, detail=detail)


def _locked(edition: ChecklistVersion) -> ChecklistVersion:
    # The checklist first: whatever publishes or withdraws touches two editions.
    Checklist.objects.select_for_update().get(pk=edition.checklist_id)
    return ChecklistVersion.objects.select_for_update().get(pk=edition.pk)


def _begin(checklist: Checklist, number: int, by: User) -> ChecklistVersion:
    draft = ChecklistVersion.objects.create(
        checklist=checklist, number=number, drafted_by=by, drafted_at=clock.now()
    )
    detail = {"edition": number}
    journal.write(verb=JOURNAL["draft_checklist"], subject=draft, by=by, detail=detail)
    return draft


def _write_items(draft: ChecklistVersion, items: Sequence[Item]) -> None:
    if len(items) > MOST_ITEMS:
        raise Invalid(_("At most %(most)d items fit in a checklist.") % {"most": MOST_ITEMS})
    for position, item in enumerate(items):
        save_checked(
            ChecklistItem(
                edition=draft, position=position, text=_line(item.text),
                text_en=_line(item.text_en), severity=item.severity,
                reference=_line(item.reference),
            )
        )  # fmt: skip


def _set_scope(checklist: Checklist, industries: Iterable[str], tags: Iterable[Tag]) -> None:
    wanted = set(industries)
    if not wanted <= set(Industry.values):
        raise Invalid(_("There is no such industry."))
    checklist.industries.all().delete()
    ChecklistIndustry.objects.bulk_create(
        ChecklistIndustry(checklist=checklist, industry=one) for one in sorted(wanted)
    )
    checklist.tags.set(tags)


def _line(text: str) -> str:
    return cleaned_text(" ".join(text.split()), most=1_000)
