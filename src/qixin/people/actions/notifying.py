"""Telling people what they should know now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from qixin.core import clock
from qixin.core.insertion import insert_many
from qixin.people.models import Notice, User


def notify(
    *, users: Iterable[User], kind: str, link: str, detail: dict[str, Any], by: User | None = None
) -> list[Notice]:
    """A notice for each of `users`, once each; whoever did it (`by`) needs none.

    `detail` fills the kind's sentence and holds no personal data.
    """
    told = {user.pk for user in users if by is None or user.pk != by.pk}
    now = clock.now()
    made = [Notice(user_id=pk, kind=kind, link=link, detail=detail, at=now) for pk in sorted(told)]
    insert_many(made)
    return made


@transaction.atomic
def see(*, notice: Notice, by: User) -> Notice:
    """`by` has opened the notice; the first time counts."""
    held = Notice.objects.select_for_update().get(pk=notice.pk, user=by)
    if held.seen_at is None:
        held.seen_at = clock.now()
        held.save(update_fields=["seen_at"])
    return held


def see_all(*, by: User) -> int:
    """`by` has seen every notice; returns how many were new."""
    return Notice.objects.filter(user=by, seen_at__isnull=True).update(seen_at=clock.now())


def forget_seen(*, before: datetime) -> int:
    """Delete notices that were seen before a moment; returns how many."""
    return Notice.objects.filter(seen_at__lt=before).delete()[0]
