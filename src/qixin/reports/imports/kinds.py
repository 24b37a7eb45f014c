"""This room's kinds of import."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from qixin.core import imports
from qixin.reports.imports import correspondents, groups, reports

_ONCE = _(
    "The same row again adds nothing. A blank or wrong coordinate costs the place, not the report."
)


def register_kinds() -> None:
    """Offer reports, groups and correspondents; called when the room is ready."""
    imports.register(
        imports.ImportKind(
            name="reports",
            title=_("Reports"),
            permission="reports.import",
            columns=reports.COLUMNS,
            begin=reports.ReportImporter,
            hint=_ONCE,
        )
    )
    imports.register(
        imports.ImportKind(
            name="reports_gcj02",
            title=_("Reports with coordinates of Chinese maps (GCJ-02)"),
            permission="reports.import",
            columns=reports.COLUMNS,
            begin=partial(reports.ReportImporter, gcj02=True),
            hint=_("For coordinates out of AMap, Tencent or WeChat; they are brought to WGS-84."),
        )
    )
    imports.register(
        imports.ImportKind(
            name="groups",
            title=_("Groups of correspondents"),
            permission="reports.manage_groups",
            columns=groups.COLUMNS,
            begin=groups.GroupImporter,
            hint=_("Told apart by their name. The units must be there already."),
        )
    )
    imports.register(
        imports.ImportKind(
            name="correspondents",
            title=_("Correspondents"),
            permission="reports.manage_groups",
            columns=correspondents.COLUMNS,
            begin=correspondents.CorrespondentImporter,
            hint=_(
                "Told apart by their telephone. The groups must be there already; whoever is in "
                "the file is a confirmed member, and signs in with a code sent to the telephone."
            ),
        )
    )
