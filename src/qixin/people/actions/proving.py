"""Proving a telephone number by a code, for whoever has no account yet.

django-allauth sends codes to accounts that exist, and keeps them in the session in clear; here
nobody is known until the code is right. So whoever types a number gets the same answer, whether
it belongs to a person on record or to nobody.
"""

from __future__ import annotations

import hmac
import secrets
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qixin.core import clock, rate_limits
from qixin.core.encryption import keyed_hash
from qixin.core.errors import Invalid, NotFound, Refused, WrongState
from qixin.core.rate_limits import Rate
from qixin.people import sms
from qixin.people.actions.accounts import new_account
from qixin.people.models import Person, PhoneProof, User
from qixin.people.models.persons import phone_hash

MINUTES = 5
TRIES = 5
DIGITS = 6
# A number's owner is not to be flooded, and five times five guesses at a million codes are few.
PHONE_RATES = (Rate(5, 3600), Rate(10, 86_400))


def send_code(*, name: str, phone: str) -> tuple[PhoneProof, str]:
    """Send a code to `phone`; returns also what the page may show, which is "" but in a demo.

    Raises TooMany, and NotSent where the gateway does not take it.
    """
    gateway = sms.gateway()
    rate_limits.consume("phone-code", key=phone, rates=PHONE_RATES)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    # before the row, so that nothing is locked while the gateway takes its time
    gateway.send(phone=phone, text=_sentence(code))
    PhoneProof.objects.filter(expires_at__lt=clock.now()).delete()
    key = uuid.uuid4()
    proof = PhoneProof.objects.create(
        id=key,
        name=name,
        phone=phone,
        code_hash=_hash(key, code),
        expires_at=clock.now() + timedelta(minutes=MINUTES),
    )
    return proof, code if gateway.shows_codes else ""


def open_proof(key: uuid.UUID) -> PhoneProof:
    """Raises NotFound for a code that was never sent, or that is over."""
    proof = PhoneProof.objects.filter(pk=key, expires_at__gt=clock.now()).first()
    if proof is None:
        raise NotFound(_("This code is over. Please ask for a new one."))
    return proof


def check_code(*, proof: PhoneProof, code: str) -> None:
    """Raises Invalid for a wrong code, WrongState once there were too many or it is too late.

    The right one may come twice, as a double tap sends it.
    """
    left = _left_after(proof, code)
    if left is None:
        return
    if left <= 0:
        raise WrongState(_("This code is used up. Please ask for a new one."))
    raise Invalid(
        ngettext(
            "This code is not right. Please look again; you have %(count)d more try.",
            "This code is not right. Please look again; you have %(count)d more tries.",
            left,
        )
        % {"count": left}
    )


@transaction.atomic
def account_of_proven(*, name: str, phone: str) -> User:
    """The account of whoever has proven `phone`: of the person on record with it, or a new one.

    The name is that of the record where there is one. Raises Refused for an account that was
    closed: proving the number does not open it again.
    """
    person, _is_new = Person.objects.get_or_create(
        phone_hash=phone_hash(phone), defaults={"name": name, "phone": phone}
    )
    account = User.objects.filter(person=person).first() or new_account(person)
    if not account.is_active:
        raise Refused(_("This account was closed. Please ask the administrator."))
    return account


@transaction.atomic
def _left_after(proof: PhoneProof, code: str) -> int | None:
    """Count a wrong try; how many are left, None for the right code."""
    held = PhoneProof.objects.select_for_update().filter(pk=proof.pk).first()
    if held is None or held.tries >= TRIES or held.expires_at <= clock.now():
        return 0
    if hmac.compare_digest(held.code_hash, _hash(held.pk, code)):
        return None
    held.tries += 1
    held.save(update_fields=["tries"])
    return TRIES - held.tries


def _hash(key: uuid.UUID, code: str) -> str:
    return keyed_hash(f"{key}:{code}", purpose="phone-code")


def _sentence(code: str) -> str:
    return _(
        "%(code)s is your code for Qixin. It is valid for %(minutes)d minutes. Tell it to nobody."
    ) % {"code": code, "minutes": MINUTES}
