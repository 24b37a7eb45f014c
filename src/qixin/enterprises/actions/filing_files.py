"""The files of a filing: commitment letter, photos of supplies, self-checks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.core.kept_files import shown_name, stored
from qixin.core.storage_faults import full_disk_told
from qixin.enterprises.actions.filings import locked
from qixin.enterprises.enums import FilingFileKind
from qixin.enterprises.models import FilingFile, ResumptionFiling
from qixin.enterprises.models.filings import filing_storage
from qixin.enterprises.policies.filings import check_can_edit
from qixin.enterprises.workflow import JOURNAL
from qixin.letters.admitting import Admitted, admit
from qixin.people.models import User
from qixin.reports import media

MOST_FILES = 20


@dataclass(frozen=True)
class FileGiven:
    """A file as it came. `name` only names it."""

    kind: str
    file: BinaryIO
    name: str
    size: int


def add_file(*, filing: ResumptionFiling, given: FileGiven, by: User) -> FilingFile:
    """Keep a file privately; the same one again changes nothing. Pictures lose what the camera
    wrote into them.

    Raises Refused, WrongState, Invalid for a type that is not taken, TooLarge, StorageFull.
    """
    check_can_edit(by, filing=filing)
    if given.kind not in FilingFileKind.values:
        raise Invalid(_("There is no such kind of file."))
    found = admit(given.file, size=given.size)
    if given.kind == FilingFileKind.SUPPLIES and not found.mime.startswith("image/"):
        raise Invalid(_("Send a photo: JPEG or PNG."))
    with full_disk_told(), _bare(given, found) as content:
        kept = [(content, found.extension)]
        with stored(kept, storage=filing_storage(), folder="filings") as [name]:
            return _record(filing, given, found, name, by)


@transaction.atomic
def remove_file(*, file: FilingFile, by: User) -> None:
    """Take a file off a draft. Raises Refused, WrongState."""
    held = locked(file.filing)
    check_can_edit(by, filing=held)
    gone = FilingFile.objects.filter(pk=file.pk).first()
    if gone is None:
        return
    detail = {"file": gone.pk, "kind": gone.kind}
    journal.write(verb=JOURNAL["remove_file"], subject=held, by=by, detail=detail)
    name = gone.stored.name
    gone.delete()
    transaction.on_commit(lambda: filing_storage().delete(name))


@transaction.atomic
def note_file_opened(*, file: FilingFile, by: User) -> None:
    """A commitment letter names persons: whoever opens a file leaves a line."""
    journal.write(verb=JOURNAL["open_file"], subject=file.filing, by=by, detail={"file": file.pk})


@contextmanager
def _bare(given: FileGiven, found: Admitted) -> Iterator[BinaryIO]:
    """A picture drawn anew, without place, time and camera; anything else as it came."""
    if not found.mime.startswith("image/"):
        yield given.file
        return
    with tempfile.TemporaryDirectory(prefix="qixin-filing-") as folder:
        original = Path(folder) / f"original{found.extension}"
        with original.open("wb") as copy:
            for chunk in iter(lambda: given.file.read(1 << 20), b""):
                copy.write(chunk)
        try:
            drawn = media.renditions(original, Path(folder))
        except media.MediaRefused as refusal:
            raise Invalid(refusal.reason) from refusal
        with drawn.web.open("rb") as content:
            yield content


@transaction.atomic
def _record(
    filing: ResumptionFiling, given: FileGiven, found: Admitted, name: str, by: User
) -> FilingFile:
    held = locked(filing)
    check_can_edit(by, filing=held)
    known = held.files.filter(kind=given.kind, sha256=found.sha256).first()
    if known is not None:
        filing_storage().delete(name)
        return known
    if held.files.count() >= MOST_FILES:
        raise Invalid(_("At most %(n)d files fit in one filing.") % {"n": MOST_FILES})
    picture = found.mime.startswith("image/")
    made = FilingFile.objects.create(
        filing=held, kind=given.kind, stored=name, sha256=found.sha256, size=found.size,
        name=shown_name(given.name, ".jpg" if picture else found.extension),
        mime="image/jpeg" if picture else found.mime, added_by=by, added_at=clock.now(),
    )  # fmt: skip
    detail = {"file": made.pk, "kind": made.kind}
    journal.write(verb=JOURNAL["add_file"], subject=held, by=by, detail=detail)
    return made
