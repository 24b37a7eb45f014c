"""The list of media that stories are offered to."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict
from qixin.core.plain_text import one_line
from qixin.core.saving import save_checked
from qixin.newsroom.models import Outlet
from qixin.newsroom.policies.placements import check_can_keep_outlets
from qixin.newsroom.workflow.placements import JOURNAL
from qixin.people.models import User


@transaction.atomic
def add_outlet(
    *, name: str, level: str, kind: str, format: str, email: str = "", by: User
) -> Outlet:
    """Raises Refused, Invalid, Conflict for a name that is there."""
    check_can_keep_outlets(by)
    outlet = Outlet(name=one_line(name), level=level, kind=kind, format=format, email=email)
    _save(outlet)
    _note("add_outlet", outlet, by)
    return outlet


@transaction.atomic
def revise_outlet(
    *, outlet: Outlet, name: str, level: str, kind: str, format: str, email: str, version: int,
    by: User,
) -> Outlet:  # fmt: skip
    """What was placed at another level stays as it was noted.

    Raises Refused, Invalid, Conflict for another's name, or where it was changed since `version`.
    """
    check_can_keep_outlets(by)
    held = _locked(outlet)
    if held.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    held.name, held.level, held.kind = one_line(name), level, kind
    held.format, held.email = format, email
    held.version += 1
    _save(held)
    _note("revise_outlet", held, by)
    return held


@transaction.atomic
def retire_outlet(*, outlet: Outlet, by: User) -> Outlet:
    """It takes no more offers; those that are open stay. Raises Refused."""
    check_can_keep_outlets(by)
    held = _locked(outlet)
    if held.retired_at is None:
        held.retired_at = clock.now()
        held.save(update_fields=["retired_at"])
        _note("retire_outlet", held, by)
    return held


@transaction.atomic
def restore_outlet(*, outlet: Outlet, by: User) -> Outlet:
    """It takes offers again. Raises Refused."""
    check_can_keep_outlets(by)
    held = _locked(outlet)
    if held.retired_at is not None:
        held.retired_at = None
        held.save(update_fields=["retired_at"])
        _note("restore_outlet", held, by)
    return held


def _locked(outlet: Outlet) -> Outlet:
    return Outlet.objects.select_for_update().get(pk=outlet.pk)


def _save(outlet: Outlet) -> None:
    try:
        with transaction.atomic():
            save_checked(outlet)
    except IntegrityError:
        raise Conflict(_("There is an outlet of this name already.")) from None


def _note(verb: str, outlet: Outlet, by: User) -> None:
    detail = {"level": outlet.level, "format": outlet.format}
    journal.write(verb=JOURNAL[verb], subject=outlet, by=by, detail=detail)
