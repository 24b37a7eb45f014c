"""Which folders are served as files, and where; nginx does the same in production."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def kept_folders() -> dict[str, Path]:
    """Of small files that many ask for, by the first part of their address: served from memory."""
    public = Path(settings.QIXIN_PUBLIC_ROOT)
    trees = {name: public / name for name in ("zh", "en", "pictures", "cards")}
    return {"static": Path(settings.STATIC_ROOT)} | trees


def sent_folders() -> dict[str, Path]:
    """Of large files, by the same; granian sends them past Python."""
    media = Path(settings.MEDIA_ROOT)
    # Clips lie there, too: they are asked for at `/clips/`, which tells what was withdrawn.
    return {
        "media/images": media / "images",
        "media/original_images": media / "original_images",
        "stream": Path(settings.QIXIN_PUBLIC_ROOT) / "stream",
    }
