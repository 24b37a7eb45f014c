"""A sheet of requests that an applicant sends: taken at once, for it is a few hundred rows."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid, TooLarge
from qixin.core.imports import open_run, perform
from qixin.core.models import ImportRun
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.people.workflow import JOURNAL as PEOPLE_JOURNAL

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KIND = "passes"
LARGEST = 2 * 1024 * 1024
SUFFIXES = (".xlsx", ".csv")


def import_sheet(*, file: UploadedFile[Any], by: User) -> ImportRun:
    """Take the good rows in, and keep the bad ones with their reasons for the applicant.

    Raises Refused, Invalid for what is no sheet (SheetError where none of its rows can be read),
    TooLarge over 2 MB.
    """
    check_permission(by, "passes.request")
    name = PurePath(file.name or "").name
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Invalid(_("Send an .xlsx or .csv file. Save older .xls files as .xlsx first."))
    if (file.size or 0) > LARGEST:
        raise TooLarge(_("The file is over 2 MB. Split it."))
    run = open_run(kind=KIND, filename=name, by=by)
    with (
        tempfile.TemporaryDirectory(prefix="qixin-passes-") as folder,
        tempfile.TemporaryFile(dir=folder) as seekable,
    ):
        shutil.copyfileobj(file, seekable)
        seekable.seek(0)
        result = perform(run, seekable, by=by, rejected_to=Path(folder) / f"rejected{suffix}")
        if result.rejected_file:
            _keep(run, result.rejected_file)
    return run


def _keep(run: ImportRun, rejected: Path) -> None:
    name = f"imports/{secrets.token_hex(12)}.rejected{rejected.suffix}"
    with rejected.open("rb") as file:
        run.rejected_as = storages["attachments"].save(name, File(file))
    run.save(update_fields=["rejected_as"])


@transaction.atomic
def note_rejected_opened(*, run: ImportRun, by: User) -> None:
    """The rejected rows hold drivers' numbers in clear: whoever opens them leaves a line."""
    journal.write(
        verb=PEOPLE_JOURNAL["open_rejected"],
        subject=run,
        by=by,
        detail={"kind": run.kind, "rejected": run.rejected},
    )
