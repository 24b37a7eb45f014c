"""What stands in an archive, and where it stands in a home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from qixin.core.errors import Invalid

MANIFEST = "manifest.json"


@dataclass
class Manifest:
    """Rows by table, SHA-256 of files by name; `last_seal` is empty before the first one."""

    version: str
    at: str
    vendor: str
    counts: dict[str, int]
    last_seal: str
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Manifest:
        """Raises Invalid for anything that `text` did not write."""
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError) as fault:
            raise Invalid("The archive is damaged: its manifest cannot be read.") from fault

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def places() -> dict[str, Path]:
    """Folders that hold what cannot be made again, by their name in the archive."""
    home = Path(settings.QIXIN_HOME)
    return {
        "attachments": home / "attachments",
        "media": Path(settings.MEDIA_ROOT),
        "public": Path(settings.QIXIN_PUBLIC_ROOT),
    }


def demo_marker() -> Path:
    """A demo's passwords are known to everybody, so a demo stays marked as one."""
    return Path(settings.QIXIN_HOME) / "demo"


@contextmanager
def told(doing: str, *faults: type[Exception]) -> Iterator[None]:
    """Raises Invalid with a sentence where the block fails by one of `faults`."""
    try:
        yield
    except faults as fault:
        raise Invalid(f"{doing}: {fault}") from fault
