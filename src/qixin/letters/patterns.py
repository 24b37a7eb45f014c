"""Beginnings of letters for the usual occasions. They are Chinese, as the letters are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qixin.letters.models import Incoming


@dataclass(frozen=True)
class Pattern:
    """`○` stands where the drafter has to fill in."""

    key: str
    label: Promise
    title: str
    body: str


PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "passage",
        _("Let lorries pass"),
        "关于商请协助○○有限公司原材料运输车辆通行的函",
        "疫情发生以来，承蒙贵地对我区企业复工复产的大力支持。我区○○有限公司系疫情防控物资生产企业，"
        "其所需○○由贵地企业供应，现因运输车辆通行受阻，库存仅可维持○天。\n"
        "恳请贵地协调有关部门，对承运车辆（车牌号见附件）查验通行证后予以放行。我区将对进出车辆及"
        "驾驶人员落实测温、登记、消毒等防控措施。\n"
        "盼予支持并复函。",
    ),
    Pattern(
        "supply",
        _("Let a supplier resume work"),
        "关于商请支持○○有限公司配套企业复工的函",
        "我区○○有限公司承担○○生产任务，贵地○○有限公司为其关键零部件配套企业。因配套企业尚未复工，"
        "我区企业面临停产。\n"
        "恳请贵地在确保疫情防控的前提下，支持该企业优先复工，并告知预计复工时间。\n"
        "盼予支持并复函。",
    ),
    Pattern(
        "people",
        _("Let workers come back"),
        "关于商请协助我区企业务工人员返岗的函",
        "我区重点企业已陆续复工，尚有○名籍在贵地的员工未能返岗。我区拟于○月○日安排专车“点对点”接返，"
        "全程落实防护措施。\n"
        "恳请贵地协助核验上述人员健康状况，并为其出行提供便利。\n"
        "盼予支持并复函。",
    ),
)


def pattern_named(key: str) -> Pattern | None:
    return next((one for one in PATTERNS if one.key == key), None)


def answer_to(incoming: Incoming) -> dict[str, Any]:
    """How a letter begins that answers one which came in: whom it goes to, what it speaks of."""
    number = f"（{incoming.their_number}）" if incoming.their_number else ""
    about = incoming.subject.removeprefix("关于").removesuffix("的函")
    return {
        "title": f"关于{about}的复函",
        "body": f"贵单位《{incoming.subject}》{number}收悉。经研究，现函复如下：\n○○\n特此函复。",
        "recipients": [incoming.sender_id],
        "unit": incoming.unit_id,
    }
