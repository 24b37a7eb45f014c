"""The demo's enterprises: the register, their filings, what they offer, lack and make."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from qixin.core import clock
from qixin.drill.cast.enterprises import Enterprise as CastEnterprise
from qixin.drill.cast.numbers import credit_code
from qixin.drill.playing.stage import Stage
from qixin.enterprises.actions import exchange, filing_files, filings, output, register, rules, tags
from qixin.enterprises.actions.exchange import Goods
from qixin.enterprises.actions.register import Facts
from qixin.enterprises.models import Enterprise, Product, ResumptionFiling, Tag
from qixin.enterprises.selectors.register import officers_for
from qixin.people.enums import UnitKind
from qixin.people.models import Unit, User

COUNT, OFFICERS = 300, 60
# trade → section and division of GB/T 4754, key of the supervising department
_INDUSTRY = {
    "机械": ("C", "34"), "化工": ("C", "26"), "塑料": ("C", "29"), "食品": ("C", "14"),
    "纺织": ("C", "17"), "医药": ("C", "27"), "建材": ("C", "30"), "包装": ("C", "22"),
    "电子": ("C", "39"), "农牧": ("A", "03"),
}  # fmt: skip
# Every tenth of those that only the register knows belongs to another section.
_OTHERS = (
    ("建筑工程有限公司", "E"), ("商贸有限公司", "F"), ("物流有限公司", "G"), ("餐饮有限公司", "H"),
    ("软件有限公司", "I"),
)  # fmt: skip
_TAGS = (
    ("重点保供企业", "Key supplier"), ("危险化学品", "Hazardous chemicals"),
    ("防疫物资生产", "Makes protective goods"), ("规模以上", "Above designated size"),
)  # fmt: skip
_FATES = (
    ["approved"] * 24 + ["submitted"] * 14 + ["returned"] * 6 + ["draft"] * 6 + ["suspended"] * 2
    + ["expired"] * 4 + ["withdrawn"] * 2
)  # fmt: skip
_GOODS = (
    ("医用外科口罩", "只", 20_000), ("一次性医用口罩", "只", 50_000), ("医用防护服", "套", 400),
    ("84消毒液", "升", 3_000), ("75%酒精", "升", 2_000), ("额温枪", "把", 60),
    ("熔喷布", "吨", 4), ("护目镜", "副", 500),
)  # fmt: skip
_LACKING = ("市一医院隔离病区", "返岗工人食堂", "厂区卡口", "社区服务中心")


def play_enterprises(stage: Stage, *, seed: int) -> None:
    """Equal seeds play alike. Sixty enterprises have a contact, and file, offer and need."""
    rng = Random(f"enterprises/{seed}")
    admin = stage.users["demo-administrator"]
    rules.lay_down_usual_rules(by=admin)
    output.lay_down_usual_products(by=admin)
    marks = {name: tags.set_tag(name=name, name_en=english, by=admin) for name, english in _TAGS}
    registered = _register(stage, rng, marks, admin)
    _name_officers(registered[:OFFICERS], stage, stage.users["demo-commander"])
    spoken_for = _contacts(registered)
    _file(spoken_for, stage, rng)
    _exchange(spoken_for, stage, rng)
    _make(spoken_for, rng)


def _register(stage: Stage, rng: Random, marks: dict[str, Tag], admin: User) -> list[Enterprise]:
    towns = {
        unit.area.code: unit
        for unit in Unit.objects.filter(kind=UnitKind.TOWN).select_related("area")
        if unit.area is not None
    }
    made = []
    for known in _three_hundred(stage.cast.enterprises):
        section, division = _INDUSTRY.get(known.trade, (known.trade, ""))
        facts = Facts(
            name=known.name, short_name=known.short_name, credit_code=known.credit_code,
            area=stage.areas[known.town_code], managing_unit=towns[known.town_code],
            supervising_unit=stage.units["industry"], industry=section, division=division,
            headcount=known.staff, address=f"演练路{known.index + 1}号",
        )  # fmt: skip
        borne = [marks["规模以上"]] if known.staff > 300 else []
        if known.trade == "化工":
            borne.append(marks["危险化学品"])
        if known.makes in ("口罩", "防护服", "酒精", "消毒液原液", "测温仪"):
            borne += [marks["防疫物资生产"], marks["重点保供企业"]]
        made.append(register.register(facts=facts, tags=borne, by=admin))
    # the same plant under two names, for whoever looks for doubles
    twin = register.facts_of(made[0])
    register.register(
        facts=replace(twin, name=f"{twin.name}（老厂）", credit_code="", short_name=""), by=admin
    )
    return made


def _name_officers(enterprises: list[Enterprise], stage: Stage, by: User) -> None:
    """Every fourth has the member whom visitors try, the others somebody of their own offices."""
    visitor = stage.users["demo-member"]
    for at, enterprise in enumerate(enterprises):
        near = officers_for(enterprise).exclude(pk=visitor.pk)
        named = visitor if at % 4 == 0 else near[at % count] if (count := near.count()) else visitor
        register.assign(enterprise=enterprise, officer=named, by=by)


def _three_hundred(cast: tuple[CastEnterprise, ...]) -> list[CastEnterprise]:
    """The cast's sixty, and others named after them by a plant's number."""
    found = list(cast)
    while len(found) < COUNT:
        index = len(found)
        like, plant = cast[index % len(cast)], index // len(cast) + 1
        ending, section = _OTHERS[index % len(_OTHERS)]
        other = index % 2 == 0
        name = f"{like.name[:4]}{plant}厂{ending}" if other else f"{like.name[:4]}{plant}分公司"
        found.append(
            replace(
                like, index=index, name=name, short_name="",
                credit_code=credit_code(20_001 + index, authority="91"),
                trade=section if other else like.trade, staff=8 + index % 190,
                town_code=cast[(index * 7) % len(cast)].town_code,
            )
        )  # fmt: skip
    return found


def _contacts(registered: list[Enterprise]) -> list[tuple[Enterprise, User]]:
    """That of the demo's visitors comes first."""
    by_unit = {one.unit_id: one for one in registered}
    users = User.objects.filter(
        person__grants__role="enterprise_contact", person__grants__unit__in=by_unit
    ).select_related("person")
    pairs = [(by_unit[user.active_grants[0].unit_id], user) for user in users.order_by("-username")]
    return sorted(pairs, key=lambda pair: pair[1].username != "demo-enterprise")


