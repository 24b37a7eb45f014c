"""The last look at a page before it is a file that everybody can read."""

from __future__ import annotations

from qixin.newsroom.enums import StopKind
from qixin.newsroom.publication import files
from qixin.newsroom.screening import find_in_page
from qixin.newsroom.stops import PERSONAL_DATA, PublicationStopped, Stop


def write_page(path: str, markup: str, numbers: frozenset[str] = frozenset()) -> bool:
    """Write a page; `numbers` are those that its author may show. Returns whether it changed.

    Raises PublicationStopped for personal data and OSError where the file cannot be written.
    """
    check_page(markup, numbers)
    return files.write(path, markup.encode())


def check_page(markup: str, numbers: frozenset[str] = frozenset()) -> None:
    """Raises PublicationStopped for personal data other than `numbers`."""
    # What no field told of (a link's address, a template) must not carry a number out either.
    found = [one for one in find_in_page(markup) if one.text not in numbers]
    if found:
        raise PublicationStopped([Stop(StopKind.PERSONAL_DATA, PERSONAL_DATA, len(found))])
