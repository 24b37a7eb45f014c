"""What every step of a pass does: lock, check the state, sign, write the journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict
from qixin.passes.enums import KeyState
from qixin.passes.models import Pass, RevocationList, SigningKey
from qixin.passes.policies import check_transition
from qixin.passes.selectors import issuer, signing_key
from qixin.passes.tokens import Claims, Signer, issue, signer_from_pem
from qixin.passes.workflow import JOURNAL
from qixin.people.models import Unit, User


def locked(asked: Pass) -> Pass:
    """The row as it is now, locked until the transaction ends."""
    return (
        Pass.objects.select_for_update(of=("self",))
        .select_related("holder__area", "office")
        .get(pk=asked.pk)
    )


def lock_holders(pks: Iterable[int]) -> None:
    """One approval at a time for each holder, whose passes are counted against its limit.

    In the order of their keys, so that two bulk approvals never wait for each other. Rows that
    refer to a unit may be written meanwhile (NO KEY).
    """
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=set(pks)).order_by("pk")
    list(rows.values_list("pk"))


def locked_list() -> RevocationList:
    """The district's list, made where there is none, and locked; what changes keys holds it too."""
    held, _made = RevocationList.objects.get_or_create()
    return RevocationList.objects.select_for_update().get(pk=held.pk)


def held_key() -> tuple[SigningKey, Signer]:
    """The key that signs now, locked: it cannot be withdrawn before what it signs is stored.

    Raises Conflict where there is none.
    """
    current = signing_key()
    if current is not None:
        current = SigningKey.objects.select_for_update().get(pk=current.pk)
    if current is None or current.state != KeyState.STANDING:
        raise Conflict(_("There is no key to sign with yet. An administrator makes one."))
    return current, signer_from_pem(current.private_pem)


def sign(asked: Pass, key: SigningKey, signer: Signer) -> None:
    """Give `asked` its token; the caller saves `key` and `token`."""
    claims = Claims(
        issuer=issuer(),
        number=asked.number,
        since=int(asked.valid_from.timestamp()),
        until=int(asked.valid_until.timestamp()),
        pass_class=asked.pass_class,
        plate=asked.plate,
        route=asked.route,
    )
    asked.key, asked.token = key, issue(claims, signer=signer)


def decide(asked: Pass, verb: str, *, by: User, **changes: Any) -> dict[str, Any]:
    """Take a locked pass along the road `verb`, unsaved; returns what the journal says of it."""
    before = asked.state
    asked.state = check_transition("pass", verb, asked.state)
    asked.decided_by, asked.decided_at = by, clock.now()
    for field, value in changes.items():
        setattr(asked, field, value)
    return {"from": before, "to": asked.state}


def step(asked: Pass, verb: str, *, by: User, **changes: Any) -> None:
    """`decide`, saved, with its line in the journal."""
    detail = decide(asked, verb, by=by, **changes)
    asked.save(update_fields=["state", "decided_by", "decided_at", *changes])
    if reason := changes.get("reason"):
        detail["reason"] = reason
    journal.write(verb=JOURNAL[verb], subject=asked, by=by, detail=detail)