def _file(spoken_for: list[tuple[Enterprise, User]], stage: Stage, rng: Random) -> None:
    now = clock.now()
    for (enterprise, contact), fate in zip(spoken_for, ["returned", *_FATES], strict=False):
        began = now - timedelta(days=20 if fate == "expired" else 3, hours=rng.randrange(40))
        with clock.pretend(began):
            draft = _draft(enterprise, contact, rng, short=fate == "draft")
        if fate == "draft":
            continue
        with clock.pretend(began + timedelta(hours=1)):
            filings.submit(filing=draft, by=contact)
        with clock.pretend(began + timedelta(hours=3)):
            _decide(draft, fate, contact, stage.users["demo-commander"])


def _draft(enterprise: Enterprise, contact: User, rng: Random, *, short: bool) -> ResumptionFiling:
    draft = filings.begin(enterprise=enterprise, by=contact)
    letter = f"%PDF-1.4 {enterprise.unit.name} 疫情防控承诺书".encode()
    given = filing_files.FileGiven("commitment", io.BytesIO(letter), "承诺书.pdf", len(letter))
    filing_files.add_file(filing=draft, given=given, by=contact)
    total = enterprise.headcount or 20
    resumed, area = max(1, total * rng.randrange(30, 90) // 100), rng.randrange(5, 60) * 100
    today = clock.today()
    filled = {
        "office_address": enterprise.address, "legal_representative": f"演练{rng.choice('赵钱孙')}",
        "industry": enterprise.industry, "resumption_date": today + timedelta(days=1),
        "reason": "订单需按期交付", "headcount_total": total, "headcount_key": total // 40,
        "resumed": resumed, "resumed_key": 0, "floor_area": area, "thermometers": resumed // 90 + 1,
        "measures": "进厂测温登记，车间每日消毒两次，错峰就餐，班车限员", "mask_bins": 4,
        "disinfectant": Decimal(area * 28 // 1000 + 5), "alcohol": Decimal(20),
        "isolation_places": resumed // 100 + 1, "trained_on": today,
        "masks": resumed * 6 if short else resumed * 14 + rng.randrange(200),
    }  # fmt: skip
    return filings.save_draft(filing=draft, given=filled, version=draft.version, by=contact)


def _decide(draft: ResumptionFiling, fate: str, contact: User, by: User) -> None:
    if fate == "returned":
        remarks = {"measures": "请写明食堂就餐的具体安排", "files": "承诺书请加盖公章"}
        filings.send_back(filing=draft, remarks=remarks, by=by)
    if fate in ("approved", "suspended", "expired"):
        filings.approve(filing=draft, conditions="重点地区返岗人员隔离观察14天", by=by)
    if fate == "suspended":
        filings.suspend(filing=draft, reason="现场检查发现食堂聚集就餐", by=by)
    if fate == "withdrawn":
        filings.withdraw(filing=draft, reason="暂缓复工", by=contact)


def _exchange(spoken_for: list[tuple[Enterprise, User]], stage: Stage, rng: Random) -> None:
    commander, pairs = stage.users["demo-commander"], []
    for at in range(20):
        product, measure, amount = _GOODS[at % len(_GOODS)]
        (giver, gives), (taker, takes) = spoken_for[at * 2 + 1], spoken_for[at * 2]
        until = clock.today() + timedelta(days=rng.randrange(5, 20))
        offered = Goods(product, Decimal(amount), measure, until_day=until)
        wanted = None if at % 5 == 4 else Decimal(max(1, amount * rng.randrange(2, 14) // 10))
        lacking = replace(
            offered, quantity=wanted, note=f"用于{rng.choice(_LACKING)}", until_day=None
        )
        offer = exchange.enter_offer(unit=giver.unit, goods=offered, by=gives)
        need = exchange.enter_need(unit=taker.unit, goods=lacking, by=takes)
        pairs.append((offer, need, gives, takes))
    for at, (offer, need, gives, takes) in enumerate(pairs[:12]):
        match = exchange.propose(offer=offer, need=need, quantity=None, by=commander)
        if at % 4 == 0:
            continue
        exchange.agree(match=match, by=gives)
        if at % 4 == 2:
            exchange.agree(match=match, by=takes)
            exchange.finish(match=match, by=takes)
        if at % 4 == 3:
            exchange.decline(match=match, reason="已从其他渠道购得", by=takes)


def _make(spoken_for: list[tuple[Enterprise, User]], rng: Random) -> None:
    products = list(Product.objects.all())
    for at, (enterprise, contact) in enumerate(spoken_for[:24]):
        product = products[at % len(products)]
        for back in range(3):
            figures = {product: (rng.randrange(5, 400) * 10, rng.randrange(5, 900) * 10)}
            day = clock.today() - timedelta(days=back)
            output.enter_output(enterprise=enterprise, day=day, figures=figures, by=contact)
