"""The demo's rumours: some of every state, seen, looked into, answered, corrected, withdrawn.

All claims, numbers, places and authorities are invented.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from qixin.core import clock
from qixin.drill.playing.stage import Stage
from qixin.newsroom.actions import answers, rumours
from qixin.newsroom.actions.answers import Wording
from qixin.newsroom.actions.rumours import Found, Seen
from qixin.newsroom.models import Answer, Rumour, Story
from qixin.people.models import User
from qixin.reports.enums import ReportState
from qixin.reports.models import Report


@dataclass(frozen=True)
class Tale:
    """A claim and how far it has come; `seen` are (channel, place, hours ago, readers)."""

    claim: str
    seen: tuple[tuple[str, str, float, int | None], ...]
    fate: str = "collecting"
    evidence: tuple[tuple[str, str, str], ...] = ()
    verdict: str = ""
    text: str = ""
    sources: str = ""
    english: tuple[str, str] = ("", "")
    # words that a story about it would hold
    about: tuple[str, ...] = field(default=())


_TALES = (
    Tale(
        "今晚零点起全区封路，超市明天全部关门，赶紧囤菜",
        (("group", "稷下街道业主群", 20, 480), ("group", "晏婴小区团购群", 6, 500),
         ("clip", "同城短视频", 4, 12_000), ("moments", "", 2, None)),
        "published",
        (("call", "区交警大队值班室", "没有封路安排，劝返点只查外地车辆，区内道路照常通行。"),
         ("visit", "本报记者走访三家超市", "三家均正常营业，蔬菜、米面、鸡蛋货架充足。")),
        "false",
        "没有这回事。区内主要道路照常通行，超市、农贸市场正常营业，蔬菜日供应量二百吨，足够全区居民"
        "食用，不需要囤菜。",
        "区公安分局交警大队值班室\n区商务局市场运行科\n记者实地走访",
        ("All roads close at midnight and every supermarket closes tomorrow",
         ("This is not so. Roads in the district stay open, supermarkets and markets trade as "
          "usual, and 200 tonnes of vegetables arrive every day. There is no need to hoard.")),
        ("蔬菜", "超市"),
    ),
    Tale(
        "喝高度白酒、熏醋可以预防感染",
        (("group", "家庭群", 40, 60), ("moments", "", 30, None), ("clip", "养生号", 9, 3_400)),
        "published",
        (("document", "卫生健康部门防控问答", "饮酒不能预防感染；居家熏醋可能刺激呼吸道。"),
         ("statement", "区疾控中心", "75% 酒精用于皮肤和物体表面消毒，不能饮用。")),
        "false",
        "饮酒、熏醋都不能预防感染，过量饮酒还会伤身体。有效的办法是戴口罩、勤洗手、常通风、少聚集。",
        "区疾病预防控制中心\n卫生健康部门公开发布的防控问答",
        about=("口罩",),
    ),
    Tale(
        "复工企业可以免交全年的税",
        (("group", "企业主群", 26, 210), ("social", "本地论坛", 20, 900)),
        "corrected",
        (("document", "区税务局政策通知", "符合条件的困难企业可以申请延期缴纳，最长三个月。"),),
        "misleading",
        "不是免交全年的税。受影响较大的企业可以申请延期缴纳税款，最长三个月，需要在网上提出申请。",
        "区税务局，政策问答",
    ),
    Tale(
        "一辆外地货车在高速口被查出发热，司机没有被隔离",
        (("mouth", "高速口附近", 10, None), ("group", "货运群", 8, 150)),
        "unproven",
        (("call", "劝返点值班长", "当晚有一名司机测温偏高，复测正常后放行。"),),
        "unproven",
        "目前没有证据表明有发热司机未被处置。已知的情况是：当晚一名司机初测体温偏高，医护人员两次复测"
        "均正常。有新情况会在这里更新。",
        "区交通运输局，劝返点值班记录",
    ),
    Tale(
        "区里开通了线上预约购买口罩，每人每天五只",
        (("group", "居民群", 12, 300),),
        "published",
        (("statement", "区商务局", "二月起在六家药店实行线上预约，每人每次五只。"),),
        "true",
        "属实。已在六家药店实行线上预约购买，每人每次限五只，凭预约码到店领取，价格公示。",
        "区商务局，预约公告",
        about=("口罩",),
    ),
    Tale(
        "自来水里加了三倍的氯，不能喝",
        (("group", "世纪花园业主群", 5, 420), ("group", "牛山路街坊群", 3, 380),
         ("moments", "", 1, None), ("phone", "热线来电", 1, None)),
        "proposed",
        (("call", "自来水公司水质科", "出厂水余氯每天公示，在国家标准范围内，没有加大投加量。"),
         ("document", "水质日报", "余氯 0.5 毫克每升，标准为不低于 0.3。")),
        "false",
        "自来水余氯每天检测并公示，目前在国家标准范围内，没有“加三倍”。水质合格，可以放心烧开饮用。",
        "自来水公司水质科，水质日报\n区卫生健康局",
    ),
    Tale(
        "水库今晚开闸，下游三个村要连夜搬走",
        (("group", "凤凰镇村民群", 4, 260), ("clip", "同城短视频", 2, 5_200),
         ("mouth", "村口", 1, None)),
        "verified",
        (("statement", "区水利局", "按计划小流量放水，不影响下游村庄，无需转移。"),),
        "misleading",
        "今晚是按计划小流量放水，水位在警戒线以下，下游村庄不需要转移。要转移时，镇村干部会逐户通知。",
        "区水利局，调度通知",
    ),
    Tale(
        "某小区保安确诊，全楼都要拉走",
        (("group", "业主群", 3, 310), ("moments", "", 2, None)),
        "collecting",
        (("call", "街道值班室", "正在核对，暂未接到通报。"),),
    ),
    Tale("消毒车半夜往楼里喷的是农药", (("group", "老街坊群", 7, 90),)),
    Tale(
        "明天开始所有快递停运",
        (("group", "网购群", 5, 130), ("social", "本地论坛", 4, 700)),
        "returned",
        (("call", "邮政分公司", "到村配送改为到村口，其他照常。"),),
        "false",
        "快递没有停运。",
        "快递公司",
    ),
    Tale(
        "网传有人往电梯按钮上抹口水的视频就是我们区",
        (("clip", "同城短视频", 60, 20_000),),
        "withdrawn",
        (("call", "派出所", "视频画面与辖区小区不符。"),),
        "false",
        "视频不是在我区拍摄的，画面中的电梯与辖区小区不符。",
        "辖区派出所",
    ),
    Tale("楼上邻居从外地回来不上报，肯定有病", (("group", "楼栋群", 30, 40),), "filed"),
)  # fmt: skip
# Those that come while one looks.
TO_COME = (
    Tale(
        "明天起全区停水三天检修管网",
        (("group", "雪宫街道业主群", 1, 350),),
        "published",
        (("call", "自来水公司调度室", "没有停水计划，管网检修安排在夜间，分段进行。"),),
        "false",
        "没有停水三天的安排。管网检修在夜间分段进行，每段不超过两小时，会提前一天在小区门口张贴通知。",
        "自来水公司调度室",
        ("The whole district will be without water for three days from tomorrow",
         ("There is no such plan. Pipes are mended at night, section by section, for two hours at "
          "most, and notices go up at the gates a day before.")),
    ),
    Tale(
        "出入证要交二十元工本费",
        (("mouth", "集市口", 2, None),),
        "published",
        (("statement", "区民政局", "出入证由街道统一印制，不收任何费用。"),
         ("visit", "走访三个小区", "三个小区均未收费，门口张贴了样证。")),
        "false",
        "不收费。出入证由镇、街道统一印制，免费发放，补办也不收费。遇到收费的，请把时间和地点告诉我们。",
        "区民政局\n走访三个小区",
        ("Permits for going out cost twenty yuan",
         "They are free, and so is a replacement. Tell us where somebody asks for money."),
    ),
    Tale(
        "孩子开学要自己买平板电脑才能上课",
        (("group", "家长群", 3, 220),),
        "published",
        (("document", "区教体局通知", "手机、电视、电脑都能看，不要求购买设备。"),),
        "misleading",
        "不需要买。手机、电视、电脑都能看课，学校不要求购买任何设备；家里没有设备的，向班主任登记，由学校"
        "安排。",
        "区教体局通知",
        ("Pupils must buy a tablet to be taught",
         ("Nothing has to be bought: a phone, a television or a computer will do, and the school "
          "helps where there is none.")),
    ),
    Tale(
        "菜市场从明天起只对本地户口开放",
        (("moments", "", 1, None),),
        "published",
        (("call", "区市场监管局值班室", "凭出入证进入，不看户口。"),),
        "false",
        "没有这样的规定。进市场凭出入证和体温检测，住在本区的人都可以买，不看户口。",
        "区市场监管局值班室",
        ("From tomorrow markets are open to registered residents only",
         ("There is no such rule. Everybody who lives here may shop, with a permit and a "
          "temperature check.")),
    ),
)  # fmt: skip
_FILED = "只涉及个人，不宜公开，已转社区上门核实"
_RETURNED = "请写清哪些地方有变化，并注明出处和日期"
_WITHDRAWN = "收到新的线索，需要重新核实"


def play_rumours(stage: Stage, *, seed: int) -> None:
    """Play them; those that reports and stories tell of are linked to these."""
    for at, tale in enumerate(_TALES):
        _play(tale, at, stage, seed=seed)


def course(tale: Tale, at: int, stage: Stage, *, seed: int) -> Iterator[None]:
    """A tale told while one looks, in three steps at whatever time it is: opened, looked into,
    answered."""
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"rumour/{seed}/come/{at}")
    rumour = _open(tale, key, stage, now=clock.now())
    yield
    _collect(tale, rumour, key, stage)
    yield
    _answer(tale, rumour, stage.users["demo-editor"], stage.users["demo-reviewer"])


def _play(tale: Tale, at: int, stage: Stage, *, seed: int) -> None:
    now, key = clock.now(), uuid.uuid5(uuid.NAMESPACE_OID, f"rumour/{seed}/{at}")
    first, *later = (_seen(one, now) for one in tale.seen)
    with clock.pretend(first.seen_at + timedelta(minutes=20)):
        rumour = _open(tale, key, stage, now=now)
    for n, seen in enumerate(later):
        with clock.pretend(min(now, seen.seen_at + timedelta(minutes=10))):
            rumours.see(
                rumour=rumour, seen=seen, client_key=uuid.uuid5(key, str(n)),
                by=stage.users["demo-editor"],
            )  # fmt: skip
    _join_reports(tale, rumour, by=stage.users["demo-triage"])
    moment = min(now, first.seen_at + timedelta(hours=1))
    with clock.pretend(moment):
        _collect(tale, rumour, key, stage)
    with clock.pretend(min(now, moment + timedelta(minutes=40))):
        _answer(tale, rumour, stage.users["demo-editor"], stage.users["demo-reviewer"])


def _open(tale: Tale, key: uuid.UUID, stage: Stage, *, now: datetime) -> Rumour:
    first = _seen(tale.seen[0], now)
    return rumours.open_rumour(
        claim=tale.claim, seen=first, client_key=key, by=stage.users["demo-editor"]
    )


def _collect(tale: Tale, rumour: Rumour, key: uuid.UUID, stage: Stage) -> None:
    for n, (kind, source, text) in enumerate(tale.evidence):
        rumours.collect(
            rumour=rumour, by=stage.users["demo-editor"],
            client_key=uuid.uuid5(key, f"evidence/{n}"),
            found=Found(kind=kind, source=source, dated=clock.today(), text=text),
        )  # fmt: skip


def _seen(one: tuple[str, str, float, int | None], now: datetime) -> Seen:
    channel, place, hours, readers = one
    return Seen(channel=channel, place=place, readers=readers, seen_at=now - timedelta(hours=hours))


def _join_reports(tale: Tale, rumour: Rumour, *, by: User) -> None:
    """A resident asked about it: the newest report of the queue that holds one of its words."""
    if not tale.about:
        return
    waiting = Report.objects.filter(state=ReportState.RECEIVED, text__contains=tale.about[0])
    report = waiting.filter(sightings__isnull=True, claimed_by__isnull=True).last()
    if report is not None:
        rumours.join_report(rumour=rumour, report=report, channel="group", by=by)
    story = Story.objects.live().filter(title__contains=tale.about[0]).order_by("-pk").first()
    if story is not None:
        rumours.link_story(rumour=rumour, story=story, by=by)


def _answer(tale: Tale, rumour: Rumour, editor: User, reviewer: User) -> None:
    if tale.fate == "filed":
        rumours.file_rumour(rumour=rumour, reason=_FILED, by=editor)
    if not tale.verdict:
        return
    answer = answers.propose(rumour=rumour, wording=_wording(tale), by=editor)
    if tale.fate == "returned":
        answers.send_back(answer=answer, reason=_RETURNED, by=reviewer)
    elif tale.fate != "proposed":
        answers.verify(answer=answer, by=reviewer)
        if tale.fate != "verified":
            answers.publish(answer=answer, by=reviewer)
            _after(tale, answer, editor, reviewer)


def _after(tale: Tale, answer: Answer, editor: User, reviewer: User) -> None:
    if tale.fate == "corrected":
        better = _wording(tale, more="办理不收费。", notice="原答复没有说明办理是否收费")
        correction = answers.propose(rumour=answer.rumour, wording=better, by=editor)
        answers.publish(answer=answers.verify(answer=correction, by=reviewer), by=reviewer)
    elif tale.fate == "withdrawn":
        answers.withdraw(answer=answer, reason=_WITHDRAWN, by=reviewer)


def _wording(tale: Tale, *, more: str = "", notice: str = "") -> Wording:
    return Wording(
        verdict=tale.verdict, claim=tale.claim, text=tale.text + more, sources=tale.sources,
        claim_en=tale.english[0], text_en=tale.english[1], notice=notice,
    )  # fmt: skip
