"""Clips: uploaded or cut out of a recording, converted by a job, shown on the live page."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM, Actor
from qixin.core.errors import Invalid
from qixin.core.kept_files import stored
from qixin.core.models import kept_storage
from qixin.core.plain_text import one_line
from qixin.core.saving import check_fields
from qixin.newsroom import streaming
from qixin.newsroom.actions.airing import check_public
from qixin.newsroom.enums.live import ClipState
from qixin.newsroom.models import Clip, LiveChannel
from qixin.newsroom.policies.live import check_can_air, check_can_cut, check_road
from qixin.newsroom.publication import live as publication
from qixin.newsroom.workflow.live import JOURNAL
from qixin.people.actions import notify
from qixin.people.models import User
from qixin.reports import media
from qixin.reports.actions.transferring import taken
from qixin.reports.media.containers import HEAD_BYTES, Container, container_of
from qixin.reports.media.streams import Span, cut, hls
from qixin.reports.transfers import Kind

MEGABYTE = 1024 * 1024
LIMITS = media.Limits(clip_bytes=settings.QIXIN_CLIP_MB * MEGABYTE, clip_seconds=1860.0)
# what a file that is sent in pieces is said to become
TRANSFER_KIND = "clip"
CONVERTING_S = 3600
# a job that shows no sign of life for so long was killed
LEFT_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class ClipGiven:
    """What is said of a clip, uploaded or cut."""

    title: str
    credit: str
    rights: str


def upload(
    *,
    file: BinaryIO,
    given: ClipGiven,
    client_key: uuid.UUID,
    by: User,
    channel: LiveChannel | None = None,
) -> Clip:
    """Keep an uploaded clip for the job that makes it playable. The same key gives the same clip.

    Raises Refused, Invalid for what is no clip or too large, StorageFull.
    """
    check_can_air(by)
    if (known := Clip.objects.filter(client_key=client_key).first()) is not None:
        return known
    extension = _extension(file)
    with stored([(file, extension)], storage=kept_storage(), folder="clips") as names:
        return _made(given, client_key, by, channel=channel, original=names[0])


def upload_transferred(
    *,
    transfer: uuid.UUID,
    given: ClipGiven,
    client_key: uuid.UUID,
    by: User,
    channel: LiveChannel | None = None,
) -> Clip:
    """`upload` of what came in pieces. The transfer stays where it fails, so that nothing has to be
    sent again. Raises what `upload` raises, NotFound where there is no such transfer any more.
    """
    check_can_air(by)
    if (known := Clip.objects.filter(client_key=client_key).first()) is not None:
        return known
    with taken(key=transfer, kind=TRANSFER_KIND, by=by) as file:
        return upload(file=file, given=given, client_key=client_key, by=by, channel=channel)


def kind_of_transfer() -> Kind:
    """What a file has to be that is sent in pieces to become a clip."""
    return Kind(TRANSFER_KIND, LIMITS.clip_bytes, check_can_air, check_head)


def cut_out(
    *,
    channel: LiveChannel,
    start: datetime,
    end: datetime,
    given: ClipGiven,
    client_key: uuid.UUID,
    by: User,
) -> Clip:
    """A clip out of a channel's recording. The same key gives the same clip.

    Raises Refused, Invalid where the recording does not have that piece any more, or never had.
    """
    check_can_cut(by, channel=channel, start=start, end=end)
    if (known := Clip.objects.filter(client_key=client_key).first()) is not None:
        return known
    if not streaming.recorded(channel, start, end):
        raise Invalid(_("There is no recording of this time: nothing was sent, or it is gone."))
    return _made(given, client_key, by, channel=channel, cut_from=start, cut_until=end)


@transaction.atomic
def move_clip(*, clip: Clip, verb: str, by: User) -> Clip:
    """`show` it on the live page, `hide` it, or `retry` its conversion. Raises Refused, WrongState,
    Invalid for a clip that belongs to no channel."""
    check_can_air(by)
    held = _locked(clip)
    if verb in ("show", "hide") and held.channel is None:
        raise Invalid(_("This clip belongs to no live channel."))
    held.state = check_road("clip", verb, held.state)
    if verb == "retry":
        held.failure, held.progress, held.moved_at = "", 0, clock.now()
    held.save(update_fields=["state", "failure", "progress", "moved_at"])
    _note(held, verb, by)
    if held.channel is not None and verb != "retry":
        publication.write_at_commit(held.channel)
    return held


def convert(clip_id: int) -> str:
    """Make a waiting clip playable; returns its state. Another job at it, and nothing is done.

    Raises MediaToolMissing where the machine lacks ffmpeg: the clip waits again.
    """
    clip = _claimed(clip_id)
    if clip is None:
        return ""
    try:
        with tempfile.TemporaryDirectory(prefix="qixin-clip-") as folder:
            made = media.clip_renditions(
                _source(clip, Path(folder)), Path(folder) / "made",
                limits=LIMITS, timeout_s=CONVERTING_S, on_progress=_teller(clip),
            )  # fmt: skip
            pieces = hls(made.video, Path(folder) / "made")
            _keep([made.video, made.poster.web, made.poster.thumb, *pieces], clip)
    except media.MediaRefused as refusal:
        # kept for readers of the workbench, whose first language is Chinese
        with override("zh-hans"):
            return _ended(clip, "fail", failure=str(refusal.reason)[:300])
    except media.MediaToolMissing:
        Clip.objects.filter(pk=clip.pk).update(state=ClipState.WAITING, moved_at=clock.now())
        raise
    return _ended(clip, "succeed", duration_s=made.duration_s, progress=100)


def take_up_left() -> list[int]:
    """Clips that wait although no job is at them, such as those of a killed one; returns ids."""
    before = clock.now() - LEFT_AFTER
    Clip.objects.filter(state=ClipState.CONVERTING, moved_at__lt=before).update(
        state=ClipState.WAITING, moved_at=before
    )
    left = Clip.objects.filter(state=ClipState.WAITING, moved_at__lte=before)
    return list(left.values_list("pk", flat=True))


@transaction.atomic
def _made(given: ClipGiven, key: uuid.UUID, by: User, **fields: Any) -> Clip:
    title, credit = one_line(given.title), one_line(given.credit)
    check_public(title, credit)
    clip = Clip(title=title, credit=credit, rights=given.rights, client_key=key, made_by=by)
    original = fields.pop("original", "")
    for name, value in fields.items():
        setattr(clip, name, value)
    clip.original.name = original
    check_fields(clip)
    try:
        with transaction.atomic():
            clip.save()
    except IntegrityError:
        known = Clip.objects.filter(client_key=key).first()
        if known is None:
            raise
        return known
    _note(clip, "make_clip", by)
    return clip


def _extension(file: BinaryIO) -> str:
    """Of a clip by its first bytes. Raises Invalid for what is none, or too large."""
    size = file.seek(0, 2)
    file.seek(0)
    container = check_head(file.read(HEAD_BYTES))
    file.seek(0)
    if size > LIMITS.clip_bytes:
        raise Invalid(
            _("This clip has %(size)d MB; at most %(most)d MB can be sent.")
            % {"size": size // MEGABYTE, "most": LIMITS.clip_bytes // MEGABYTE}
        )
    return "." + container.mime.split("/")[1].removeprefix("x-")


def check_head(head: bytes) -> Container:
    """What a clip is, by a file's first bytes. Raises Invalid for what is none."""
    container = container_of(head)
    if container is None or container.kind != "clip":
        raise Invalid(_("This file is no clip. Choose a video: MP4, MOV, WebM, AVI or 3GP."))
    return container


