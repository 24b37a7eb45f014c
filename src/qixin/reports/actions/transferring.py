"""Large files in pieces: what is acknowledged is on the disk, and stays when the line breaks.

None of it is journaled: until it becomes something, which is, a transfer is a file half sent.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.http import UnreadablePostError
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, NotFound, QixinError, StorageFull, TooLarge
from qixin.core.storage_faults import full_disk_told
from qixin.people.models import User
from qixin.reports.media.containers import HEAD_BYTES
from qixin.reports.models import Transfer
from qixin.reports.models.transfers import LONGEST_METADATA
from qixin.reports.selectors import transfers as selector
from qixin.reports.transfers import Kind, kind_named

MEGABYTE = 1024 * 1024
BLOCK = 1 << 18
# A process that is killed loses what of one request came after the last of these.
DURABLE_EVERY = 4 * MEGABYTE
# What others need of the disk: a transfer does not begin where it would leave less.
LEFT_FREE = 200 * MEGABYTE
# One more pushes out the one that was left lying longest.
MOST_OF_ONE = 5


class InUse(QixinError):
    """Another request is writing to it: that of a broken line may take a while to be noticed."""

    status = 423  # type: ignore[assignment]  # tus servers answer so, and its clients ask again


class WrongChecksum(QixinError):
    status = 460  # type: ignore[assignment]  # the protocol's own, which http.HTTPStatus lacks


@dataclass(frozen=True)
class Piece:
    """A request's body: `announced` bytes that begin at `offset`. With a digest (a fresh object of
    hashlib, and what it shall be) it counts whole or not at all."""

    offset: int
    announced: int
    read: Callable[[int], bytes]
    digest: Any = None
    expected: bytes = b""


def begin(*, kind: str, length: int, metadata: str, by: User) -> Transfer:
    """Room for a file of `length` bytes.

    Raises Refused, Invalid, TooLarge, StorageFull where it would not fit on the disk.
    """
    asked = kind_named(kind)
    asked.check_can(by)
    _check_length(length, asked)
    if len(metadata) > LONGEST_METADATA:
        raise Invalid(_("The file's name is too long."))
    folder: Path = settings.QIXIN_TRANSFERS
    folder.mkdir(parents=True, exist_ok=True)
    _drop(list(Transfer.objects.filter(owner=by).order_by("-touched_at", "-pk")[MOST_OF_ONE - 1 :]))
    if shutil.disk_usage(folder).free < length + LEFT_FREE:
        raise StorageFull
    transfer = Transfer(kind=kind, length=length, metadata=metadata, owner=by)
    with full_disk_told():
        file_of(transfer).touch(mode=0o600)
        _sync(folder)
        transfer.save()
    return transfer


def append(*, transfer: Transfer, piece: Piece, by: User) -> Transfer:
    """Write a piece behind what is there; what arrived of a piece whose line broke is kept, too.

    Raises Conflict where it does not begin at the offset, TooLarge beyond the length, InUse,
    Invalid for a file that is nothing of its kind (it is dropped), WrongChecksum, NotFound,
    StorageFull; what was acknowledged before stays.
    """
    kind = kind_named(transfer.kind)
    kind.check_can(by)
    with _held(transfer) as file, full_disk_told():
        held = selector.transfer(by, transfer.key)
        if piece.offset != held.offset:
            raise Conflict(_("The server has another part of this file than your browser thinks."))
        if piece.announced > held.length - held.offset:
            raise TooLarge(_("This is more than the file was said to have."))
        # what a killed process wrote and nobody acknowledged
        file.truncate(held.offset)
        file.seek(held.offset)
        try:
            _write(file, held, piece)
        except BaseException:
            file.truncate(held.offset)
            raise
        _check_head(file, held, kind, before=piece.offset)
    return held


def drop(*, transfer: Transfer, by: User) -> None:
    """Whoever sends it thinks better of it. Raises NotFound for somebody else's."""
    _drop([selector.transfer(by, transfer.key)])


