"""Files that people hand in: kept privately, and gone again where what they belong to fails."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage

from qixin.core import clock
from qixin.core.plain_text import one_line
from qixin.core.storage_faults import full_disk_told

LONGEST_STEM = 150


@contextmanager
def stored(
    files: Iterable[tuple[BinaryIO, str]], *, storage: Storage, folder: str
) -> Iterator[list[str]]:
    """The names of (content, extension) pairs in `storage`, in the day's own folder below `folder`.

    They are removed again if the block fails, so it holds the transaction that records them. Raises
    StorageFull where there is no room.
    """
    names: list[str] = []
    recorded = False
    try:
        with full_disk_told():
            for content, extension in files:
                day = clock.local(clock.now())
                wanted = f"{folder}/{day:%Y/%m/%d}/{uuid.uuid4().hex}{extension}"
                names.append(storage.save(wanted, File(content)))
            yield names
        recorded = True
    finally:
        if not recorded:
            for name in names:
                storage.delete(name)


def shown_name(name: str, extension: str) -> str:
    """What its sender calls a file, without a way to a folder, and with the extension of what it
    is: "invoice.pdf.exe" that is a PDF is called "invoice.pdf"."""
    stem = PurePath(one_line(name).replace("\\", "/")).stem
    if stem.lower().endswith(extension):
        stem = stem[: -len(extension)]
    return f"{stem[:LONGEST_STEM].strip() or 'file'}{extension}"
