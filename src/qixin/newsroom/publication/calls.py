"""Call-outs as files: each one's page with its gallery, and the list of all."""

from __future__ import annotations

from django.template.loader import render_to_string

from qixin.newsroom.enums.readers import CallState, Showing
from qixin.newsroom.models import CallEntry, CallOut, Column, Topic
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.publication.cards import card_of, write_card
from qixin.newsroom.publication.checked import write_page
from qixin.newsroom.publication.pages import frame, reading_in
from qixin.newsroom.publication.readers import write_gallery_picture

_INDEX = "calls/index.html"


def write_call(call: CallOut) -> None:
    """The page of a call-out that was opened, the list, and the section that tells of it.

    Raises OSError, PublicationStopped.
    """
    render_call(call)
    render_calls_list()
    _write_section(call)


def render_calls() -> int:
    """Every call-out's page and the list of them; returns how many there are."""
    calls = list(CallOut.objects.filter(opened_at__isnull=False).order_by("pk"))
    for call in calls:
        render_call(call)
    render_calls_list()
    return len(calls)


def render_call(call: CallOut) -> None:
    """The page and its pictures, in both languages."""
    entries = gallery(call)
    for entry in entries:
        for picture in entry.pictures.all():
            write_gallery_picture(picture)
    write_card(card_of(call))
    for language in TREES:
        with reading_in(language) as tree:
            write_page(f"{tree}/{call.public_path()}", call_page(call, entries))


def render_calls_list() -> None:
    for language in TREES:
        with reading_in(language) as tree:
            write_page(f"{tree}/{_INDEX}", calls_page())


def gallery(call: CallOut) -> list[CallEntry]:
    """What the desk chose, in its order."""
    shown = call.entries.filter(state=Showing.SHOWN).order_by("position", "id")
    return list(shown.prefetch_related("pictures__attachment"))


def call_page(call: CallOut, entries: list[CallEntry]) -> str:
    """A call-out's page in the language in force."""
    section = call.section.specific
    return render_to_string(
        "newsroom/public/calls/call.html",
        {
            **frame(call.public_path(), current=section),
            "call": call,
            "section": section,
            "entries": entries,
            "is_open": call.state == CallState.OPEN,
        },
    )


def calls_page() -> str:
    """The list of call-outs in the language in force: the open ones, then those that are over."""
    seen = CallOut.objects.filter(opened_at__isnull=False)
    return render_to_string(
        "newsroom/public/calls/list.html",
        {
            **frame(_INDEX),
            "open_calls": list(seen.filter(state=CallState.OPEN).order_by("closes_at", "id")),
            "closed_calls": list(seen.filter(state=CallState.CLOSED).order_by("-closes_at", "-id")),
        },
    )


def _write_section(call: CallOut) -> None:
    # here, for the lists' pages ask which call-outs are open
    from qixin.newsroom.publication.publishing import render_lists
    from qixin.newsroom.publication.sections import section_of

    section = call.section.specific
    if section.live and isinstance(section, Column | Topic):
        render_lists([section_of(section)])
