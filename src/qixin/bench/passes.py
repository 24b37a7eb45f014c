"""Passes: made, signed and drawn; tokens verified on one core, and on a telephone's page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from qixin.bench.figures import Figure, percentile
from qixin.bench.homes import home_folder, set_up

# Tokens that are verified again and again: each is another plate.
VERIFIED = 100


def measure(*, passes: int, rounds: int) -> Iterator[Figure]:
    with home_folder():
        set_up()
        holder, contact, officer = _people(passes)
        began = time.perf_counter()
        issued = _issue(passes, holder, contact, officer)
        signed_s = time.perf_counter() - began
        _draw(issued)
        taken = time.perf_counter() - began
        yield Figure(
            name=f"{passes} passes made, signed and drawn",
            asked="< 10 s",
            measured=f"{taken:.1f} s, of which {taken - signed_s:.1f} s for drawing",
            how="asked for, approved by rule, a QR code each; SQLite, one process",
        )
        yield _verification(issued, rounds)


def _people(passes: int):
    from qixin.passes import actions
    from qixin.passes.enums import PassClass
    from qixin.people.enums import Role, UnitKind
    from qixin.people.models import Grant, Person, Unit, User

    holder = Unit.objects.create(name="演练机械有限公司", kind=UnitKind.ENTERPRISE)
    users = {}
    for role, unit in (
        (Role.ADMINISTRATOR, None),
        (Role.ENTERPRISE_CONTACT, holder),
        (Role.COMMANDER, None),
    ):
        person = Person.objects.create(name=f"演练{role.label}")
        Grant.objects.create(person=person, role=role, unit=unit)
        users[role] = User.objects.create(username=role.value, person=person)
    admin = users[Role.ADMINISTRATOR]
    actions.make_key(by=admin)
    actions.set_terms(office=None, most_passes=passes, longest_days=30, list_hours=24, by=admin)
    actions.set_rule(
        pass_class=PassClass.GOODS, longest_days=7, provinces="", is_active=True, by=admin
    )
    return holder, users[Role.ENTERPRISE_CONTACT], users[Role.COMMANDER]


def _issue(passes: int, holder, contact, officer) -> list:
    from qixin.core import clock
    from qixin.passes import actions
    from qixin.passes.actions.deciding import MOST_AT_ONCE
    from qixin.passes.enums import PassClass

    start = clock.now()
    wanted = [
        actions.Wanted(
            plate=f"冀A{n:05d}",
            pass_class=PassClass.GOODS,
            cargo="熔喷布",
            route="河北石家庄—临淄",
            valid_from=start,
            valid_until=start + timedelta(days=7),
            driver_name="演练甲",
            driver_phone=f"1990000{n % 10_000:04d}",
        )
        for n in range(passes)
    ]
    asked = actions.request_many(wanted=[(holder, one) for one in wanted], by=contact)
    issued = []
    for at in range(0, len(asked), MOST_AT_ONCE):
        bulk = actions.approve_by_rule(asked=asked[at : at + MOST_AT_ONCE], by=officer)
        issued += bulk.issued
    return issued


def _draw(issued: list) -> None:
    from qixin.passes.drawing import draw

    for one in issued:
        draw(one.token)


def _verification(issued: list, rounds: int) -> Figure:
    """Each token by itself, from its text to the verdict, against a trust that is there."""
    from qixin.core import clock
    from qixin.passes.selectors import trust
    from qixin.passes.tokens import check

    known, now = trust(), int(clock.now().timestamp())
    tokens = [one.token for one in issued[:VERIFIED]]
    taken, valid = [], 0
    for _round in range(rounds):
        for token in tokens:
            began = time.perf_counter()
            valid += check(token, trust=known, now=now).is_valid
            taken.append(time.perf_counter() - began)
    return Figure(
        name="Tokens verified, one core",
        asked="≥ 1,000/s",
        measured=f"{len(taken) / sum(taken):,.0f}/s; median {median(taken) * 1000:.2f} ms, "
        f"p95 {percentile(taken, 0.95) * 1000:.2f} ms",
        how=f"{len(taken):,} checks, {valid:,} valid; {len(tokens[0])} characters a token",
    )
