"""Making what people see of a photo or a clip; run by the worker."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copyfileobj

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.reports import media
from qixin.reports.enums import AttachmentKind, AttachmentState
from qixin.reports.models import Attachment
from qixin.reports.models.reports import attachment_storage
from qixin.reports.workflow import JOURNAL


@dataclass(frozen=True)
class _Made:
    web: Path
    pictures: media.Renditions


def prepare(*, attachment: Attachment) -> Attachment:
    """Make the renditions and note the state; done twice it changes nothing.

    Raises MediaToolMissing where the machine lacks ffmpeg: the job is tried again later.
    """
    if attachment.state in (AttachmentState.READY, AttachmentState.DAMAGED) and attachment.web:
        return attachment
    with tempfile.TemporaryDirectory(prefix="qixin-media-") as folder:
        try:
            made = _made(attachment, Path(folder))
        except media.MediaRefused:
            return _note(attachment, AttachmentState.REFUSED)
        _keep(attachment, made)
        damaged = made.pictures.damaged
        return _note(attachment, AttachmentState.DAMAGED if damaged else AttachmentState.READY)


def prepare_waiting(*, older_than: timedelta) -> int:
    """Prepare what no job took up, such as what came while ffmpeg was missing; returns how many."""
    unseen = Q(state=AttachmentState.RECEIVED) | Q(state=AttachmentState.DAMAGED, web="")
    waiting = Attachment.objects.filter(
        unseen, report__received_at__lt=clock.now() - older_than
    ).select_related("report")
    return sum(prepare(attachment=one).state != AttachmentState.RECEIVED for one in waiting)


def _made(attachment: Attachment, folder: Path) -> _Made:
    original = _local_copy(attachment, folder)
    if attachment.kind == AttachmentKind.CLIP:
        clip = media.clip_renditions(original, folder / "made")
        return _Made(clip.video, clip.poster)
    pictures = media.renditions(original, folder / "made")
    return _Made(pictures.web, pictures)


def _local_copy(attachment: Attachment, folder: Path) -> Path:
    with suppress(NotImplementedError):
        return Path(attachment.original.path)
    copy = folder / "original"
    with attachment.original.open("rb") as source, copy.open("wb") as target:
        copyfileobj(source, target, 1 << 20)
    return copy


def _keep(attachment: Attachment, made: _Made) -> None:
    stem = f"renditions/{attachment.client_key.hex[:2]}/{attachment.client_key.hex}"
    attachment.web.name = _save(made.web, f"{stem}-web{made.web.suffix}")
    attachment.thumb.name = _save(made.pictures.thumb, f"{stem}-thumb.jpg")
    attachment.phash = made.pictures.phash


def _save(path: Path, name: str) -> str:
    storage = attachment_storage()
    storage.delete(name)
    with path.open("rb") as file:
        return storage.save(name, File(file))


@transaction.atomic
def _note(attachment: Attachment, state: AttachmentState) -> Attachment:
    attachment.state = state
    attachment.save(update_fields=["state", "web", "thumb", "phash"])
    journal.write(
        verb=JOURNAL["prepare"],
        subject=attachment.report,
        by=SYSTEM,
        detail={"attachment": attachment.pk, "state": state},
    )
    return attachment
