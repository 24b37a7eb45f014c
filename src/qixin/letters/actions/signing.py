"""Signing: the letter gets its number, and a digest of what was signed."""

from __future__ import annotations

from django.db import transaction

from qixin.core import clock
from qixin.letters.actions.stepping import locked, step
from qixin.letters.models import Letter, Series, SeriesYear
from qixin.letters.policies import check_can_sign, check_recipients, check_transition
from qixin.letters.selectors.copies import digest_of
from qixin.people.models import User


@transaction.atomic
def sign(*, letter: Letter, by: User) -> Letter:
    """Sign a checked letter; it gets the next number of its series in this year.

    Raises Refused, WrongState.
    """
    held = locked(letter)
    check_can_sign(by, letter=held)
    check_transition("letter", "sign", held.state)
    check_recipients(held)
    now = clock.now()
    held.signed_at, held.year = now, clock.local(now).year
    held.serial = _next_serial(held.series_id, held.year)
    told = {"code": held.series.code, "year": held.year, "serial": held.serial}
    numbered = {"year": held.year, "serial": held.serial, "signed_at": now, "signed_by": by}
    step(held, "sign", by=by, told=told, reason="", digest=digest_of(held), **numbered)
    return held


def _next_serial(series_id: int, year: int) -> int:
    """One signing at a time for a series: a number is given once, and none that is then not used,
    because the count is undone with the transaction."""
    Series.objects.select_for_update().get(pk=series_id)
    counted, _made = SeriesYear.objects.get_or_create(series_id=series_id, year=year)
    counted.last += 1
    counted.save(update_fields=["last"])
    return counted.last