def _claimed(clip_id: int) -> Clip | None:
    """The clip, claimed for this job; None where it waits no more."""
    row = Clip.objects.filter(pk=clip_id, state=ClipState.WAITING)
    if not row.update(state=ClipState.CONVERTING, moved_at=clock.now(), progress=0):
        return None
    return Clip.objects.select_related("channel").get(pk=clip_id)


def _source(clip: Clip, folder: Path) -> Path:
    """The file to be converted, on the disk. Raises MediaRefused."""
    if clip.original:
        source = folder / "original"
        with clip.original.open("rb") as kept, source.open("wb") as target:
            copyfileobj(kept, target, MEGABYTE)
        return source
    channel, start, end = clip.channel, clip.cut_from, clip.cut_until
    if channel is None or start is None or end is None:
        raise ValueError("a clip is uploaded or cut, as the database has it")
    spans = [
        Span(
            piece.path,
            max(0.0, (start - piece.start).total_seconds()),
            (min(end, piece.end) - piece.start).total_seconds(),
        )
        for piece in streaming.recorded(channel, start, end)
    ]
    return cut(spans, folder / "cut.mkv")


def _teller(clip: Clip) -> Callable[[float], None]:
    """Notes progress in whole percents, a few times in all."""
    told = -5

    def tell(share: float) -> None:
        nonlocal told
        percent = int(share * 99)
        if percent >= told + 5:
            told = percent
            Clip.objects.filter(pk=clip.pk).update(progress=percent, moved_at=clock.now())

    return tell


def _keep(files: list[Path], clip: Clip) -> None:
    for path in files:
        name = clip.file_name(path.name)
        default_storage.delete(name)
        with path.open("rb") as stream:
            default_storage.save(name, File(stream))


@transaction.atomic
def _ended(clip: Clip, verb: str, **changes: Any) -> str:
    held = _locked(clip)
    if held.state != ClipState.CONVERTING:
        return held.state  # taken for dead and begun again by another job
    held.state = check_road("clip", verb, held.state)
    for name, value in {"moved_at": clock.now(), **changes}.items():
        setattr(held, name, value)
    held.save(update_fields=["state", "moved_at", *changes])
    _note(held, verb, SYSTEM)
    kind = "newsroom.clip_ready" if verb == "succeed" else "newsroom.clip_failed"
    notify(users=[held.made_by], kind=kind, link=reverse("newsroom:clips"),
           detail={"title": held.title})  # fmt: skip
    return held.state


def _locked(clip: Clip) -> Clip:
    return Clip.objects.select_for_update(of=("self",)).get(pk=clip.pk)


def _note(clip: Clip, verb: str, by: Actor) -> None:
    journal.write(verb=JOURNAL[verb], subject=clip, by=by, detail={"clip": clip.state})
