"""Importing a file that somebody uploaded."""

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
from qixin.core.imports import kind_named, open_run, perform
from qixin.core.models import ImportRun
from qixin.people.models import User
from qixin.people.policies import check_can_import
from qixin.people.workflow import JOURNAL

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 64 * 1024 * 1024
SUFFIXES = (".xlsx", ".csv", ".tsv", ".txt")
# What is taken at once, while the sender waits: a few hundred rows.
LARGEST_AT_ONCE = 2 * 1024 * 1024


@transaction.atomic
def note_rejected_opened(*, run: ImportRun, by: User) -> None:
    """The rejected rows hold numbers in clear: whoever takes them home leaves a line."""
    check_can_import(by, kind=kind_named(run.kind))
    note_own_rejected_opened(run=run, by=by)


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


def import_at_once(*, kind: str, file: UploadedFile[Any], by: User) -> ImportRun:
    """Take the good rows of a small sheet in, and keep the bad ones with their reasons.

    For kinds that people send on a room's own page: the caller has checked that `by` may. Raises
    Invalid for what is no sheet (SheetError where none of its rows can be read), TooLarge over
    2 MB.
    """
    name = PurePath(file.name or "").name
    suffix = PurePath(name).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise Invalid(_("Send an .xlsx or .csv file. Save older .xls files as .xlsx first."))
    if (file.size or 0) > LARGEST_AT_ONCE:
        raise TooLarge(_("The file is over 2 MB. Split it."))
    run = open_run(kind=kind, filename=name, by=by)
    with (
        tempfile.TemporaryDirectory(prefix="qixin-import-") as folder,
        tempfile.TemporaryFile(dir=folder) as seekable,
    ):
        shutil.copyfileobj(file, seekable)
        seekable.seek(0)
        result = perform(run, seekable, by=by, rejected_to=Path(folder) / f"rejected{suffix}")
        if result.rejected_file:
            _keep_rejected(run, result.rejected_file)
    return run


def _keep_rejected(run: ImportRun, rejected: Path) -> None:
    name = f"imports/{secrets.token_hex(12)}.rejected{rejected.suffix}"
    with rejected.open("rb") as file:
        run.rejected_as = storages["attachments"].save(name, File(file))
    run.save(update_fields=["rejected_as"])


@transaction.atomic
def note_own_rejected_opened(*, run: ImportRun, by: User) -> None:
    """`note_rejected_opened` for one's own sheet: the caller has looked it up among theirs."""
    journal.write(
        verb=JOURNAL["open_rejected"],
        subject=run,
        by=by,
        detail={"kind": run.kind, "rejected": run.rejected},
    )
