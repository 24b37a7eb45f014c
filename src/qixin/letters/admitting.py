"""Which files may come with an answer: judged by their first bytes and inside, not by name."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from qixin.core.errors import Invalid, TooLarge

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_FILES = 5
# The files of one answer, with its text.
MOST_IN_A_FORM = MOST_FILES * LARGEST_FILE + 2 * MEGABYTE

_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
)
# Windows, Linux and macOS programs, Java, shell scripts.
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!",
)  # fmt: skip
# What must be inside a ZIP → its type; OFD is China's own format of fixed pages (GB/T 33190).
_OFFICE = "application/vnd.openxmlformats-officedocument."
_INSIDE: tuple[tuple[str, str, str], ...] = (
    ("word/document.xml", f"{_OFFICE}wordprocessingml.document", ".docx"),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet", ".xlsx"),
    ("OFD.xml", "application/ofd", ".ofd"),
)
_MOST_INSIDE = 5_000


@dataclass(frozen=True)
class Admitted:
    """What a file is: `extension` is that of its type, whatever its name said."""

    mime: str
    extension: str
    size: int
    sha256: str


def admit(file: BinaryIO, *, size: int) -> Admitted:
    """Judge a file. Raises TooLarge, or Invalid for programs, macros and types that are not taken.

    Leaves the file at its beginning.
    """
    if size > LARGEST_FILE:
        raise TooLarge(_("A file may have at most %(n)d MB.") % {"n": LARGEST_FILE // MEGABYTE})
    if not size:
        raise Invalid(_("This file is empty. Please choose it again."))
    mime, extension = _type_of(file)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return Admitted(mime, extension, size, digest)


def _type_of(file: BinaryIO) -> tuple[str, str]:
    file.seek(0)
    start = file.read(16)
    if start.startswith(_PROGRAMS):
        raise Invalid(_("Programs and scripts are not taken."))
    for first, mime, extension in _STARTS:
        if start.startswith(first):
            return mime, extension
    if start.startswith(b"PK\x03\x04"):
        return _type_of_zip(file)
    raise Invalid(
        _("Only PDF, OFD, Word (.docx), Excel (.xlsx) and JPEG or PNG pictures are taken.")
    )


def _type_of_zip(file: BinaryIO) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {info.filename for info in archive.infolist()[:_MOST_INSIDE]}
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise Invalid(_("This file is damaged. Please save it anew.")) from None
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        raise Invalid(_("Documents with macros are not taken. Please save it as PDF."))
    for inside, mime, extension in _INSIDE:
        if inside in names:
            return mime, extension
    raise Invalid(
        _("Only PDF, OFD, Word (.docx), Excel (.xlsx) and JPEG or PNG pictures are taken.")
    )
