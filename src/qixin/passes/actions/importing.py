"""A sheet of requests that an applicant sends: taken at once, for it is a few hundred rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qixin.core.models import ImportRun
from qixin.people import actions as people
from qixin.people.models import User
from qixin.people.permissions import check_permission

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KIND = "passes"


def import_sheet(*, file: UploadedFile[Any], by: User) -> ImportRun:
    """Take the good rows in, and keep the bad ones with their reasons for the applicant.

    Raises Refused, Invalid for what is no sheet (SheetError where none of its rows can be read),
    TooLarge over 2 MB.
    """
    check_permission(by, "passes.request")
    return people.import_at_once(kind=KIND, file=file, by=by)


def note_rejected_opened(*, run: ImportRun, by: User) -> None:
    """The rejected rows hold drivers' numbers in clear: whoever opens them leaves a line."""
    people.note_own_rejected_opened(run=run, by=by)
