"""Planned coverage, a reporter out there, outlets, and an offer in each state that is asked for."""

from __future__ import annotations

import uuid
from typing import Any

from qixin.core import clock
from qixin.newsroom.actions import going_out, linking
from qixin.people.enums import Role
from tests.config.world.planted import TEXT
from tests.newsroom.coverage_factories import (
    bring_placement_to,
    hours,
    make_coverage,
    make_outlet,
    make_placement,
)


def make_newsroom(users: dict[Role, Any], *, story: Any, report: Any) -> dict[str, Any]:
    """Numbers of persons in every free text; what a report says lies behind what is linked."""
    editor, chief = users[Role.EDITOR], users[Role.CHIEF_EDITOR]
    item = make_coverage(editor, by=chief, title="探访", brief=TEXT, address=TEXT[:60])
    under_way = make_coverage(editor, by=chief, wanted=(("photo", 9),))
    outing = going_out.go_out(item=under_way, reporter=editor, by=editor)
    result = linking.link(deliverable=under_way.deliverables.get(), thing=report, by=editor)
    outlet = make_outlet(by=chief, email="desk@example.org")
    story.sources.create(report=report)
    offered = make_placement(story, outlet, by=chief)
    taken = bring_placement_to(make_placement(story, make_outlet(by=chief), by=chief), "taken")
    return {
        "coverage": item, "outing": outing, "result": result, "outlet": outlet,
        "offered": offered, "taken": taken,
    }  # fmt: skip


def kwargs_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in an address, by how it starts: the longer beginnings first."""
    made = things["newsroom"]
    return {
        "/w/newsroom/coverage/": {"pk": made["coverage"].pk},
        "/w/newsroom/outings/": {"pk": made["outing"].pk},
        "/w/newsroom/results/": {"pk": made["result"].pk},
        "/w/newsroom/outlets/": {"pk": made["outlet"].pk},
        "/w/newsroom/placements/of/": {"story_id": things["published"].pk},
        "/w/newsroom/placements/<int:pk>/reopen/": {"pk": made["taken"].pk},
        "/w/newsroom/placements/": {"pk": made["offered"].pk},
    }


def bodies_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms by how the address ends."""
    made = things["newsroom"]
    item, outlet = made["coverage"], made["outlet"]
    reporter = item.reporters.get()
    start = clock.local(clock.now() + hours(3))
    plan = {
        "key": uuid.uuid4(), "version": item.version, "title": "通报会", "protection": "none",
        "starts_at": f"{start:%Y-%m-%dT%H:%M}", "ends_at": f"{start + hours(1):%Y-%m-%dT%H:%M}",
        "reporters": [reporter.pk], "count_text": 1,
    }  # fmt: skip
    reason = {"reason": "活动改期举行"}
    named = {"level": "city", "kind": "paper", "format": "word"}
    return {
        "coverage/add/": plan,
        "coverage/<int:pk>/edit/": plan,
        "coverage/<int:pk>/out/": {"reporter": reporter.pk},
        "coverage/<int:pk>/cancel/": reason,
        "coverage/<int:pk>/link/": {
            "deliverable": item.deliverables.get().pk, "pieces": 1,
            "number": things["report"].number,
        },
        "newsroom/outlets/": {**named, "name": "又一家"},
        "newsroom/outlets/<int:pk>/": {**named, "name": "改名", "version": outlet.version},
        "placements/of/<int:story_id>/": {"outlet": outlet.pk},
        "placements/<int:pk>/take/": {
            "taken_on": f"{clock.today()}", "circulation": "city", "version": 1,
        },
        "placements/<int:pk>/refuse/": reason,
        "placements/<int:pk>/withdraw/": reason,
        "placements/<int:pk>/reopen/": reason,
    }  # fmt: skip
