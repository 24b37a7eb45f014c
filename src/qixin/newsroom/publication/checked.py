"""The last look at a page before it is a file that everybody can read."""

from __future__ import annotations

from collections.abc import Iterable

from qixin.core.personal_data import find_personal_data
from qixin.newsroom.enums import StopKind
from qixin.newsroom.models import Story
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


def _said_of(story: Story) -> tuple[str, ...]:
    return (story.title, story.summary, story.byline, story.credits)


def check_listed(stories: Iterable[Story]) -> None:
    """What feeds say of stories, before they say it; raises PublicationStopped.

    Their texts one by one: a whole document is full of numbers that mean nobody.
    """
    said = (text for one in stories for text in _said_of(one))
    if found := sum(len(find_personal_data(text)) for text in said):
        raise PublicationStopped([Stop(StopKind.PERSONAL_DATA, PERSONAL_DATA, found)])
