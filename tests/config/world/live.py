"""A live channel on air with an entry, another that waits for a second look, and a failed clip."""

from __future__ import annotations

import uuid
from typing import Any

from qixin.core import clock
from qixin.newsroom import streaming
from qixin.newsroom.enums.live import ClipState, EntryRule
from qixin.newsroom.models import Clip
from qixin.people.enums import Role
from tests.newsroom.live_factories import make_channel, make_clip_given, make_entry


def make_live(users: dict[Role, Any]) -> dict[str, Any]:
    chief = users[Role.CHIEF_EDITOR]
    channel = make_channel(by=chief)
    looked = make_channel(by=chief, rule=EntryRule.SECOND_LOOK)
    clip = Clip.objects.create(
        client_key=uuid.uuid4(), made_by=chief, original="clips/none.mp4", state=ClipState.FAILED,
        failure="视频已损坏", **make_clip_given().__dict__,
    )  # fmt: skip
    waiting = make_entry(looked, by=users[Role.EDITOR])
    return {"channel": channel, "entry": make_entry(channel, by=chief), "waiting": waiting,
            "clip": clip}  # fmt: skip


def kwargs_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in an address, by how it starts: the longer beginnings first."""
    made = things["live"]
    return {
        "/live/calls/": {"secret": streaming.callback_secret(), "what": "publish"},
        "/clips/": {"folder": made["clip"].folder, "name": "clip.mp4"},
        "/w/newsroom/live/entries/<int:pk>/correct/": {"pk": made["entry"].pk},
        "/w/newsroom/live/entries/": {"pk": made["waiting"].pk, "verb": "let-out"},
        "/w/newsroom/live/": {"pk": made["channel"].pk, "verb": "pause"},
        "/w/newsroom/clips/": {"pk": made["clip"].pk, "verb": "retry"},
        # read by clients of the protocol alone, which all say its version: else 412
        "/w/transfers/": {"key": uuid.uuid4()},
    }


def bodies_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms by how the address ends."""
    made = things["live"]
    channel, entry = made["channel"], made["entry"]
    named = {"topic": channel.topic_id, "title": "又一场", "rule": "at_once"}
    now = clock.local(clock.now())
    clip = {"key": uuid.uuid4(), "title": "夜班", "credit": "演练记者", "rights": "own"}
    return {
        "newsroom/live/new/": {**named, "slug": "another-one"},
        "newsroom/live/<int:pk>/edit/": {**named, "version": channel.version},
        "newsroom/live/<int:pk>/write/": {"key": uuid.uuid4(), "text": "第二车也到了。"},
        "newsroom/live/<int:pk>/cut/": {
            **clip, "start": f"{now:%Y-%m-%dT%H:%M:%S}", "end": f"{now:%Y-%m-%dT%H:%M:%S}",
        },
        "newsroom/live/entries/<int:pk>/correct/": {"text": "改为三车。", "version": entry.version},
        "newsroom/clips/add/": clip,
        "live/calls/<str:secret>/<str:what>/": {"name": channel.slug, "key": channel.stream_key},
    }  # fmt: skip
