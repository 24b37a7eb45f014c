"""Rumours in each state that an address asks for, with numbers of persons in what people typed."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

from qixin.core import clock
from qixin.letters.actions import Upload
from qixin.newsroom.actions import answers, rumours
from qixin.newsroom.actions.evidence_files import collect_with_files
from qixin.newsroom.actions.rumours import Found, Seen
from qixin.people.enums import Role
from tests.config.world.planted import TEXT
from tests.newsroom.factories import make_editor
from tests.newsroom.rumour_factories import bring_answer_to, bring_rumour_to, propose


def make_rumours(users: dict[Role, Any], *, story: Any, report: Any) -> dict[str, Any]:
    """One that is looked into, told by a report; answers that wait, are verified, are public."""
    editor = users[Role.EDITOR]
    seen = Seen(channel="group", seen_at=clock.now(), place=TEXT[:80])
    opened = rumours.open_rumour(
        claim=TEXT[:200], seen=seen, client_key=uuid.uuid4(), by=editor
    )  # fmt: skip
    found = Found(kind="call", source=TEXT[:120], dated=clock.today(), text=TEXT)
    content = f"%PDF-1.7 {TEXT}".encode()
    scan = Upload(BytesIO(content), "通告.pdf", len(content))
    evidence = collect_with_files(
        rumour=opened, found=found, files=[scan], client_key=uuid.uuid4(), by=editor
    )
    rumours.join_report(rumour=opened, report=report, channel="group", by=editor)
    waiting = propose(bring_rumour_to("collecting"), by=editor)
    public = bring_answer_to("published")
    rumours.link_story(rumour=public.rumour, story=story, by=editor)
    verified = propose(bring_rumour_to("collecting"))
    answers.verify(answer=verified, by=make_editor(Role.REVIEWER))
    return {
        "opened": opened, "waiting": waiting, "verified": verified, "public": public,
        "filed": bring_rumour_to("filed"), "file": evidence.files.get(),
    }  # fmt: skip


def kwargs_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in an address, by how it starts: the longer beginnings first."""
    made = things["rumours"]
    return {
        "/w/newsroom/rumours/of/": {"number": things["twin"].number},
        "/w/newsroom/rumours/from/": {"number": things["report"].number},
        "/w/newsroom/rumours/leave/": {"number": things["twin"].number},
        "/w/newsroom/rumours/files/": {"pk": made["file"].pk},
        "/w/newsroom/rumours/<int:pk>/reopen/": {"pk": made["filed"].pk},
        "/w/newsroom/rumours/<int:pk>/unlink/": {"pk": made["public"].rumour_id},
        "/w/newsroom/rumours/": {"pk": made["opened"].pk},
        "/w/newsroom/answers/<int:pk>/publish/": {"pk": made["verified"].pk},
        "/w/newsroom/answers/<int:pk>/withdraw/": {"pk": made["public"].pk},
        "/w/newsroom/answers/": {"pk": made["waiting"].pk},
    }


def bodies_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms by how the address ends."""
    reason = {"reason": "没有进一步的线索"}
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    sighting = {"key": uuid.uuid4(), "channel": "clip", "seen_at": now}
    story = {"story": things["published"].pk}
    return {
        "rumours/add/": {**sighting, "claim": "明天停水"},
        "rumours/from/<str:number>/": {
            "key": uuid.uuid4(), "channel": "group", "claim": "明天停水",
        },
        "rumours/<int:pk>/claim/": {"claim": "换个说法", "version": 1},
        "rumours/<int:pk>/see/": sighting,
        "rumours/<int:pk>/evidence/": {
            "key": uuid.uuid4(), "kind": "call", "source": "供水公司", "text": "没有停水计划。",
            "dated": f"{clock.today()}",
        },
        "rumours/<int:pk>/link/": story,
        "rumours/<int:pk>/unlink/": story,
        "rumours/<int:pk>/file/": reason,
        "rumours/<int:pk>/reopen/": reason,
        "rumours/<int:pk>/answer/": {
            "verdict": "false", "claim": "明天停水", "text": "供水正常。", "sources": "供水公司",
        },
        "answers/<int:pk>/send-back/": reason,
        "answers/<int:pk>/withdraw/": reason,
    }  # fmt: skip
