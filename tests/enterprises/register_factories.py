"""Enterprises for tests, registered the way people register them."""

import itertools

from stdnum.cn import uscc

from qixin.enterprises.actions import register as actions
from qixin.enterprises.actions.register import Facts
from qixin.enterprises.models import Enterprise
from qixin.people.enums import Role, UnitKind
from tests.people.factories import make_unit, make_user

_serial = itertools.count(1)


def make_code(number=None) -> str:
    """A valid unified social credit code of a region that is not assigned."""
    body = f"91370399{number or next(_serial):09d}"
    return body + uscc.calc_check_digit(body)


def make_facts(**given) -> Facts:
    usual = {
        "name": f"演练第{next(_serial)}机械有限公司",
        "industry": "C",
        "headcount": 80,
        "address": "演练大道1号",
    }
    usual["managing_unit"] = given.get("managing_unit") or make_unit(kind=UnitKind.TOWN)
    return Facts(**usual | given)


def make_enterprise(*, by=None, tags=(), **given) -> Enterprise:
    return actions.register(
        facts=make_facts(**given), tags=tags, by=by or make_user(Role.ADMINISTRATOR)
    )


def make_contact(enterprise, **fields):
    return make_user(Role.ENTERPRISE_CONTACT, unit=enterprise.unit, **fields)


def make_manager(enterprise, **fields):
    """An officer of the managing unit."""
    return make_user(Role.OFFICER, unit=enterprise.managing_unit, **fields)
