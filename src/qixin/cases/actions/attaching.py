"""Files beside what people say about a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.models import Answer, Case, CaseFile, Note
from qixin.cases.models.files import case_storage
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.core.kept_files import shown_name, stored
from qixin.letters.actions import Upload
from qixin.letters.admitting import Admitted, admit
from qixin.people.models import User

MOST_FILES = 9


@dataclass(frozen=True)
class Kept:
    """A file that lies in the storage as `name` and waits to be recorded."""

    upload: Upload
    admitted: Admitted
    name: str


@contextmanager
def kept(files: Sequence[Upload]) -> Iterator[list[Kept]]:
    """Judge and store files around the transaction that records them; a failed one leaves none.

    Raises Invalid for a file that is not taken or too many, TooLarge, StorageFull.
    """
    if len(files) > MOST_FILES:
        raise Invalid(_("At most %(most)d files at once.") % {"most": MOST_FILES})
    judged = [(one, admit(one.file, size=one.size)) for one in files]
    contents = [(one.file, found.extension) for one, found in judged]
    with stored(contents, storage=case_storage(), folder="cases") as names:
        yield [Kept(one, found, name) for (one, found), name in zip(judged, names, strict=True)]


def attach(
    files: Sequence[Kept],
    *,
    case: Case,
    by: User,
    note: Note | None = None,
    answer: Answer | None = None,
) -> list[CaseFile]:
    """Record kept files with a note or an answer, within its transaction."""
    return CaseFile.objects.bulk_create(
        CaseFile(
            case=case, note=note, answer=answer, stored=one.name, mime=one.admitted.mime,
            name=shown_name(one.upload.name, one.admitted.extension), size=one.admitted.size,
            sha256=one.admitted.sha256, by=by,
        )
        for one in files
    )  # fmt: skip


@transaction.atomic
def note_file_opened(*, file: CaseFile, by: User) -> None:
    """The journal says who opened which file."""
    journal.write(verb=JOURNAL["open_file"], subject=file.case, by=by, detail={"file": file.pk})
