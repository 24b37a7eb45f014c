"""The ledger as a workbook, and a package as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.sheets import write_workbook
from qixin.core.sheets.writing import neutralised
from qixin.newsroom.models import Placement
from qixin.newsroom.policies.placements import check_can_place, check_may_be_offered
from qixin.newsroom.publication.packages import archive_of
from qixin.newsroom.workflow.placements import JOURNAL
from qixin.people.models import User
from qixin.people.permissions import check_permission

MOST = 50_000


@transaction.atomic
def export_placements(*, placements: QuerySet[Placement], path: Path, by: User) -> int:
    """Write `placements`, in their order, to the .xlsx at `path`; returns how many.

    Raises Refused without the right to read, Invalid for more than 50,000.
    """
    check_permission(by, "newsroom.read")
    found = placements.count()
    if found > MOST:
        raise Invalid(
            _("A file holds at most %(most)s placements. Please narrow the list.")
            % {"most": f"{MOST:,}"}
        )
    write_workbook(path, _rows(placements))
    journal.write(verb=JOURNAL["export"], subject=by, by=by, detail={"placements": found})
    return found


@transaction.atomic
def download_package(*, placement: Placement, by: User) -> bytes:
    """The package as a .zip. Raises Refused, Conflict where the story is gone or taken off,
    PublicationStopped where it must not be handed out any more."""
    check_can_place(by)
    story = placement.story
    if story is None or story.version_for_others is None:
        raise Conflict(_("The story does not stand on the public site any more."))
    check_may_be_offered(story)
    detail = {"outlet": placement.outlet_id, "story": story.pk}
    journal.write(verb=JOURNAL["download"], subject=placement, by=by, detail=detail)
    return archive_of(placement)


def _rows(placements: QuerySet[Placement]) -> Iterator[list[str]]:
    yield [
        _("Story"), pgettext("placement", "Outlet"), pgettext("placement", "Level"),
        pgettext("placement", "State"), pgettext("placement", "Offered"),
        pgettext("placement", "Offered by"), _("Day it ran"), _("How far it went"),
        _("Title as it ran"), _("Link"), pgettext("placement", "Reporter"), _("Credits"),
        _("Reason"),
    ]  # fmt: skip
    for one in placements:
        yield [neutralised(cell) for cell in _cells(one)]


def _cells(one: Placement) -> list[str]:
    return [
        one.title,
        one.outlet.name,
        str(one.outlet.get_level_display()),
        str(one.get_state_display()),
        f"{clock.local(one.offered_at):%Y-%m-%d %H:%M}",
        str(one.offered_by),
        f"{one.taken_on:%Y-%m-%d}" if one.taken_on else "",
        str(one.get_circulation_display()) if one.circulation else "",
        one.ran_title,
        one.link,
        str(one.story.owner or "") if one.story else "",
        "；".join(one.story.credits.splitlines()) if one.story else "",
        one.reason,
    ]
