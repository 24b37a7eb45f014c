"""The demo's readers take part: messages under stories, likes, an objection, and call-outs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from random import Random

from qixin.core import clock
from qixin.core.actors import RESIDENT
from qixin.drill.photos import PhotoSpec, draw
from qixin.drill.playing.stage import Stage
from qixin.newsroom.actions import calling, flagging, liking, showing
from qixin.newsroom.actions.calling import CallGiven
from qixin.newsroom.actions.taking_in import Said, send_entry, send_to_desk
from qixin.newsroom.models import CallEntry, CallOut, Column, ReaderMessage, Story
from qixin.people.models import User
from qixin.reports.actions import Upload, attach, prepare
from qixin.reports.enums import Purpose

_NAMESPACE = uuid.UUID("0b8a5f6e-3a57-4f6c-8f0f-2020020965ad")


@dataclass(frozen=True)
class _Message:
    """What a reader writes, and what the desk does: "" for nothing yet, show, decline, answer."""

    text: str
    name: str = ""
    fate: str = ""
    answer: str = ""
    may_show: bool = True


_MESSAGES = (
    _Message("看到卡口的照片很感动，夜里那么冷，大家辛苦了！", "晏婴路老张", "show"),
    _Message("请问外地回来的车，在高速口要带什么材料？", "返乡的人", "show",
             "带好身份证和通行证即可，在出口登记测温后放行。"),
    _Message("我们小区今天的菜送到了，白菜新鲜，谢谢志愿者。", "", "show"),
    _Message("能不能多发一些各镇的消息？我们这边村里也有很多好人好事。", "北边的读者", "show",
             "这就安排。您也可以点“我要上报”把身边的事发给我们。"),
    _Message("建议公布发热门诊的地址和开诊时间。", "热心市民"),
    _Message("孩子上网课，家里网不好，学校能照顾一下吗？", "一位妈妈"),
    _Message("转发抽大奖，点我头像！", "发财", "decline"),
    _Message("我在物业上班，有些情况想单独和编辑说。", may_show=False),
    _Message("向一线的医护人员致敬！", "临淄人", "show"),
)  # fmt: skip
_ENTRIES = (
    ("楼下的志愿者，一站就是一天。", "王大姐", "volunteers", "show"),
    ("社区的大姐帮我们量体温。", "", "checkpoint", "show"),
    ("送菜上门的小伙子，口罩上都是霜。", "三单元", "vegetables", "show"),
    ("村口的大喇叭，天天喊三遍。", "老李", "apartments", "show"),
    ("我拍的医院门口。", "路过", "hospital", ""),
    ("车间里的口罩生产线。", "工友", "factory", ""),
)


def play_readers(stage: Stage, *, seed: int) -> None:
    """Play on the newest stories; equal seeds play alike."""
    rng = Random(f"readers/{seed}")
    chief, triage = stage.users["demo-chief-editor"], stage.users["demo-triage"]
    stories = list(Story.objects.live().order_by("-published_on", "-pk")[:12])
    if not stories:
        return
    shown = list(_say(stories, by=triage))
    for story in stories:
        for reader in range(rng.randrange(3, 60)):
            liking.like(page=story, browser=f"demo-{reader}")
    if shown:
        flagging.flag(thing=shown[-1], browser="demo-objects")
    _ask_for_help(stories[0])
    column = Column.objects.live().order_by("path").last()
    if column is not None:
        _call(column, chief)


def _say(stories: list[Story], *, by: User) -> Iterator[ReaderMessage]:
    """Messages over the last hours; gives those that are shown."""
    for at, one in enumerate(_MESSAGES):
        came = clock.now() - timedelta(hours=len(_MESSAGES) - at)
        said = Said(_key("message", at), one.text, may_show=one.may_show, shown_name=one.name)
        with clock.pretend(came):
            page = stories[(at // 4) % len(stories)]
            report = send_to_desk(page=page, purpose=Purpose.MESSAGE, said=said).report
        with clock.pretend(came + timedelta(minutes=20)):
            message = ReaderMessage.objects.get(report=report)
            if one.fate == "decline":
                showing.decline(sent=message, by=by)
            elif one.fate == "show":
                message = showing.show(sent=message, by=by)
                if one.answer:
                    version = message.version
                    showing.answer(message=message, text=one.answer, version=version, by=by)
                yield message


def _ask_for_help(story: Story) -> None:
    needs = "家里老人的降压药快没了，我在外地回不去。"
    offers = "我有一辆面包车，这几天可以帮忙送菜。"
    for purpose, text in ((Purpose.NEED, needs), (Purpose.OFFER, offers)):
        send_to_desk(page=story, purpose=purpose, said=Said(_key(purpose, 0), text))


def _call(column: Column, by: User) -> None:
    """One call-out with a gallery that fills, and one that is over."""
    now = clock.now()
    terms = "照片由我本人拍摄，同意在本栏目展示并署我填写的名字。"
    over = CallGiven(
        section=column, title="给前线写一句话", asked="一句话就好，写给值守的家人、同事。",
        terms="同意在本栏目展示。", takes="text",
        opens_at=now - timedelta(days=6), closes_at=now - timedelta(hours=20),
    )  # fmt: skip
    asked = "请用手机拍下您身边的志愿者，再配一两句话。\n不要拍到病人的脸和门牌号。"
    opened = CallGiven(
        section=column, title="我身边的志愿者", asked=asked, terms=terms,
        opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=5),
    )  # fmt: skip
    with clock.pretend(now - timedelta(days=6)):
        calling.move_call(call=calling.plan_call(given=over, by=by), verb="open", by=by)
    calling.close_due()
    with clock.pretend(now - timedelta(days=2)):
        call = calling.move_call(call=calling.plan_call(given=opened, by=by), verb="open", by=by)
    for at, (text, name, kind, fate) in enumerate(_ENTRIES):
        _send_in(call, at, text, name, kind, shown_by=by if fate else None)


def _send_in(
    call: CallOut, at: int, text: str, name: str, kind: str, *, shown_by: User | None
) -> None:
    said = Said(_key("entry", at), text, may_show=True, shown_name=name, has_pictures=True)
    with clock.pretend(clock.now() - timedelta(hours=30 - 3 * at)):
        report = send_entry(call=call, said=said).report
        photo = Upload(
            client_key=_key("photo", at), file=BytesIO(draw(PhotoSpec(kind, at))),
            filename="photo.jpg",
        )  # fmt: skip
        made = prepare(attachment=attach(report=report, upload=photo, by=RESIDENT))
    if shown_by is not None:
        entry = CallEntry.objects.get(report=report)
        showing.show(sent=entry, alts={made.pk: text.rstrip("。")}, by=shown_by)


def _key(kind: str, number: int) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, f"{kind}/{number}")
