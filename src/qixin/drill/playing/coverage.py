"""The demo's newsroom goes out and places its stories: a day of coverage and a dozen offers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from qixin.core import clock
from qixin.core.coordinates import Coordinate
from qixin.drill.playing.stage import Stage
from qixin.newsroom.actions import covering, going_out, keeping_outlets, linking, placing
from qixin.newsroom.actions.covering import Plan, Wanted
from qixin.newsroom.actions.placing import Ran
from qixin.newsroom.models import CoverageItem, Outlet, Placement, Story
from qixin.people.enums import AreaLevel
from qixin.people.models import Area, User
from qixin.reports.places import Place, locate

OFFERED = 10
# name, level, kind, format, name of the mailbox; "" is served by hand
_OUTLETS = (
    ("市日报（演练）", "city", "paper", "word", "city-daily"),
    ("市广播电视台（演练）", "city", "broadcast", "mail", "city-tv"),
    ("省日报（演练）", "province", "paper", "word", "province-daily"),
    ("省广播电视台（演练）", "province", "broadcast", "mail", "province-tv"),
    ("全国通讯社（演练）", "nation", "agency", "ninjs", "agency"),
    ("全国日报客户端（演练）", "nation", "online", "ninjs", "nation-app"),
    ("邻区融媒体中心（演练）", "other", "online", "word", ""),
)
_NOT_TAKEN = ("版面已满，下期再看", "已有同类稿件刊发", "需要补充现场图片")
_TAKEN = ("taken", "taken", "not_taken", "offered", "taken")


@dataclass(frozen=True)
class Event:
    """When it begins and how long it takes, in hours from now, and how far it has come."""

    title: str
    start: float
    length: float
    fate: str = "planned"
    protection: str = "basic"
    brief: str = ""
    wanted: tuple[tuple[str, int], ...] = (("text", 1), ("photo", 3))


_EVENTS = (
    Event("区指挥部新闻通报会", -27, 1.5, "delivered", "none", wanted=(("text", 1),)),
    Event("志愿者为居家老人送菜", -24, 2, "delivered"),
    Event("第一家复工企业开工", -9, 2, "late", "basic", "拍开工第一车、员工测温、车间消杀。"),
    Event("集中医学观察点探访", -2.5, 2, "out", "full", "由卫健部门带入，一人一机，不进污染区。"),
    Event("高速出口劝返点夜班", -1, 6, "out", "basic", "跟一个整班，采访交警、医护和志愿者。"),
    Event("社区广场消杀作业", -1, 1.5, "cancelled", "basic"),
    Event("农贸市场保供走访", 2, 2, "planned", "basic"),
    Event("口罩生产线直播", 4, 3, "planned", "basic", wanted=(("live", 1), ("clip", 2))),
    Event("隔离点医护换班", 21, 2, "planned", "full"),
    Event("网课第一天", 23, 3, "planned", "none"),
)  # fmt: skip


def play_coverage(stage: Stage, *, seed: int) -> None:
    """Play on whatever was published; equal seeds play alike."""
    rng = Random(f"coverage/{seed}")
    reporters = [stage.users[f"demo-{name}"] for name in ("editor", "triage", "reviewer")]
    chief = stage.users["demo-chief-editor"]
    communities = list(
        Area.objects.filter(level=AreaLevel.COMMUNITY).select_related("parent").order_by("code")
    )
    stories = _spread(list(Story.objects.live().order_by("-published_on")[:600]))
    for at, event in enumerate(_EVENTS):
        team = [reporters[at % 3], *([reporters[(at + 1) % 3]] if at % 4 == 0 else [])]
        place = _place(rng.choice(communities), rng)
        _play_event(event, team, place, stories, chief, seed=f"{seed}/{at}")
    _place_stories(stories, chief, rng)


def _play_event(
    event: Event, team: list[User], place: Place, stories: list[Story], chief: User, *, seed: str
) -> None:
    now = clock.now()
    start = (now + timedelta(hours=event.start)).replace(minute=0, second=0, microsecond=0)
    end = start + timedelta(hours=event.length)
    wanted = [Wanted(kind, count, end + timedelta(hours=2)) for kind, count in event.wanted]
    planned = Plan(
        title=event.title, brief=event.brief, starts_at=start, ends_at=end, reporters=team,
        wanted=wanted, place=place, protection=event.protection,
    )  # fmt: skip
    with clock.pretend(min(start, now) - timedelta(hours=12)):
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"coverage/{seed}")
        item = covering.plan(plan=planned, client_key=key, by=chief)
    if event.fate == "cancelled":
        covering.cancel(item=item, reason="大风天气，消杀作业推迟", by=chief)
    elif event.fate == "out":
        # the reporters of one event after the other: nobody is at two places
        with clock.pretend(start - timedelta(minutes=10)):
            going_out.go_out(item=item, reporter=team[0], by=team[0])
    elif event.fate in ("delivered", "late"):
        _go_and_return(item, team)
        if event.fate == "delivered" and stories:
            _deliver(item, stories, chief)


def _spread(stories: list[Story]) -> list[Story]:
    """Some of every day, the newest first."""
    return stories[:: max(1, len(stories) // OFFERED)][:OFFERED]


def _go_and_return(item: CoverageItem, team: list[User]) -> None:
    for reporter in team:
        with clock.pretend(item.starts_at - timedelta(minutes=15)):
            outing = going_out.go_out(item=item, reporter=reporter, by=reporter)
        with clock.pretend(item.ends_at + timedelta(minutes=20)):
            going_out.come_back(outing=outing, by=reporter)


def _deliver(item: CoverageItem, stories: list[Story], chief: User) -> None:
    for at, wanted in enumerate(item.deliverables.all()):
        story = stories[(item.pk + at) % len(stories)]
        linking.link(deliverable=wanted, thing=story, pieces=wanted.count, by=chief)


def _place_stories(stories: list[Story], chief: User, rng: Random) -> None:
    outlets = _open_outlets(chief)
    for at, story in enumerate(stories):
        chosen = rng.sample(outlets, rng.choice((1, 1, 2, 3)))
        with clock.pretend(_after(story, hours=1)):
            offers = placing.offer(story=story, outlets=chosen, by=chief)
        for n, placement in enumerate(offers):
            _decide(placement, _TAKEN[(at + n) % len(_TAKEN)], chief, rng)


def _open_outlets(chief: User) -> list[Outlet]:
    return [
        keeping_outlets.add_outlet(
            name=name, level=level, kind=kind, format=format, by=chief,
            email=f"{mailbox}@example.org" if mailbox else "",
        )
        for name, level, kind, format, mailbox in _OUTLETS
    ]  # fmt: skip


def _decide(placement: Placement, fate: str, chief: User, rng: Random) -> None:
    moment = min(clock.now(), placement.offered_at + timedelta(hours=rng.uniform(2, 20)))
    with clock.pretend(moment):
        if fate == "not_taken":
            placing.refuse(placement=placement, reason=rng.choice(_NOT_TAKEN), by=chief)
        elif fate == "taken":
            ran = Ran(
                taken_on=clock.today(),
                circulation=placement.outlet.level,
                link=f"https://news.example.org/{placement.pk}",
            )
            placing.take(placement=placement, ran=ran, by=chief)


def _after(story: Story, *, hours: float) -> datetime:
    published = story.published_on or clock.now()
    return min(clock.now(), published + timedelta(hours=hours))


def _place(community: Area, rng: Random) -> Place:
    if community.lng is None or community.lat is None:
        return locate(None, community=community)
    near = Coordinate(community.lng + rng.uniform(-0.004, 0.004), community.lat)
    return locate(near, community=community)
