"""The demo's lorries: passes asked for, issued, refused or revoked, and checked at posts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from qixin.core import clock
from qixin.drill.cast.numbers import plate
from qixin.drill.playing.stage import Stage
from qixin.passes import actions
from qixin.passes.enums import PassClass, Reason
from qixin.passes.models import Pass
from qixin.people.models import Unit, User

_G, _S, _B = PassClass.GOODS, PassClass.SUPPLIES, PassClass.COMMUTING
_POSTS = ("高速临淄口", "309 国道东卡点", "胜利路北卡点")


@dataclass(frozen=True)
class _Lorry:
    """`asked` hours ago for `days` from `start` days on; `fate` is what became of the request."""

    contact: int
    city: str
    pass_class: PassClass
    cargo: str
    route: str
    asked: int
    start: int
    days: int
    fate: str
    passages: int = 0


_LORRIES = (
    _Lorry(0, "冀A", _G, "熔喷布 6 吨", "河北石家庄—临淄", 70, -2, 7, "issued", 4),
    _Lorry(0, "陕A", _G, "原料药 3 吨", "陕西西安—临淄", 52, -1, 7, "issued", 2),
    _Lorry(0, "鲁C", _B, "员工 38 人", "临淄南站—厂区", 50, -1, 14, "issued", 3),
    _Lorry(0, "冀D", _G, "轴承钢 20 吨", "河北邯郸—临淄", 69, -2, 5, "revoked", 1),
    _Lorry(0, "陕C", _G, "玻璃瓶 12 吨", "陕西宝鸡—临淄", 71, -2, 1, "issued", 2),
    _Lorry(0, "冀J", _G, "液碱 30 吨", "河北沧州—临淄", 5, 1, 3, "waiting"),
    _Lorry(0, "陕E", _S, "苹果 15 吨", "陕西渭南—临淄", 3, 0, 3, "waiting"),
    _Lorry(1, "冀B", _G, "双氧水 18 吨", "河北唐山—临淄", 60, -1, 6, "issued", 2),
    _Lorry(1, "冀A", _S, "84 消毒液 10 吨", "临淄—河北石家庄", 9, 0, 2, "waiting"),
    _Lorry(2, "陕V", _S, "面粉 25 吨", "陕西杨凌—临淄", 40, 0, 5, "issued", 1),
    _Lorry(2, "鲁C", _S, "蔬菜 5 吨", "皇城镇—各社区", 2, 0, 7, "waiting"),
    _Lorry(3, "冀F", _G, "棉纱 9 吨", "河北保定—临淄", 30, 0, 20, "refused"),
    _Lorry(3, "陕D", _G, "包装纸 14 吨", "陕西咸阳—临淄", 1, 1, 10, "waiting"),
    _Lorry(4, "冀R", _S, "鸡蛋 8 吨", "河北廊坊—临淄", 1, 0, 3, "waiting"),
)


def play_passes(stage: Stage, *, seed: int) -> None:
    """A key, terms and a rule, and the lorries of the last three days; equal seeds play alike."""
    rng, now = Random(f"passes/{seed}"), clock.now()
    admin, office = stage.users["demo-administrator"], stage.units["transport"]
    with clock.pretend(now - timedelta(days=15)):
        actions.make_key(by=admin)
        terms = {"most_passes": 20, "longest_days": 30, "list_hours": 24}
        actions.set_terms(office=office, **terms, by=admin)
        rule = {"longest_days": 7, "provinces": "", "is_active": True}
        actions.set_rule(pass_class=PassClass.SUPPLIES, **rule, by=admin)
    contacts = _contacts()
    for lorry in _LORRIES:
        holder, by = contacts[lorry.contact]
        _drive(lorry, holder, by, stage, rng, now)


def _contacts() -> list[tuple[Unit, User]]:
    """Enterprises with whoever asks for them; that of the demo's visitors comes first."""
    users = User.objects.filter(person__grants__role="enterprise_contact").order_by("-username")
    found = [(user, user.active_grants[0].unit) for user in users.select_related("person")[:5]]
    return [(unit, user) for user, unit in found if unit is not None]


def _drive(lorry: _Lorry, holder: Unit, by: User, stage: Stage, rng: Random, now: datetime) -> None:
    asked_at = now - timedelta(hours=lorry.asked)
    start = clock.day_bounds(clock.local(now).date() + timedelta(days=lorry.start))[0]
    # A request is for days to come; on the first of them it is for what is left of it.
    wanted = actions.Wanted(
        plate=plate(rng, city=lorry.city),
        pass_class=lorry.pass_class,
        cargo=lorry.cargo,
        route=lorry.route,
        valid_from=start,
        valid_until=start + timedelta(days=lorry.days),
        driver_name=f"演练{rng.choice('赵钱孙周吴郑')}",
        driver_phone=f"1990000{rng.randrange(10_000):04d}",
    )
    with clock.pretend(asked_at):
        one = actions.request(holder=holder, wanted=wanted, by=by)
    officer = stage.users["demo-transport"]
    if lorry.fate == "refused":
        with clock.pretend(asked_at + timedelta(hours=2)):
            actions.refuse(asked=one, reason="时间过长，请按实际运输日期申请", by=officer)
    if lorry.fate in ("issued", "revoked"):
        with clock.pretend(asked_at + timedelta(hours=1)):
            one = actions.approve(asked=one, by=officer)
        revoked_at = now - timedelta(hours=4)
        end = revoked_at if lorry.fate == "revoked" else now
        _pass_posts(one, lorry.passages, stage, rng, min(end, one.valid_until))
    if lorry.fate == "revoked":
        with clock.pretend(revoked_at):
            actions.revoke(asked=one, reason="车辆与申请不符", by=officer)


def _pass_posts(one: Pass, count: int, stage: Stage, rng: Random, end: datetime) -> None:
    begin = max(one.valid_from, one.decided_at or one.valid_from)
    span = (end - begin).total_seconds()
    moments = sorted(begin + timedelta(seconds=rng.uniform(0.1, 0.9) * span) for _ in range(count))
    noted = [
        actions.Noted(
            key=uuid.UUID(int=rng.getrandbits(128), version=4),
            number=one.number,
            plate=one.plate,
            at=moment,
            post=rng.choice(_POSTS),
            direction="in" if at % 2 == 0 else "out",
            verdict=Reason.VALID,
        )
        for at, moment in enumerate(moments)
    ]
    actions.note_passages(noted=noted, by=stage.users["demo-member"])
