"""Evidence with the picture or the document that shows it, kept as everything that is handed in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.core.kept_files import shown_name, stored
from qixin.letters.actions import Upload
from qixin.letters.admitting import LARGEST_FILE, MEGABYTE, Admitted, admit
from qixin.newsroom.actions.rumours import Found, collect
from qixin.newsroom.models import Evidence, EvidenceFile, Rumour
from qixin.newsroom.models.evidence_files import evidence_storage
from qixin.newsroom.policies.rumours import check_can_collect
from qixin.newsroom.workflow.rumours import JOURNAL
from qixin.people.models import User

MOST_FILES = 5
MOST_IN_A_FORM = MOST_FILES * LARGEST_FILE + MEGABYTE
TAKEN = frozenset({".pdf", ".jpg", ".png"})


def collect_with_files(
    *, rumour: Rumour, found: Found, files: Sequence[Upload], client_key: uuid.UUID, by: User
) -> Evidence:
    """Keep what was found out with its files, all or nothing; the same key again is one.

    Raises Refused, WrongState, Invalid for what is no picture and no PDF or for too many, TooLarge,
    StorageFull.
    """
    check_can_collect(by)
    known = Evidence.objects.filter(client_key=client_key).first()
    if known is not None or not files:
        return known or collect(rumour=rumour, found=found, client_key=client_key, by=by)
    judged = _judged(files)
    contents = [(one.file, kind.extension) for one, kind in judged]
    with (
        stored(contents, storage=evidence_storage(), folder="evidence") as names,
        transaction.atomic(),
    ):
        evidence = collect(rumour=rumour, found=found, client_key=client_key, by=by)
        EvidenceFile.objects.bulk_create(
            EvidenceFile(
                evidence=evidence, name=shown_name(one.name, kind.extension), stored=name,
                mime=kind.mime, size=kind.size, sha256=kind.sha256,
            )
            for (one, kind), name in zip(judged, names, strict=True)
        )  # fmt: skip
    return evidence


@transaction.atomic
def note_evidence_opened(*, file: EvidenceFile, by: User) -> None:
    """The journal says who opened which file."""
    journal.write(
        verb=JOURNAL["open_evidence"], subject=file.evidence.rumour, by=by,
        detail={"file": file.pk},
    )  # fmt: skip


def _judged(files: Sequence[Upload]) -> list[tuple[Upload, Admitted]]:
    if len(files) > MOST_FILES:
        raise Invalid(_("At most %(most)d files at once.") % {"most": MOST_FILES})
    judged = [(one, admit(one.file, size=one.size)) for one in files]
    if any(kind.extension not in TAKEN for _one, kind in judged):
        raise Invalid(_("Evidence is a PDF, or a JPEG or PNG picture."))
    return judged
