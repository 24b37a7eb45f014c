"""Keys: made ahead of their time, and withdrawn when somebody else may have one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Conflict
from qixin.core.reasons import kept_reason
from qixin.passes.actions.stepping import held_key, locked_list, sign
from qixin.passes.enums import KeyState, PassState
from qixin.passes.models import Pass, SigningKey
from qixin.passes.policies import check_can_manage, check_transition
from qixin.passes.selectors import signing_key, terms
from qixin.passes.tokens import new_signer
from qixin.passes.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def make_key(*, by: User) -> SigningKey:
    """A new key. The first signs at once; a later one when every post has had time to learn of it,
    and the one before it signs until then. What the older ones signed stays valid.

    Raises Refused, Conflict while another new key waits for its time.
    """
    check_can_manage(by)
    locked_list()
    if (waiting := _announced()) is not None:
        raise Conflict(
            _("Key %(kid)s is announced already; it signs from %(time)s on.")
            % {"kid": waiting.kid, "time": f"{clock.local(waiting.signs_from):%Y-%m-%d %H:%M}"}
        )
    now = clock.now()
    return _make(now if signing_key() is None else now + terms().list_age, by)


@transaction.atomic
def withdraw_key(*, key: SigningKey, reason: str, by: User) -> int:
    """No longer trust a key that somebody else may have; returns how many passes had to be signed
    again: their papers must be printed anew. Another key signs at once.

    Raises Refused, WrongState for one that is withdrawn, Invalid without a reason.
    """
    check_can_manage(by)
    locked_list()
    held = SigningKey.objects.select_for_update().get(pk=key.pk)
    held.state = check_transition("signing_key", "withdraw_key", held.state)
    held.reason = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    held.withdrawn_at = clock.now()
    held.save(update_fields=["state", "reason", "withdrawn_at"])
    journal.write(verb=JOURNAL["withdraw_key"], subject=held, by=by, detail={"reason": held.reason})
    if signing_key() is None:
        _replace_at_once(by)
    return _sign_again(held, by)


def _announced() -> SigningKey | None:
    standing = SigningKey.objects.filter(state=KeyState.STANDING, signs_from__gt=clock.now())
    return standing.order_by("signs_from").first()


def _make(signs_from: datetime, by: Actor) -> SigningKey:
    signer = new_signer()
    x, y = signer.coordinates
    key = SigningKey.objects.create(
        kid=signer.kid.hex(),
        private_pem=signer.pem(),
        x=x.hex(),
        y=y.hex(),
        made_by_id=by.actor_id,
        made_at=clock.now(),
        signs_from=signs_from,
    )
    journal.write(
        verb=JOURNAL["make_key"],
        subject=key,
        by=by,
        detail={"kid": key.kid, "signs_from": signs_from.isoformat()},
    )
    return key


def _replace_at_once(by: User) -> None:
    """An announced key comes forward: posts that have fetched it already need not wait."""
    waiting = _announced()
    if waiting is None:
        _make(clock.now(), by)
    else:
        waiting.signs_from = clock.now()
        waiting.save(update_fields=["signs_from"])


def _sign_again(withdrawn: SigningKey, by: User) -> int:
    passes = list(
        Pass.objects.select_for_update().filter(
            key=withdrawn, state=PassState.ISSUED, valid_until__gt=clock.now()
        )
    )
    if not passes:
        return 0
    key, signer = held_key()
    for one in passes:
        sign(one, key, signer)
    Pass.objects.bulk_update(passes, ["key", "token"], batch_size=100)
    journal.write_many(
        journal.Line(JOURNAL["sign_again"], one, by, {"kid": key.kid}) for one in passes
    )
    return len(passes)
