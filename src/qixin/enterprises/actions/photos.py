"""Photos: announced with what they show, received by their key, shown without what they carried."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid, NotFound, QixinError
from qixin.core.storage_faults import full_disk_told
from qixin.enterprises.enums import PhotoState
from qixin.enterprises.models import Finding, HazardStep, Photo
from qixin.enterprises.models.photos import photo_storage
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User
from qixin.reports import media

# Of one finding or step; what needs more is several findings.
MOST_PHOTOS = 6
# Of one inspection, so that a broken telephone cannot announce thousands.
MOST_AT_ONCE = 60


def announce(
    keys: Sequence[uuid.UUID], *, finding: Finding | None = None, step: HazardStep | None = None
) -> list[Photo]:
    """Rows for photos that their telephone sends next. Raises Invalid for too many, Conflict where
    a key is another photo's."""
    if len(keys) > MOST_PHOTOS:
        raise Invalid(_("At most %(most)d photos belong to one finding.") % {"most": MOST_PHOTOS})
    if Photo.objects.filter(client_key__in=keys).exists() or len(set(keys)) < len(keys):
        raise Conflict(_("One of these photos was sent before, with something else."))
    return Photo.objects.bulk_create(
        Photo(client_key=key, finding=finding, step=step, position=position)
        for position, key in enumerate(keys)
    )


def receive_photo(*, key: uuid.UUID, file: BinaryIO, filename: str, by: User) -> Photo:
    """Take an announced photo in, once however often it is sent; only pixels are kept.

    Raises NotFound where `by` announced none with this key, Invalid for what is no photo or too
    large (the photo is marked, so that nobody waits for it), StorageFull.
    """
    photo = _announced(key, by)
    if photo.state != PhotoState.AWAITED:
        return photo
    with full_disk_told(), tempfile.TemporaryDirectory(prefix="qixin-photo-") as folder:
        try:
            made = _rendered(file, filename, Path(folder))
        except media.MediaRefused as refusal:
            refuse_photo(key=key, reason=str(refusal.reason), by=by)
            raise Invalid(refusal.reason) from refusal
        return _keep(photo, made, by)


def keep_photos(files: Sequence[File[bytes]], *, step: HazardStep, by: User) -> None:
    """Photos that came with a form, all or nothing. Raises Invalid."""
    keys = [uuid.uuid4() for _file in files]
    announce(keys, step=step)
    kept: list[Photo] = []
    try:
        for key, file in zip(keys, files, strict=True):
            content = cast(BinaryIO, file)
            name = file.name or ""
            kept.append(receive_photo(key=key, file=content, filename=name, by=by))
    except QixinError:
        for photo in kept:
            _erase([str(photo.web.name), str(photo.thumb.name)])
        raise


@transaction.atomic
def refuse_photo(*, key: uuid.UUID, reason: str, by: User) -> None:
    """Mark an announced photo that cannot be taken, so that nobody waits for it; `reason` is the
    sentence that its sender reads. Raises NotFound."""
    photo = _announced(key, by)
    if photo.state == PhotoState.AWAITED:
        photo.state, photo.reason = PhotoState.REFUSED, reason[:200]
        photo.save(update_fields=["state", "reason"])


def _announced(key: uuid.UUID, by: User) -> Photo:
    photo = (
        Photo.objects.select_related("finding__inspection", "finding__visit", "step__hazard")
        .filter(client_key=key)
        .first()
    )
    if photo is None or _sender(photo) != by.pk:
        raise NotFound(_("Nobody announced such a photo. Send the finding that it shows first."))
    return photo


def _sender(photo: Photo) -> int | None:
    if photo.step is not None:
        return photo.step.by_id
    finding = photo.finding
    if finding is None:
        return None
    if finding.inspection is not None:
        return finding.inspection.inspector_id
    return finding.visit.officer_id if finding.visit else None


def _rendered(file: BinaryIO, filename: str, folder: Path) -> media.Renditions:
    found = media.inspect(file, filename=filename)
    if found.kind != "image":
        raise media.MediaRefused(_("This is a clip. A finding takes photos only."))
    original = folder / "original"
    file.seek(0)
    with original.open("wb") as copy:
        while block := file.read(1 << 20):
            copy.write(block)
    return media.renditions(original, folder / "made")


def _keep(photo: Photo, made: media.Renditions, by: User) -> Photo:
    stem = f"safety/{photo.client_key.hex[:2]}/{photo.client_key.hex}-{uuid.uuid4().hex[:6]}"
    names: list[str] = []
    recorded = False
    try:
        for path, which in ((made.web, "web"), (made.thumb, "thumb")):
            with path.open("rb") as content:
                names.append(photo_storage().save(f"{stem}-{which}.jpg", File(content)))
        recorded = _record(photo, names, by)
    finally:
        if not recorded:
            _erase(names)
    return photo


def _erase(names: Sequence[str]) -> None:
    for name in names:
        photo_storage().delete(name)


@transaction.atomic
def _record(photo: Photo, names: list[str], by: User) -> bool:
    """False where the same photo came in on another connection meanwhile."""
    held = Photo.objects.select_for_update().get(pk=photo.pk)
    if held.state != PhotoState.AWAITED:
        photo.state = held.state
        return False
    photo.state, photo.received_at = PhotoState.READY, clock.now()
    photo.web.name, photo.thumb.name = names
    photo.save(update_fields=["state", "received_at", "web", "thumb"])
    journal.write(verb=JOURNAL["receive_photo"], subject=photo, by=by)
    return True
