"""Passes for tests, made the way people make them."""

from datetime import timedelta

from qixin.core import clock
from qixin.passes import actions
from qixin.passes.actions import Wanted
from qixin.passes.enums import PassClass, PassState
from qixin.passes.models import Pass, SigningKey
from qixin.passes.selectors import signing_key, terms
from qixin.passes.tokens import Claims, Signer, new_signer
from qixin.people.enums import Role, UnitKind
from tests.people.factories import make_unit, make_user

DRIVER_PHONE, DRIVER_ID = "19900007654", "370305190001023450"
ISSUER = "qixin-370305"
# 2020-02-03 00:00 and 2020-02-10 00:00 in the district
FEBRUARY_3, FEBRUARY_10 = 1_580_659_200, 1_581_264_000


def make_holder(name=None, **fields):
    return make_unit(name, kind=UnitKind.ENTERPRISE, **fields)


def make_contact(holder):
    return make_user(Role.ENTERPRISE_CONTACT, unit=holder)


def make_wanted(**given) -> Wanted:
    start = given.pop("valid_from", clock.now())
    usual = {
        "plate": "冀A00012",
        "pass_class": PassClass.GOODS,
        "cargo": "熔喷布 8 吨",
        "route": "石家庄—临淄",
        "valid_from": start,
        "valid_until": start + timedelta(days=3),
        "driver_name": "演练丙",
        "driver_phone": DRIVER_PHONE,
    }
    return Wanted(**usual | given)


def make_request(*, holder=None, by=None, **given) -> Pass:
    holder = holder or make_holder()
    return actions.request(
        holder=holder, wanted=make_wanted(**given), by=by or make_contact(holder)
    )


def make_key() -> SigningKey:
    """The key that signs, made if there is none."""
    return signing_key() or actions.make_key(by=make_user(Role.ADMINISTRATOR))


def make_pass(**given) -> Pass:
    make_key()
    return actions.approve(asked=make_request(**given), by=make_user(Role.COMMANDER))


def bring_to(asked: Pass, state: PassState) -> Pass:
    """Take a fresh request to `state` by the roads that workflow.py draws."""
    commander = make_user(Role.COMMANDER)
    make_key()
    if state in (PassState.ISSUED, PassState.REVOKED):
        actions.approve(asked=asked, by=commander)
    if state == PassState.REVOKED:
        actions.revoke(asked=asked, reason="车辆信息有误", by=commander)
    if state == PassState.REFUSED:
        actions.refuse(asked=asked, reason="材料不全", by=commander)
    if state == PassState.WITHDRAWN:
        actions.withdraw(asked=asked, by=asked.requested_by)
    return Pass.objects.get(pk=asked.pk)


def set_terms(**given):
    usual = {name: getattr(terms(), name) for name in ("office", "most_passes", "longest_days",
                                                       "list_hours")}  # fmt: skip
    return actions.set_terms(**usual | given, by=make_user(Role.ADMINISTRATOR))


def make_claims(**given) -> Claims:
    usual = {
        "issuer": ISSUER,
        "number": "P200203-7KQ4MXA",
        "since": FEBRUARY_3,
        "until": FEBRUARY_10,
        "pass_class": 1,
        "plate": "冀A00012",
        "route": "石家庄—临淄",
    }
    return Claims(**usual | given)


SIGNER: Signer = new_signer()
