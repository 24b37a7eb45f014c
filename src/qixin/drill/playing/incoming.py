"""Letters that come in to the demo's district: to be given to a unit, to be answered, late,
answered, matched to ours, filed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from qixin.core import clock
from qixin.drill.playing.stage import Stage
from qixin.letters import actions
from qixin.letters.enums import IncomingKind
from qixin.letters.models import Addressee, Incoming, Recipient, Series
from qixin.letters.selectors import own_units
from qixin.people.models import Unit, User

_ASKS, _ANSWERS = IncomingKind.ASKS, IncomingKind.ANSWERS
_NAMESPACE = uuid.UUID("5d0f3c1a-6f0e-4b57-9a55-2020020980ab")
_DAYS = 3


@dataclass(frozen=True)
class _Incoming:
    """Came in `days` ago. `to` is the department that it was given to a few hours later, with
    `_DAYS` working days to answer; `end` is what became of it: "" for nothing yet, a reason to file
    it, `_ANSWERED` or `_MATCHED`."""

    days: float
    sender: str
    their_number: str
    subject: str
    text: str
    kind: IncomingKind = _ASKS
    to: str = ""
    end: str = ""


_ANSWERED, _MATCHED = "answered", "matched"
_LETTERS = (
    _Incoming(
        12.2, "西安市人民政府", "西政函〔{year}〕18号", "关于商请协助查询返岗人员健康状况的函",
        "我市部分务工人员拟于近日赴贵区返岗，请协助告知贵区返岗人员健康管理要求。", to="health",
    ),
    _Incoming(
        6.1, "保定市交通运输局", "保交函〔{year}〕9号", "关于商请协助我市粮油运输车辆通行的函",
        "我市承担驻地粮油保供任务，运输车辆需途经贵区，请查验后予以放行。", end=_ANSWERED,
    ),
    _Incoming(
        5, "商丘市人民政府", "商政函〔{year}〕21号", "关于调整客运班线运行安排的函",
        "我市自即日起调整跨省客运班线，特此函告。", end="仅供知悉，无需复函",
    ),
    _Incoming(
        2.4, "温州市人民政府", "温政函〔{year}〕33号", "关于支持配套企业复工的复函",
        "演练精密部件有限公司已复工，产能恢复至六成，将优先保障贵区企业订单。",
        kind=_ANSWERS, end=_MATCHED,
    ),
    _Incoming(
        1.3, "周口市人力资源和社会保障局", "周人社函〔{year}〕14号", "关于商请提供用工企业名单的函",
        "为做好务工人员有序返岗，请提供贵区用工企业名单及用工需求。", to="labour",
    ),
    _Incoming(
        0.2, "宝鸡市工业和信息化局", "宝工信函〔{year}〕6号", "关于商请协助供应熔喷布的函",
        "我市防护口罩生产企业熔喷布短缺，请协调贵区企业供应。",
    ),
)  # fmt: skip


def play_incoming(stage: Stage) -> None:
    """What came in over the last days at the demo officer's desk. `play_letters` has to be done:
    whoever writes stands in the address book, and one of them answers a letter of ours."""
    by, now = stage.users["demo-officer"], clock.now()
    desk = own_units(by).first()
    if desk is None:
        return
    for at, one in enumerate(_LETTERS):
        came = now - timedelta(days=one.days)
        with clock.pretend(came):
            incoming = _register(one, desk, key=uuid.uuid5(_NAMESPACE, str(at)), by=by)
        with clock.pretend(came + timedelta(hours=3)):
            _settle(one, incoming, stage, by=by)
        if one.end == _ANSWERED:
            with clock.pretend(came + timedelta(days=1.4)):
                _answer(incoming, stage, by=by)
    actions.tell_overdue()


def _register(one: _Incoming, desk: Unit, *, key: uuid.UUID, by: User) -> Incoming:
    given = actions.CameIn(
        sender=Addressee.objects.get(name=one.sender),
        subject=one.subject,
        kind=one.kind,
        received_on=clock.today(),
        text=one.text,
        their_number=one.their_number.format(year=clock.today().year),
        dated=clock.today() - timedelta(days=2),
    )
    return actions.register(desk=desk, given=given, by=by, key=key)


def _settle(one: _Incoming, incoming: Incoming, stage: Stage, *, by: User) -> None:
    if one.to:
        unit = stage.units[one.to]
        actions.assign(incoming=incoming, unit=unit, working_days=_DAYS, by=by)
    elif one.end == _MATCHED:
        copies = Recipient.objects.filter(addressee=incoming.sender, letter__state="sent")
        actions.match(incoming=incoming, recipient=copies.earliest("letter__sent_at"), by=by)
    elif one.end and one.end != _ANSWERED:
        actions.file_away(incoming=incoming, reason=one.end, by=by)


def _answer(incoming: Incoming, stage: Stage, *, by: User) -> None:
    incoming.refresh_from_db()
    commander = stage.users["demo-commander"]
    about = incoming.subject.removeprefix("关于").removesuffix("的函")
    text = actions.Text(
        series=Series.objects.earliest("pk"),
        title=f"关于{about}的复函",
        body=f"贵单位《{incoming.subject}》（{incoming.their_number}）收悉。\n"
        "我区各卡口对持证运输车辆查验后予以放行，请提前一天报送车辆信息。\n特此函复。",
        recipients=[incoming.sender],
        answers=incoming,
    )
    letter = actions.draft(unit=incoming.desk, text=text, by=by)
    actions.submit(letter=letter, by=by)
    actions.check(letter=letter, by=commander)
    actions.sign(letter=letter, by=commander)
    actions.send(letter=letter, by=by)
