"""A reader's message and an entry with numbers of persons in them, and a call-out."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from qixin.core import clock
from qixin.newsroom.models import Column
from qixin.people.enums import Role
from tests.config.world.planted import TEXT
from tests.newsroom.reader_factories import make_call, make_entry, make_message, show


def make_readers(users: dict[Role, Any], *, story: Any, column: Any) -> dict[str, Any]:
    """What readers said with a number in it; one of each waits, one is shown."""
    chief = users[Role.CHIEF_EDITOR]
    section = Column.objects.get(pk=column.pk)
    call = make_call(section, by=chief)
    show(make_message(story, text=TEXT, name=TEXT[:24]), by=chief)
    return {
        "message": make_message(story, text=TEXT, name=TEXT[:24]),
        "call": call,
        "draft_call": make_call(section, by=chief, state="draft"),
        "entry": make_entry(call, text=TEXT, photos=0),
        "section": section,
        "story": story,
    }


def kwargs_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in an address, by how it starts: the longer beginnings first."""
    made = things["readers"]
    return {
        "/speak/<str:purpose>/": {"purpose": "message"},
        "/calls/": {"slug": made["call"].slug},
        "/w/newsroom/messages/<int:pk>/<str:verb>/": {"pk": made["message"].pk, "verb": "show"},
        "/w/newsroom/messages/": {"pk": made["message"].pk},
        "/w/newsroom/calls/<int:pk>/decline/": {"pk": made["call"].pk},
        "/w/newsroom/calls/<int:pk>/<str:verb>/": {"pk": made["draft_call"].pk, "verb": "open"},
        "/w/newsroom/calls/": {"pk": made["call"].pk},
        "/w/newsroom/entries/": {"pk": made["entry"].pk, "verb": "show"},
    }


def query_of(things: dict[str, Any]) -> dict[str, str]:
    """What an address asks for behind its question mark."""
    about = f"?about=story:{things['readers']['story'].pk}"
    return {"/speak/<str:purpose>/": about, "/speak/likes/": about}


def bodies_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms by how the address ends."""
    made = things["readers"]
    now = clock.local(clock.now())
    about = {"about": f"story:{made['story'].pk}"}
    call = {
        "section": made["section"].pk, "title": "征集：家书", "asked": "写信。", "takes": "text",
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}", "terms": "同意展示。",
    }  # fmt: skip
    # browsers that do not say where they come from are asked for a token
    tapped = {**about, "csrfmiddlewaretoken": "x"}
    sent = {**about, "client_key": uuid.uuid4(), "text": "谢谢大家。", "may_show": "on"}
    return {
        "speak/like/": tapped,
        "speak/flag/": tapped,
        "speak/<str:purpose>/": sent,
        "calls/<slug:slug>/send/": {**sent, "client_key": uuid.uuid4()},
        "newsroom/messages/looked-at/": about,
        "newsroom/messages/<int:pk>/answer/": {"text": "已转办。", "version": 1},
        "newsroom/messages/<int:pk>/<str:verb>/": {"version": 1},
        "newsroom/calls/<int:pk>/decline/": {"entry": made["entry"].pk, "reason": "与征集无关"},
        "newsroom/messages/decline/": {"message": made["message"].pk, "reason": "与本页无关"},
        "newsroom/calls/new/": call,
        "newsroom/calls/<int:pk>/edit/": {**call, "version": made["call"].version},
        "newsroom/entries/<int:pk>/<str:verb>/": {"version": 1},
    }
