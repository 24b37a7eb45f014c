"""A story's pictures below the public root: pixels and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qixin.newsroom.models import Picture, PublicText, Story
from qixin.newsroom.publication import files
from qixin.reports.media import renditions

SIZES = ("web", "thumb")


def write_pictures(story: Story) -> None:
    """Write the renditions that are not there yet; their names change with their content."""
    for picture in story.pictures:
        write_picture(picture)


def write_picture(picture: Picture) -> None:
    """Write one picture's renditions, unless they are there."""
    if not all(files.exists(picture.public_file(size)) for size in SIZES):
        _write(picture)


def remove_pictures(story: Story) -> None:
    """Remove the pictures that no other story shows to readers."""
    shown = set(
        PublicText.pictures.through.objects.exclude(publictext=story.pk)
        .filter(picture__in=story.pictures)
        .values_list("picture", flat=True)
    )
    for picture in story.pictures:
        if picture.pk not in shown:
            for size in SIZES:
                files.remove(picture.public_file(size))


def showing(picture: Picture) -> list[Story]:
    """The stories whose pages show this picture to readers."""
    return list(Story.objects.live().filter(public_text__pictures=picture).order_by("pk"))


def _write(picture: Picture) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "original"
        with picture.file.open("rb") as stream:
            source.write_bytes(stream.read())
        made = renditions(source, Path(folder) / "out")
        files.write(picture.public_file("web"), made.web.read_bytes())
        files.write(picture.public_file("thumb"), made.thumb.read_bytes())
