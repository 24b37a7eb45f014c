"""Asking for passes, one by one or many, and taking a request back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qixin.core import clock, ids, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.insertion import insert, insert_many
from qixin.passes.actions.stepping import locked, step
from qixin.passes.enums import STANDING_STATES, PassClass
from qixin.passes.models import Pass, Terms
from qixin.passes.models.passes import LONGEST_CARGO, LONGEST_ROUTE
from qixin.passes.plates import clean_plate
from qixin.passes.policies import check_can_request, check_can_withdraw
from qixin.passes.selectors import terms
from qixin.passes.workflow import JOURNAL
from qixin.people.imports import cells
from qixin.people.models import Unit, User
from qixin.people.policies import check_stands

LONGEST_NAME = 64


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `valid_until` is exclusive; ID number and case may be blank."""

    plate: str
    pass_class: int
    cargo: str
    route: str
    valid_from: datetime
    valid_until: datetime
    driver_name: str
    driver_phone: str
    driver_id_number: str = ""
    case_number: str = ""


def faults(wanted: Wanted, *, on: Terms) -> Iterator[tuple[str, str | Promise]]:
    """(field, sentence) of everything that is wrong with the fields together."""
    if wanted.valid_until <= wanted.valid_from:
        yield "valid_until", gettext_lazy("The validity ends before it starts.")
    elif wanted.valid_until <= clock.now():
        yield "valid_until", gettext_lazy("These days are over.")
    elif wanted.valid_until - wanted.valid_from > timedelta(days=on.longest_days):
        yield (
            "valid_until",
            format_lazy(gettext_lazy("A pass is valid for {n} days at most."), n=on.longest_days),
        )


@transaction.atomic
def request(*, holder: Unit, wanted: Wanted, by: User) -> Pass:
    """Ask for a pass in the name of `holder`.

    Raises Refused, Invalid with what is wrong, Conflict where the vehicle has asked for the same
    days already.
    """
    check_can_request(by, holder=holder)
    check_stands(holder)
    on = terms()
    wanted = _cleaned(wanted)
    for _field, sentence in faults(wanted, on=on):
        raise Invalid(sentence)
    asked = _new(holder, wanted, on, by)
    try:
        with transaction.atomic():
            insert(asked)
    except IntegrityError:
        raise Conflict(_twice(asked)) from None
    journal.write(verb=JOURNAL["request"], subject=asked, by=by, detail=_told(asked))
    return asked


@transaction.atomic
def request_many(*, wanted: Sequence[tuple[Unit, Wanted]], by: User) -> list[Pass]:
    """Ask for passes that are clean, without faults, and not yet there: the importer has looked.

    Raises Refused for a holder in whose name `by` may not ask.
    """
    for holder in {holder.pk: holder for holder, _one in wanted}.values():
        check_can_request(by, holder=holder)
        check_stands(holder)
    on = terms()
    asked = [_new(holder, one, on, by) for holder, one in wanted]
    insert_many(asked)
    journal.write_many(journal.Line(JOURNAL["request"], one, by, _told(one)) for one in asked)
    return asked


@transaction.atomic
def withdraw(*, asked: Pass, by: User) -> Pass:
    """Take back a request that nobody has decided yet. Raises Refused, WrongState."""
    held = locked(asked)
    check_can_withdraw(by, asked=held)
    step(held, "withdraw", by=by)
    return held


def _cleaned(wanted: Wanted) -> Wanted:
    if wanted.pass_class not in PassClass.values:
        raise Invalid(_("There is no such class of passes."))
    return replace(
        wanted,
        plate=clean_plate(wanted.plate),
        cargo=_words(wanted.cargo, LONGEST_CARGO, _("Say what the vehicle carries.")),
        route=_words(wanted.route, LONGEST_ROUTE, _("Say from where to where.")),
        driver_name=_words(wanted.driver_name, LONGEST_NAME, _("Who drives?")),
        driver_phone=cells.phone(wanted.driver_phone),
        driver_id_number=(
            cells.id_number(wanted.driver_id_number) if wanted.driver_id_number.strip() else ""
        ),
        case_number=ids.normalise_number(wanted.case_number)[:20],
    )


def _words(text: str, longest: int, missing: str) -> str:
    words = " ".join(text.replace("\0", "").split())
    if not words:
        raise Invalid(missing)
    return cells.text(longest)(words)


def _new(holder: Unit, wanted: Wanted, on: Terms, by: User) -> Pass:
    now = clock.now()
    return Pass(
        **vars(wanted),
        number=ids.new_number("P", now),
        holder=holder,
        office=on.office,
        requested_by=by,
        requested_at=now,
    )


def _told(asked: Pass) -> dict[str, object]:
    told: dict[str, object] = {"unit": asked.holder_id}
    return told | ({"case": asked.case_number} if asked.case_number else {})


def _twice(asked: Pass) -> str:
    known = Pass.objects.filter(
        holder=asked.holder_id,
        plate=asked.plate,
        valid_from=asked.valid_from,
        valid_until=asked.valid_until,
        state__in=STANDING_STATES,
    ).first()
    return _("This vehicle has asked for these days already: %(number)s.") % {
        "number": known.number if known else asked.plate
    }
