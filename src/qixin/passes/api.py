"""For a checkpoint's own software: what it checks passes with, and where it sends what it noted."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from qixin.core import clock, rate_limits
from qixin.core.moments import in_utc
from qixin.core.rate_limits import Rate
from qixin.passes import actions, selectors
from qixin.passes.actions.passing import MOST_AT_ONCE
from qixin.passes.actions.receiving import Sent
from qixin.passes.enums import Outcome
from qixin.passes.models import SigningKey
from qixin.passes.tokens import LEEWAY, PREFIX
from qixin.people.callers import Caller, caller_of

router = Router(tags=["passes"])
# Many posts may ask through one system.
TRUST_RATES = (Rate(300, 600),)
PASSAGE_RATES = (Rate(300, 600),)
Text = Annotated[str, Field(max_length=200)]


class KeyOut(Schema):
    """A P-256 key, in hexadecimal. `signs_from` in the future: announced, not yet in use."""

    kid: str
    x: str
    y: str
    signs_from: datetime


class TrustOut(Schema):
    """`list` is base64 of a COSE_Sign1 (RFC 9052, ES256) by one of `keys`: a CBOR map of issuer
    (1), end of trust (4), time of signing (6), from version (-65540), version (-65541) and numbers
    of revoked passes with the ends of their validity (-65542); times in seconds. It is "" while no
    key signs.

    A token is `prefix` and base45 of zlib of a CWT in COSE_Sign1. One whose number is on the list
    is revoked; past the list's end of trust none is valid. `leeway` is how many seconds the
    checker's clock may be slow.
    """

    issuer: str
    prefix: str
    leeway: int
    now: datetime
    keys: list[KeyOut]
    list: str


class PassageIn(Schema):
    """`id` is yours, one for each passage. `number` and `plate` as the token has them. `at` with
    its zone. `direction`: in, out or turned_back. `verdict`: valid, or the reason why the pass was
    not: expired, not_yet_valid, revoked, wrong_signature, unknown_key, list_too_old."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    number: Text
    plate: Text
    at: Text
    post: Text
    direction: Text
    verdict: Text


class PassagesIn(Schema):
    items: Annotated[list[PassageIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class TakenOut(Schema):
    """`stored`: new. `known`: sent before, and nothing changed. `refused`: `detail` says why."""

    id: str
    outcome: Outcome
    detail: str


class TakenAll(Schema):
    """A row for each that was sent, in the same order."""

    stored: int
    known: int
    refused: int
    items: list[TakenOut]


@router.get("/passes/trust", response=TrustOut, summary="Keys and revoked passes, signed")
def trust(request: HttpRequest, after: int = Query(0, ge=0, lt=2**31)) -> dict[str, object]:
    """`after`: the version that you have; then only what was revoked since. A list that does not
    begin at your version replaces yours."""
    _admit(request, "trust", TRUST_RATES)
    return {
        "issuer": selectors.issuer(),
        "prefix": PREFIX,
        "leeway": LEEWAY,
        "now": clock.now(),
        "keys": [_told(key) for key in selectors.trusted_keys()],
        "list": selectors.signed_list(after),
    }


@router.post("/passes/passages", response=TakenAll, summary="Vehicles that a checkpoint noted")
def passages(request: HttpRequest, given: PassagesIn) -> dict[str, object]:
    """Good rows are stored, wrong ones come back with the reason. The same may be sent again."""
    caller = _admit(request, "passages", PASSAGE_RATES)
    taken = actions.take_passages(sent=[_sent(one) for one in given.items], by=caller)
    counted = {one: sum(row.outcome == one for row in taken) for one in Outcome}
    return {"items": taken, **{str(one): count for one, count in counted.items()}}


def _admit(request: HttpRequest, what: str, rates: tuple[Rate, ...]) -> Caller:
    caller = caller_of(request)
    caller.check("passes.check")
    whose = f"{caller.actor.actor_kind}:{caller.actor.actor_id}"
    rate_limits.consume(f"passes-api-{what}", key=whose, rates=rates)
    return caller


def _told(key: SigningKey) -> dict[str, object]:
    return {"kid": key.kid, "x": key.x, "y": key.y, "signs_from": key.signs_from}


def _sent(one: PassageIn) -> Sent:
    return Sent(**one.dict() | {"at": _moment(one.at)})


def _moment(text: str) -> datetime | None:
    """None for what is no moment, or one without a zone: the row is refused for it."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return in_utc(moment) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
