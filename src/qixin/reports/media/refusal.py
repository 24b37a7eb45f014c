"""The two ways in which a file cannot be taken."""

from django.utils.functional import Promise


class MediaRefused(Exception):
    """The file cannot be taken; `reason` is a lazily translated sentence for whoever sent it."""

    def __init__(self, reason: Promise | str):
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class MediaToolMissing(Exception):
    """A program that the machine needs (ffmpeg, ffprobe) is not installed, or lacks a codec.

    The fault is the machine's, not the sender's: keep the file and try again once it is installed.
    """

    def __init__(self, reason: Promise | str):
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)
