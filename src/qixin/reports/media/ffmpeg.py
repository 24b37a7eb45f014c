"""Running ffmpeg and ffprobe: never through a shell, never without a time limit."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.reports.media.refusal import MediaRefused, MediaToolMissing

TOO_SLOW = _("This clip took too long to convert. Please send a shorter one.")
CANNOT_READ = _("This clip is damaged and cannot be played. Please send it again.")


def run_telling(
    arguments: list[str], *, timeout_s: float, on_seconds: Callable[[float], None]
) -> None:
    """ffmpeg, telling `on_seconds` about twice a second how much is written. Raises as `run`."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise MediaToolMissing(_missing("ffmpeg"))
    until = time.monotonic() + timeout_s
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(  # noqa: S603 - a list, no shell, as below
            [program, "-progress", "pipe:1", "-nostats", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=told,
        )
        try:
            for line in process.stdout or ():
                name, _equals, value = line.strip().partition(b"=")
                if name == b"out_time_us" and value.isdigit():
                    on_seconds(int(value) / 1e6)
                if time.monotonic() > until:
                    raise MediaRefused(TOO_SLOW)
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise MediaRefused(TOO_SLOW) from error
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        if process.returncode != 0:
            told.seek(0)
            raise _failure("ffmpeg", told.read())


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
        raise MediaRefused(TOO_SLOW) from error
    if finished.returncode != 0:
        raise _failure(tool, finished.stderr)
    return finished.stdout


def _failure(tool: str, said: bytes) -> MediaRefused | MediaToolMissing:
    if b"Unknown encoder" in said:
        return MediaToolMissing(_missing(tool))
    return MediaRefused(CANNOT_READ)


def _missing(tool: str) -> Promise:
    return format_lazy(
        _(
            "The server lacks the program {tool} (with H.264 and AAC), so clips cannot be handled. "
            "The administrator installs it with: apt-get install ffmpeg"
        ),
        tool=tool,
    )
