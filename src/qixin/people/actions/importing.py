"""Importing a file that somebody uploaded."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid, TooLarge
from qixin.core.imports import kind_named, open_run
from qixin.core.models import ImportRun
from qixin.people.models import User
from qixin.people.policies import check_can_import
from qixin.people.workflow import JOURNAL

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 64 * 1024 * 1024
SUFFIXES = (".xlsx", ".csv", ".tsv", ".txt")


@transaction.atomic
def note_rejected_opened(*, run: ImportRun, by: User) -> None:
    """The rejected rows hold numbers in clear: whoever takes them home leaves a line."""
    check_can_import(by, kind=kind_named(run.kind))
    journal.write(
        verb=JOURNAL["open_rejected"],
        subject=run,
        by=by,
        detail={"kind": run.kind, "rejected": run.rejected},
    )


def keep_upload(*, kind: str, file: UploadedFile[Any], by: User) -> ImportRun:
    """Store an uploaded sheet privately, as a run that waits for its job.

    Raises Refused, Invalid for what cannot be a sheet, TooLarge over 64 MB.
    """
    check_can_import(by, kind=kind_named(kind))
    name = PurePath(file.name or "").name
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Invalid(_("Send an .xlsx or .csv file. Save older .xls files as .xlsx first."))
    if (file.size or 0) > LARGEST:
        raise TooLarge(_("The file is over 64 MB. Split it, or use the command line."))
    stored = storages["attachments"].save(f"imports/{secrets.token_hex(12)}{suffix}", file)
    return open_run(kind=kind, filename=name, by=by, stored_as=stored)
