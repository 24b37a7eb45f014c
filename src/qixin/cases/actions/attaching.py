"""Files beside what people say about a case."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.models import Answer, Case, CaseFile, Note
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.core.storage_faults import full_disk_told
from qixin.letters.actions import Upload
from qixin.letters.admitting import admit
from qixin.people.models import User

MOST_FILES = 9


def attach(
    files: Iterable[Upload],
    *,
    case: Case,
    by: User,
    note: Note | None = None,
    answer: Answer | None = None,
) -> list[CaseFile]:
    """Keep files with a note or an answer, within its transaction.

    Raises Invalid for a file that is not taken or too many, TooLarge, StorageFull.
    """
    given = list(files)
    if len(given) > MOST_FILES:
        raise Invalid(_("At most %(most)d files at once.") % {"most": MOST_FILES})
    return [_keep(one, case=case, by=by, note=note, answer=answer) for one in given]


def _keep(
    upload: Upload, *, case: Case, by: User, note: Note | None, answer: Answer | None
) -> CaseFile:
    admitted = admit(upload.file, size=upload.size)
    name = f"cases/{clock.today():%Y/%m}/{uuid.uuid4().hex}{admitted.extension}"
    row = CaseFile(
        case=case,
        note=note,
        answer=answer,
        name=upload.name.replace("\0", "").strip()[:200] or name.rpartition("/")[2],
        mime=admitted.mime,
        size=admitted.size,
        sha256=admitted.sha256,
        by=by,
    )
    with full_disk_told():
        row.stored.save(name, File(upload.file), save=False)
    row.save(force_insert=True)
    return row


@transaction.atomic
def note_file_opened(*, file: CaseFile, by: User) -> None:
    """The journal says who opened which file."""
    journal.write(verb=JOURNAL["open_file"], subject=file.case, by=by, detail={"file": file.pk})
