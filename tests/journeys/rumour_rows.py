"""Rumours with everything at once that their pages can show."""

import uuid

from qixin.newsroom.actions import rumours
from tests.newsroom.rumour_factories import found, make_answered, make_rumour, propose, sight


def rumour_pages(story, *, editor):
    """The addresses inside and outside: one that spreads fast and waits, one answered in public
    with a story that bears it, the forms."""
    waiting = make_rumour("自来水里加了三倍的氯，不能喝", by=editor, place="世纪花园业主群")
    for readers in (None, 420, 5000):
        sight(waiting, readers=readers, link="https://example.org/clip")
    rumours.collect(
        rumour=waiting, found=found(link="https://example.org/paper"), client_key=uuid.uuid4(),
        by=editor,
    )  # fmt: skip
    propose(waiting, claim=waiting.claim)
    public = make_answered()
    rumours.link_story(rumour=public.rumour, story=story, by=editor)
    board = "/w/newsroom/rumours/"
    inside = [
        board, f"{board}?list=waiting", f"{board}?list=ended", f"{board}add/",
        f"{board}{waiting.pk}/", f"{board}{public.rumour_id}/",
        f"{board}{public.rumour_id}/answer/",
    ]  # fmt: skip
    return inside, ["/zh/facts/", f"/zh/{public.public_path()}", "/search/?q=封路"]
