"""Running ffmpeg and ffprobe: never through a shell, never without a time limit."""

import shutil
import subprocess

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.reports.media.refusal import MediaRefused, MediaToolMissing

CANNOT_READ = _("This clip is damaged and cannot be played. Please send it again.")


def run(tool: str, arguments: list[str], *, timeout_s: float) -> bytes:
    """What the tool wrote to its standard output.

    Raises MediaToolMissing if it is not installed or lacks a codec, and MediaRefused if it fails on
    the file or passes `timeout_s` seconds.
    """
    program = shutil.which(tool)
    if program is None:
        raise MediaToolMissing(_missing(tool))
    try:
        # A list of arguments, no shell; files are given as "file:" URLs by the callers.
        finished = subprocess.run(  # noqa: S603
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MediaRefused(
            _("This clip took too long to convert. Please send a shorter one.")
        ) from error
    if finished.returncode != 0:
        if b"Unknown encoder" in finished.stderr:
            raise MediaToolMissing(_missing(tool))
        raise MediaRefused(CANNOT_READ)
    return finished.stdout


def _missing(tool: str) -> Promise:
    return format_lazy(
        _(
            "The server lacks the program {tool} (with H.264 and AAC), so clips cannot be handled. "
            "The administrator installs it with: apt-get install ffmpeg"
        ),
        tool=tool,
    )
