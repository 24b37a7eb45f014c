"""Passes that an enterprise asks for with a difficulty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random

from qixin.cases.models import Case
from qixin.core import clock
from qixin.drill.cast.numbers import plate
from qixin.drill.playing.stage import Stage
from qixin.passes import actions
from qixin.passes.enums import PassClass
from qixin.people.models import Unit, User


def ask_for_passes(
    lorries: Iterable[tuple[str, ...]],
    *,
    case: Case,
    holder: Unit,
    by: User,
    stage: Stage,
    rng: Random,
) -> None:
    """Each lorry (letters of its plate, cargo, route) for a week from tomorrow, and issued."""
    start = clock.day_bounds(clock.today() + timedelta(days=1))[0]
    for city, cargo, route in lorries:
        wanted = actions.Wanted(
            plate=plate(rng, city=city),
            pass_class=PassClass.COMMUTING if "员工" in cargo else PassClass.GOODS,
            cargo=cargo,
            route=route,
            valid_from=start,
            valid_until=start + timedelta(days=7),
            driver_name=f"演练{rng.choice('赵钱孙周吴郑')}",
            driver_phone=f"1990000{rng.randrange(10_000):04d}",
            case_number=case.number,
        )
        asked = actions.request(holder=holder, wanted=wanted, by=by)
        actions.approve(asked=asked, by=stage.users["demo-transport"])
