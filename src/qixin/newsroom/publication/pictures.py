"""Pictures below the public root: pixels and nothing else, for as long as somebody shows them."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from qixin.newsroom.enums.live import PUBLIC_LIVE, EntryState
from qixin.newsroom.models import LiveEntry, Picture, PublicText, Story
from qixin.newsroom.publication import files
from qixin.reports.media import renditions

SIZES = ("web", "thumb")
_FOLDER = "pictures"
# Whoever writes a picture and whoever removes it wait for each other; many share a lock.
_LOCKS = 64
_AT_ONCE = 500


def write_pictures(story: Story) -> None:
    """Write the renditions that are not there yet; their names change with their content."""
    for picture in story.pictures:
        write_picture(picture)


def write_picture(picture: Picture) -> None:
    """Write one picture's renditions, unless they are there."""
    with _alone(picture.pk):
        if not all(files.exists(picture.public_file(size)) for size in SIZES):
            _write(picture)


def shown(pictures: Collection[int], *, but: int | None = None) -> set[int]:
    """Those of these pictures that readers are shown: by a published story other than `but`, or by
    an entry of a live page that is out."""
    by_stories = PublicText.pictures.through.objects.filter(picture__in=pictures)
    if but is not None:
        by_stories = by_stories.exclude(publictext=but)
    by_entries = LiveEntry.pictures.through.objects.filter(
        picture__in=pictures,
        liveentry__state=EntryState.OUT,
        liveentry__channel__state__in=PUBLIC_LIVE,
    )
    return {
        *by_stories.values_list("picture", flat=True),
        *by_entries.values_list("picture", flat=True),
    }


def pictures_of(story: Story) -> list[Picture]:
    """What readers have been shown of the story until now, whatever its new version shows."""
    row = PublicText.objects.filter(pk=story.pk).first()
    return list(row.pictures.all()) if row is not None else []


def remove_unshown(pictures: Iterable[Picture], *, but: int | None = None) -> None:
    """Remove the files of those of these pictures that nobody shows any more; `but` a story that
    must not be out."""
    for picture in set(pictures):
        with _alone(picture.pk):
            if not shown([picture.pk], but=but):
                for size in SIZES:
                    files.remove(picture.public_file(size))


def remove_surplus() -> int:
    """Remove what nobody shows and what was left behind, such as by a machine that stopped between
    the commit and the removal; returns how many files."""
    folder, found = files.root() / _FOLDER, dict[int, list[str]]()
    for path in folder.glob("*.jpg") if folder.is_dir() else ():
        key = path.name.partition("-")[0]
        if key.isascii() and key.isdigit():
            found.setdefault(int(key), []).append(path.name)
    # one that is out and not yet findable keeps its pictures, too
    unfindable = Story.objects.live().filter(public_text__isnull=True)
    kept = {picture.pk for story in unfindable for picture in story.pictures}
    keys = sorted(found.keys() - kept)
    gone = 0
    for at in range(0, len(keys), _AT_ONCE):
        part = keys[at : at + _AT_ONCE]
        for key in sorted(set(part) - shown(part)):
            gone += _remove_unless_shown(key, found[key])
    return gone


def showing(picture: Picture) -> list[Story]:
    """The stories whose pages show this picture to readers."""
    return list(Story.objects.live().filter(public_text__pictures=picture).order_by("pk"))


def _alone(key: int) -> AbstractContextManager[None]:
    """Whoever removes asks the database within; whoever writes has committed before."""
    return files.lock(f"pictures {key % _LOCKS}")


def _remove_unless_shown(key: int, names: list[str]) -> int:
    with _alone(key):
        if shown([key]):
            return 0
        for name in names:
            files.remove(f"{_FOLDER}/{name}")
    return len(names)


def _write(picture: Picture) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "original"
        with picture.file.open("rb") as stream:
            source.write_bytes(stream.read())
        made = renditions(source, Path(folder) / "out")
        files.write(picture.public_file("web"), made.web.read_bytes())
        files.write(picture.public_file("thumb"), made.thumb.read_bytes())
