"""Parts of files, as players ask for them (RFC 9110, section 14): Safari plays no clip without."""

from __future__ import annotations

import re
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import http_date

_ASKED = re.compile(r"\Abytes=(\d{0,18})-(\d{0,18})\Z", re.ASCII)


class _Part:
    """Of an open file what comes next, no more than `left` bytes."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self.file, self.left = file, left

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        found = self.file.read(wanted)
        self.left -= len(found)
        return found

    def close(self) -> None:
        self.file.close()


def ranged(
    request: HttpRequest,
    file: BinaryIO,
    *,
    size: int,
    mime: str,
    modified: float | None = None,
    etag: str = "",
) -> HttpResponse:
    """The file of `size` bytes, or the one part of it that is asked for.

    Several parts at once, and what is no range, get the whole file, as they may.
    """
    changed = http_date(modified) if modified is not None else ""
    asked = request.headers.get("Range", "")
    if (known := request.headers.get("If-Range")) is not None and known not in {changed, etag}:
        asked = ""
    span = _span(asked, size)
    if span is not None and span[0] >= span[1]:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = span or (0, size)
    file.seek(start)
    response = FileResponse(_Part(file, end - start), content_type=mime)
    response.status_code = 200 if span is None else 206
    if span is not None:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response.headers["Content-Length"] = str(end - start)
    response.headers["Accept-Ranges"] = "bytes"
    if changed:
        response.headers["Last-Modified"] = changed
    if etag:
        response.headers["ETag"] = etag
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """First byte and the one behind the last; an empty span where there is no such part."""
    found = _ASKED.match(asked)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        return (max(0, size - int(last)), size) if int(last) else (size, size)
    end = min(size, int(last) + 1) if last else size
    if last and int(last) < int(first):
        return None
    return int(first), end if int(first) < size else int(first)
