"""Reporters on their way: a tap when they leave, a tap when they are back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.newsroom.actions.covering import locked_item, settle_if_complete, step
from qixin.newsroom.enums import CoverageState
from qixin.newsroom.models import CoverageItem, Outing
from qixin.newsroom.models.coverage import allowed_after
from qixin.newsroom.policies.coverage import check_can_go_out, check_can_plan
from qixin.newsroom.workflow.coverage import JOURNAL
from qixin.people.actions import notify
from qixin.people.enums import Role
from qixin.people.models import User
from qixin.people.selectors.notices import users_with


@transaction.atomic
def go_out(*, item: CoverageItem, reporter: User, by: User) -> Outing:
    """`reporter` is out there from now on; a second tap changes nothing.

    Whoever goes straight on from another place is back from there at the same moment. Raises
    Refused, Conflict for somebody who is not planned for it, WrongState once it is over.
    """
    # the account first: two taps at two places must not both find it at home
    User.objects.select_for_update().get(pk=reporter.pk)
    known = Outing.objects.filter(reporter=reporter, back_at__isnull=True).first()
    if known is not None and known.item_id == item.pk:
        check_can_plan(by)
        return known
    held = locked_item(item)
    check_can_go_out(by, item=held, reporter=reporter)
    step(held, "go_out", by=by, told={"reporter": reporter.pk})
    now = clock.now()
    if known is not None:
        _end(known, now, by)
    return Outing.objects.create(item=held, reporter=reporter, out_at=now)


@transaction.atomic
def come_back(*, outing: Outing, by: User) -> Outing:
    """The reporter is back; with the last of them the coverage is. A second tap changes nothing.

    Raises Refused.
    """
    check_can_plan(by)
    held = Outing.objects.select_for_update().get(pk=outing.pk)
    if held.back_at is None:
        _end(held, clock.now(), by)
    return held


def tell_out_too_long() -> int:
    """Tell the chief editors, once, of whoever is out long after the plan; returns how many.

    Harmless when two workers run it at once: the row is claimed first.
    """
    late = Outing.objects.filter(
        back_at__isnull=True, told_at__isnull=True, item__ends_at__lt=clock.now() - allowed_after()
    ).select_related("item", "reporter__person")
    return sum(_tell(outing) for outing in late if outing.lateness == "far")


@transaction.atomic
def _tell(outing: Outing) -> bool:
    row = Outing.objects.filter(pk=outing.pk, told_at__isnull=True, back_at__isnull=True)
    if not row.update(told_at=clock.now()):
        return False
    item = outing.item
    journal.write(
        verb=JOURNAL["tell_late"], subject=item, by=SYSTEM, detail={"reporter": outing.reporter_id}
    )
    notify(
        users=users_with(Role.CHIEF_EDITOR),
        kind="newsroom.out_too_long",
        link=reverse("newsroom:coverage", args=[item.pk]),
        detail={"title": item.title, "since": f"{clock.local(outing.out_at):%H:%M}"},
    )
    return True


def _end(outing: Outing, now: datetime, by: User) -> None:
    """Back at `now`, or at the moment of leaving where the clocks disagree."""
    Outing.objects.filter(pk=outing.pk).update(back_at=now if now > outing.out_at else F("out_at"))
    outing.refresh_from_db()
    item = locked_item(outing.item)
    others = Outing.objects.filter(item=item, back_at__isnull=True)
    if others.exists() or item.state != CoverageState.UNDER_WAY:
        detail = {"reporter": outing.reporter_id}
        journal.write(verb=JOURNAL["come_back"], subject=item, by=by, detail=detail)
        return
    step(item, "come_back", by=by, told={"reporter": outing.reporter_id})
    settle_if_complete(item, by=by)
