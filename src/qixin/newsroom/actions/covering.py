"""Planning coverage: who goes where, when, and what they bring."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.actors import Actor
from qixin.core.errors import Conflict, Invalid
from qixin.core.insertion import insert
from qixin.core.personal_data import mask_text
from qixin.core.plain_text import one_line, paragraphs
from qixin.core.reasons import kept_reason
from qixin.core.saving import check_fields, save_checked
from qixin.newsroom.enums import CoverageState, PieceKind
from qixin.newsroom.models import CoverageItem, Deliverable
from qixin.newsroom.models.coverage import MOST_PIECES
from qixin.newsroom.policies.coverage import (
    check_can_plan,
    check_coverage_transition,
    check_is_open,
    check_nobody_is_out,
    check_times,
)
from qixin.newsroom.workflow.coverage import JOURNAL
from qixin.people.actions import notify
from qixin.people.models import User
from qixin.people.permissions import has_permission
from qixin.reports.places import Place

MOST_REPORTERS = 20


@dataclass(frozen=True)
class Wanted:
    """So many pieces of a kind until `due_at`."""

    kind: str
    count: int
    due_at: datetime


@dataclass(frozen=True)
class Plan:
    """A planned event as the desk fills it in."""

    title: str
    starts_at: datetime
    ends_at: datetime
    reporters: Sequence[User]
    wanted: Sequence[Wanted]
    brief: str = ""
    place: Place = field(default_factory=Place)
    address: str = ""
    protection: str = "none"


@transaction.atomic
def plan(*, plan: Plan, client_key: uuid.UUID, by: User) -> CoverageItem:
    """Plan coverage; the reporters are told. The same key again gives the same coverage.

    Raises Refused, Invalid.
    """
    check_can_plan(by)
    if (known := CoverageItem.objects.filter(client_key=client_key).first()) is not None:
        return known
    item = CoverageItem(client_key=client_key, planned_by=by)
    _fill(item, plan)
    _check(item, plan)
    if not insert(item, unless_known="client_key"):
        return CoverageItem.objects.get(client_key=client_key)
    item.reporters.set(plan.reporters)
    _want(item, plan.wanted)
    _note("plan", item, by, reporters=len(plan.reporters))
    _tell(plan.reporters, "newsroom.coverage_assigned", item, by)
    return item


@transaction.atomic
def revise(*, item: CoverageItem, plan: Plan, version: int, by: User) -> CoverageItem:
    """Change a plan; reporters who are new to it are told.

    Raises Refused, Invalid, WrongState once it is over, Conflict where somebody changed it since
    `version`, or takes a reporter off who is out there.
    """
    check_can_plan(by)
    held = locked_item(item)
    check_is_open(held)
    if held.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    _fill(held, plan)
    held.version += 1
    _check(held, plan)
    _check_none_taken_off(held, plan.reporters)
    save_checked(held)
    before = set(held.reporters.values_list("pk", flat=True))
    held.reporters.set(plan.reporters)
    _want(held, plan.wanted)
    _note("revise", held, by, reporters=len(plan.reporters))
    fresh = [one for one in plan.reporters if one.pk not in before]
    _tell(fresh, "newsroom.coverage_assigned", held, by)
    settle_if_complete(held, by=by)
    return held


@transaction.atomic
def cancel(*, item: CoverageItem, reason: str, by: User) -> CoverageItem:
    """Call it off; its reporters are told. Raises Refused, WrongState, Conflict, Invalid."""
    check_can_plan(by)
    held = locked_item(item)
    check_nobody_is_out(held)
    why = kept_reason(reason, missing=_("Say in a few words why; the reporters will read it."))
    step(held, "cancel", by=by, reason=why)
    _tell(held.reporters.all(), "newsroom.coverage_cancelled", held, by)
    return held


def locked_item(item: CoverageItem) -> CoverageItem:
    """The row as it is now, locked until the transaction ends."""
    return CoverageItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def step(item: CoverageItem, verb: str, *, by: Actor, told: Any = None, **changes: Any) -> None:
    """Take a locked item along the road `verb`, with its line in the journal; `told` adds to it.

    Raises WrongState.
    """
    item.state = check_coverage_transition(verb, item.state)
    for name, value in changes.items():
        setattr(item, name, value)
    item.save(update_fields=["state", *changes])
    _note(verb, item, by, coverage=item.state, **(told or {}), **changes)


def settle_if_complete(item: CoverageItem, *, by: Actor) -> None:
    """Delivered once every piece is there and nobody is out; open again when one is missing."""
    wanted = list(Deliverable.objects.filter(item=item).prefetch_related("results"))
    complete = bool(wanted) and not any(one.missing for one in wanted)
    if complete and item.state in (CoverageState.PLANNED, CoverageState.BACK):
        step(item, "deliver", by=by)
    elif not complete and item.state == CoverageState.DELIVERED:
        step(item, "reopen", by=by)


def _fill(item: CoverageItem, plan: Plan) -> None:
    point = plan.place.coordinate
    item.title, item.brief = mask_text(one_line(plan.title)), mask_text(paragraphs(plan.brief))
    item.starts_at, item.ends_at = plan.starts_at, plan.ends_at
    item.town, item.community = plan.place.town, plan.place.community
    item.lng, item.lat = (point.lng, point.lat) if point else (None, None)
    item.address = mask_text(one_line(plan.address))
    item.protection = plan.protection


def _check(item: CoverageItem, plan: Plan) -> None:
    """Raises Invalid for what a plan cannot be."""
    check_times(plan.starts_at, plan.ends_at)
    if not plan.reporters:
        raise Invalid(_("Name at least one reporter."))
    if len(plan.reporters) > MOST_REPORTERS:
        raise Invalid(_("More than %(n)d reporters are too many for one place.")
                      % {"n": MOST_REPORTERS})  # fmt: skip
    for reporter in plan.reporters:
        if not has_permission(reporter, "newsroom.edit"):
            raise Invalid(_("%(name)s does not work in the newsroom.") % {"name": reporter})
    if not plan.wanted:
        raise Invalid(_("Say what they are to bring: at least one piece."))
    for one in plan.wanted:
        if one.kind not in PieceKind.values or not 1 <= one.count <= MOST_PIECES:
            raise Invalid(_("Of each kind, 1 to %(n)d pieces can be wanted.") % {"n": MOST_PIECES})
        if one.due_at < plan.starts_at:
            raise Invalid(_("A piece cannot be due before the coverage starts."))
    check_fields(item)


def _check_none_taken_off(item: CoverageItem, reporters: Iterable[User]) -> None:
    out = item.outings.filter(back_at__isnull=True).exclude(reporter__in=list(reporters))
    if (outing := out.select_related("reporter__person").first()) is not None:
        raise Conflict(
            _("%(name)s is out there and cannot be taken off the plan.") % {"name": outing.reporter}
        )


def _want(item: CoverageItem, wanted: Sequence[Wanted]) -> None:
    """One row a kind. Raises Conflict where pieces were linked to a kind that is wanted no more."""
    kept = {one.kind for one in wanted}
    gone = item.deliverables.exclude(kind__in=kept)
    if gone.filter(results__isnull=False).exists():
        raise Conflict(_("Pieces were delivered of a kind that you took off. Unlink them first."))
    gone.delete()
    for one in wanted:
        item.deliverables.update_or_create(
            kind=one.kind, defaults={"count": one.count, "due_at": one.due_at}
        )


def _note(verb: str, item: CoverageItem, by: Actor, **detail: Any) -> None:
    journal.write(verb=JOURNAL[verb], subject=item, by=by, detail=detail)


def _tell(users: Iterable[User], kind: str, item: CoverageItem, by: User) -> None:
    notify(
        users=users,
        kind=kind,
        link=reverse("newsroom:coverage", args=[item.pk]),
        detail={"title": item.title},
        by=by,
    )
