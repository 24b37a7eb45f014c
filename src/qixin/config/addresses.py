"""Which folders are served as files, and where; nginx does the same in production."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

DIRECTORY_INDEX = "index.html"


def static_mounts() -> list[tuple[str, Path]]:
    """(address, folder) of everything that needs no Python to be served."""
    public = Path(settings.QIXIN_PUBLIC_ROOT)
    return [
        ("/static", Path(settings.STATIC_ROOT)),
        ("/media", Path(settings.MEDIA_ROOT)),
        ("/zh", public / "zh"),
        ("/en", public / "en"),
        ("/pictures", public / "pictures"),
        ("/cards", public / "cards"),
        ("/stream", public / "stream"),
    ]
