"""Stories in review, one that is out, and remarks of both states."""

import uuid
from datetime import timedelta
from typing import Any

from qixin.core import clock
from qixin.newsroom import actions
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Story
from qixin.people.enums import Role
from tests.newsroom.factories import bring_to, make_column, make_story, make_topic

_IN_A_DAY = (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)
_STORY = "/w/newsroom/stories/<int:story_id>"


def make_reviews(users: dict[Role, Any], *, column: Any, waiting: Story, text: str) -> dict:
    """`waiting` waits for its first review; another one with a claim for its final one."""
    doubted = bring_to(ReviewStep.FINAL, story=make_story(column))
    actions.doubt(story=doubted, claim="全区学校明天开学", by=users[Role.EDITOR])
    remarks = [
        actions.remark(
            story=waiting,
            marked=actions.Marked(key=uuid.uuid4(), text=text),
            by=users[Role.REVIEWER],
        )
        for _ in range(2)
    ]
    actions.settle(remark=remarks[1], by=users[Role.EDITOR])
    topic = make_topic("演练专题")
    held = make_story(column, by=users[Role.EDITOR])
    actions.embargo(
        story=held, until=_IN_A_DAY, asked_by="市卫健委", reason="市里统一发布", seen=None,
        by=users[Role.EDITOR],
    )  # fmt: skip
    actions.hold(story=held, by=users[Role.EDITOR])
    return {
        "held": held,
        "doubted": doubted,
        "remarks": remarks,
        "topic": topic,
        "topic_column": make_column("演练栏目", topic=topic),
    }


def addresses(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in an address, by how it starts: the longer beginnings first."""
    waiting, doubted = things["waiting"], things["doubted"]
    first, second = things["remarks"]
    return {
        f"{_STORY}/{verb}/": {"story_id": story.pk}
        for story, verbs in (
            (waiting, "review approve send-back call-off urgent remark claim/doubt"),
            (doubted, "claim/verify claim/clear let-through"),
            (things["published"], "notice take-down pictures/looked-at"),
            (things["held"], "embargo embargo/lift hold let-go take-over"),
        )
        for verb in verbs.split()
    } | {
        "/w/newsroom/lists/": {"which": "mine"},
        "/w/newsroom/remarks/<int:pk>/settle/": {"pk": first.pk},
        "/w/newsroom/remarks/<int:pk>/reopen/": {"pk": second.pk},
        "/w/newsroom/topics/": {"pk": things["topic"].pk, "verb": "archive"},
        "/w/newsroom/columns/": {"pk": things["topic_column"].pk, "verb": "pause"},
    }


def bodies(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms by how the address ends."""
    reason = {"reason": "导语请再核实"}
    read = {"step": "first", "revision_id": things["waiting"].latest_revision_id}
    section = {"name": "演练名称", "colour": "teal"}
    return {
        "w/newsroom/topics/new/": section,
        "w/newsroom/topics/<int:pk>/": section,
        "w/newsroom/columns/new/": section,
        "w/newsroom/columns/<int:pk>/": section,
        "columns/<int:pk>/merge/": {"into": things["column"].pk},
        "<int:story_id>/approve/": read,
        "<int:story_id>/send-back/": reason,
        "<int:story_id>/urgent/": reason,
        "<int:story_id>/embargo/": reason | {
            "until": f"{clock.local(_IN_A_DAY) + timedelta(hours=1):%Y-%m-%dT%H:%M}",
            "asked_by": "市卫健委", "seen": _IN_A_DAY.isoformat(),
        },
        "<int:story_id>/embargo/lift/": reason,
        "<int:story_id>/take-over/": reason,
        "<int:story_id>/let-through/": reason | {"kind": "claim"},
        "<int:story_id>/notice/": {"kind": "correction", "text": "标题中的日期有误"},
        "<int:story_id>/take-down/": reason,
        "<int:story_id>/remark/": {
            "key": uuid.uuid4(), "kind": "remark", "weight": "must", "text": "请核实人数",
        },
        **{f"claim/{verb}/": reason for verb in ("doubt", "verify", "clear")},
    }  # fmt: skip
