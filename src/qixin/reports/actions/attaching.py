"""Taking in a photo or a clip: on the disk first, then acknowledged, once only."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import BinaryIO

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.coordinates import Coordinate
from qixin.core.errors import Conflict, Invalid
from qixin.core.storage_faults import full_disk_told
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.reports import media
from qixin.reports.actions.transferring import taken
from qixin.reports.enums import AttachmentState
from qixin.reports.media.containers import container_of
from qixin.reports.models import Attachment, Report
from qixin.reports.models.reports import attachment_storage
from qixin.reports.transfers import Kind
from qixin.reports.workflow import JOURNAL

# A report is a message, not an album.
MOST_ATTACHMENTS = 9
# what a file that is sent in pieces is said to become
TRANSFER_KIND = "attachment"


@dataclass(frozen=True)
class Upload:
    """A file as it came; `taken_at` and `coordinate` as the phone read them before it shrank it."""

    client_key: uuid.UUID
    file: BinaryIO
    filename: str
    position: int = 0
    taken_at: datetime | None = None
    coordinate: Coordinate | None = None


def attach(*, report: Report, upload: Upload, by: Actor) -> Attachment:
    """Keep the original privately, once for each key; `prepare` makes what people see of it.

    Raises Invalid with a reason for the sender (no photo, too large, too many), Conflict where the
    key belongs to another report, StorageFull where there is no room: nothing is kept then.
    """
    known = _known(report, upload)
    if known is not None:
        return known
    if report.attachments.count() >= MOST_ATTACHMENTS:
        raise Invalid(
            _("At most %(most)d photos and clips fit in one report. Please send another report.")
            % {"most": MOST_ATTACHMENTS}
        )
    with full_disk_told():
        found = _inspected(upload)
        with _stored(upload, found) as name:
            return _record(report, upload, found, name, by)


def attach_sent(*, report: Report, transfer: uuid.UUID, upload: Upload, by: User) -> Attachment:
    """Keep a file that came in pieces (`upload` says the rest of it), once for each key.

    Raises as `attach`; NotFound where it is no longer here, Invalid while pieces are missing.
    """
    known = _known(report, upload)
    if known is not None:
        return known
    with taken(key=transfer, kind=TRANSFER_KIND, by=by) as file:
        return attach(report=report, upload=replace(upload, file=file), by=by)


def kind_of_transfer() -> Kind:
    """What a file has to be that is sent in pieces to be attached to a report."""
    most = max(media.DEFAULT_LIMITS.clip_bytes, media.DEFAULT_LIMITS.image_bytes)
    return Kind(TRANSFER_KIND, most, _check_can_send, _check_head)


def _check_can_send(user: User) -> None:
    check_permission(user, "reports.send")


def _check_head(head: bytes) -> None:
    if container_of(head) is None:
        raise Invalid(_("This file is neither a photo nor a clip."))


@transaction.atomic
def note_original_opened(*, attachment: Attachment, by: Actor) -> None:
    """The original shows where and with what it was taken: whoever opens it leaves a line."""
    journal.write(
        verb=JOURNAL["open_original"],
        subject=attachment.report,
        by=by,
        detail={"attachment": attachment.pk},
    )


def _known(report: Report, upload: Upload) -> Attachment | None:
    known = Attachment.objects.filter(client_key=upload.client_key).first()
    if known is not None and known.report_id != report.pk:
        raise Conflict(_("This file already belongs to another report."))
    return known


def _inspected(upload: Upload) -> media.Inspection:
    try:
        return media.inspect(upload.file, filename=upload.filename)
    except media.MediaRefused as refusal:
        raise Invalid(refusal.reason) from refusal


@contextmanager
def _stored(upload: Upload, found: media.Inspection) -> Iterator[str]:
    """The original's name in the storage, on the disk; removed again if the block fails."""
    storage = attachment_storage()
    day = clock.local(clock.now())
    # Each attempt has a name of its own: when one fails, what is removed is never another's file.
    attempt = f"{upload.client_key.hex}-{uuid.uuid4().hex[:8]}{_extension(found.mime)}"
    wanted = f"originals/{day:%Y/%m/%d}/{attempt}"
    upload.file.seek(0)
    name = ""
    recorded = False
    try:
        # A file that Django has put on the disk is moved, not copied.
        content = upload.file if isinstance(upload.file, File) else File(upload.file)
        name = storage.save(wanted, content)
        _sync(name)
        yield name
        recorded = True
    finally:
        if not recorded:
            storage.delete(name or wanted)


def _sync(name: str) -> None:
    """Wait until the file and its way down the folders are on the disk; S3 does that by itself."""
    storage = attachment_storage()
    try:
        path, root = Path(storage.path(name)), Path(storage.path("")).parent
    except NotImplementedError:
        return
    above = [folder for folder in path.parents if folder.is_relative_to(root)]
    for target in (path, *above):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _extension(mime: str) -> str:
    return {"image/jpeg": ".jpg", "video/quicktime": ".mov", "video/mp4": ".mp4"}.get(
        mime, "." + PurePath(mime).name.removeprefix("x-")
    )


def _record(
    report: Report, upload: Upload, found: media.Inspection, name: str, by: Actor
) -> Attachment:
    try:
        return _insert(report, upload, found, name, by)
    except IntegrityError:
        # The same upload on two connections: the other one is recorded, this copy is surplus.
        known = _known(report, upload)
        if known is None:
            raise
        attachment_storage().delete(name)
        return known


@transaction.atomic
def _insert(
    report: Report, upload: Upload, found: media.Inspection, name: str, by: Actor
) -> Attachment:
    place = _place(upload, found)
    attachment = Attachment.objects.create(
        report=report,
        district=report.district,
        client_key=upload.client_key,
        position=upload.position,
        kind=found.kind,
        state=AttachmentState.DAMAGED if found.damaged else AttachmentState.RECEIVED,
        original=name,
        mime=found.mime,
        size=found.size,
        sha256=found.sha256,
        width=found.width,
        height=found.height,
        duration_s=found.duration_s,
        taken_at=found.taken_at or upload.taken_at,
        lng=place.lng if place else None,
        lat=place.lat if place else None,
    )
    journal.write(
        verb=JOURNAL["attach"],
        subject=report,
        by=by,
        detail={"attachment": attachment.pk, "kind": found.kind, "bytes": found.size},
    )
    return attachment


def _place(upload: Upload, found: media.Inspection) -> Coordinate | None:
    if found.coordinate is None:
        return upload.coordinate
    return Coordinate(lng=found.coordinate.longitude, lat=found.coordinate.latitude)