@contextmanager
def taken(*, key: uuid.UUID, kind: str, by: User) -> Iterator[BinaryIO]:
    """The whole file, to be made something of; it is dropped where the block does not fail.

    Raises NotFound, Invalid while pieces are missing.
    """
    transfer = selector.transfer(by, key)
    if transfer.kind != kind or not transfer.is_complete:
        raise Invalid(_("This upload is not complete yet."))
    with _opened(transfer, "rb") as file:
        yield file
    _drop([transfer])


def drop_stale() -> int:
    """What nobody went on with, and files without a row; returns the number of transfers."""
    before = clock.now() - timedelta(hours=settings.QIXIN_TRANSFER_HOURS)
    stale = list(Transfer.objects.filter(touched_at__lte=before))
    _drop(stale)
    for path in settings.QIXIN_TRANSFERS.glob("*.part"):
        left_lying = path.stat().st_mtime < before.timestamp()
        if left_lying and not Transfer.objects.filter(key=path.stem).exists():
            path.unlink(missing_ok=True)
    return len(stale)


def file_of(transfer: Transfer) -> Path:
    """Where its bytes lie."""
    return settings.QIXIN_TRANSFERS / f"{transfer.key}.part"


def _check_length(length: int, kind: Kind) -> None:
    if length <= 0:
        raise Invalid(_("The file is empty. Please choose it again."))
    if length > kind.most_bytes:
        raise TooLarge(
            _("This file has %(size)d MB; at most %(most)d MB can be sent.")
            % {"size": -(-length // MEGABYTE), "most": kind.most_bytes // MEGABYTE}
        )


@contextmanager
def _opened(transfer: Transfer, mode: str) -> Iterator[FileIO]:
    """Its file. Raises NotFound where it lacks bytes that were acknowledged."""
    try:
        file = FileIO(file_of(transfer), mode)
    except FileNotFoundError:
        raise _gone() from None
    with file:
        if os.fstat(file.fileno()).st_size < transfer.offset:
            raise _gone()
        yield file


@contextmanager
def _held(transfer: Transfer) -> Iterator[FileIO]:
    """Its file, for one request at a time. A lock in the database would be held as long as a slow
    line sends; this one also goes with a process that is killed."""
    with _opened(transfer, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(_("Another request is still sending this file.")) from None
        yield file


def _write(file: FileIO, held: Transfer, piece: Piece) -> None:
    for block in _blocks(piece):
        rest = memoryview(block)
        while rest:
            rest = rest[file.write(rest) :]
        if piece.digest is not None:
            piece.digest.update(block)
        elif file.tell() - held.offset >= DURABLE_EVERY:
            _acknowledge(file, held)
    if piece.digest is not None and piece.digest.digest() != piece.expected:
        raise WrongChecksum(_("A piece of the file was damaged on its way. It is sent again."))
    _acknowledge(file, held)


def _blocks(piece: Piece) -> Iterator[bytes]:
    left = piece.announced
    try:
        while left > 0 and (block := piece.read(min(BLOCK, left))):
            left -= len(block)
            yield block
    except UnreadablePostError:
        return  # the line broke; what arrived before is good


def _acknowledge(file: FileIO, held: Transfer) -> None:
    """On the disk first, then in the row, then to the sender."""
    os.fsync(file.fileno())
    held.offset, held.touched_at = file.tell(), clock.now()
    row = Transfer.objects.filter(pk=held.pk)
    if not row.update(offset=held.offset, touched_at=held.touched_at):
        raise _gone()


def _check_head(file: FileIO, held: Transfer, kind: Kind, *, before: int) -> None:
    needed = min(HEAD_BYTES, held.length)
    if before >= needed or held.offset < needed:
        return
    file.seek(0)
    try:
        kind.check_head(file.read(needed))
    except Invalid:
        _drop([held])
        raise


def _drop(transfers: list[Transfer]) -> None:
    """The rows, then the files: a file that a killed process leaves is found by `drop_stale`."""
    with transaction.atomic():
        Transfer.objects.filter(pk__in=[one.pk for one in transfers]).delete()
    for one in transfers:
        file_of(one).unlink(missing_ok=True)


def _gone() -> NotFound:
    return NotFound(_("This upload is no longer here. Please choose the file again."))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
