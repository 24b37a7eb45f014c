"""The demo's safety: checklists, inspections of the last week, hazards, and visits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from qixin.core import clock
from qixin.drill.photos import PhotoSpec, draw
from qixin.drill.playing.stage import Stage
from qixin.drill.script.checklists import demo_checklists
from qixin.enterprises.actions import hazards as actions
from qixin.enterprises.actions.checklists import Item, draft_checklist, publish, revise_draft
from qixin.enterprises.actions.escalating import escalate_overdue
from qixin.enterprises.actions.inspecting import take_on
from qixin.enterprises.actions.photos import receive_photo
from qixin.enterprises.actions.recording import Found, OnTheSpot, record
from qixin.enterprises.actions.visiting import Asked, OnVisit, Promised, record_visit
from qixin.enterprises.enums import ChecklistUse
from qixin.enterprises.models import ChecklistItem, Enterprise, Hazard, Tag
from qixin.enterprises.policies.safety import can_inspect, offices_of
from qixin.enterprises.selectors.checklists import applicable
from qixin.people.models import User

INSPECTED, VISITED, PHOTOS = 60, 24, 12
_MENDED = ("已整改，附照片。", "已更换到位。", "已清理并安排专人检查。")
_NOTES = ("现场查看", "需更换", "二号车间", "仓库东侧", "")
_PROMISED = (
    ("补齐两周用量的口罩和消毒液", "enterprise"),
    ("联系街道办理外地员工返岗登记", "officer"),
    ("协调疏通厂门口道路积雪", "unit"),
    ("完成车间通风改造", "enterprise"),
)
_ASKED = (
    ("need", "缺一次性口罩 2000 只", "现有库存只够三天，希望帮助联系货源。"),
    ("need", "缺 15 名熟练工人", "外地员工暂时不能返岗，订单月底要交。"),
    ("question", "外省货车司机怎么办通行证", "司机来自河北，担心下高速后被劝返。"),
    ("need", "流动资金紧张", "原料涨价，货款未回，想申请应急周转贷款。"),
)


def play_safety(stage: Stage, *, seed: int) -> None:
    """Play on whatever enterprises the district has; equal seeds play alike."""
    rng, now = Random(f"safety/{seed}"), clock.now()
    # The district was laid down a week before its first day: nobody had a role before that.
    with clock.pretend(now - timedelta(days=7.5)):
        _publish(stage.users["demo-administrator"])
    chosen = _enterprises(stage)
    player = _Player(stage, rng, now)
    for at, enterprise in enumerate(chosen[:INSPECTED]):
        player.inspect(enterprise, at)
    for at, enterprise in enumerate(_visited(chosen)):
        player.visit(enterprise, at)
    player.plan(chosen[INSPECTED : INSPECTED + 4] or chosen[:4])
    for days in range(5, -1, -1):
        with clock.pretend(now - timedelta(days=days)):
            escalate_overdue()


def _publish(admin: User) -> None:
    tags = {tag.name: tag for tag in Tag.objects.all()}
    for one in demo_checklists():
        # Its industry stands for a tag that this district does not have.
        tagged = [tags[one.tag]] if one.tag in tags else []
        draft = draft_checklist(
            name=one.name, name_en=one.name_en, use=one.use, tags=tagged,
            industries=() if tagged else one.industries, by=admin,
        )  # fmt: skip
        items = [
            Item(line.text, "major" if line.is_major else "minor", line.text_en)
            for line in one.lines
        ]
        publish(draft=revise_draft(draft=draft, items=items, version=1, by=admin), by=admin)


def _enterprises(stage: Stage) -> list[Enterprise]:
    """Those of the demo's visitors first, so that whoever tries it finds something of their own."""
    tried = {grant.unit_id for grant in stage.users["demo-enterprise"].active_grants}
    offices = {grant.unit_id for grant in stage.users["demo-officer"].active_grants}
    visitor = stage.users["demo-member"].pk
    found = Enterprise.objects.filter(merged_into__isnull=True).select_related(
        "unit__area", "managing_unit", "supervising_unit", "officer"
    )

    def order(one: Enterprise) -> tuple[bool, bool, bool, int]:
        looked_after = {one.managing_unit_id, one.supervising_unit_id} & offices
        return one.unit_id not in tried, one.officer_id != visitor, not looked_after, one.pk

    return sorted(found.order_by("pk"), key=order)


def _items(enterprise: Enterprise, use: ChecklistUse) -> list[ChecklistItem]:
    return [item for edition in applicable(enterprise, use) for item in edition.items.all()]


def _visited(chosen: Sequence[Enterprise]) -> list[Enterprise]:
    return [one for one in chosen if one.officer is not None][:VISITED]


@dataclass
class _Player:
    stage: Stage
    rng: Random
    now: datetime
    photos_left: int = PHOTOS

    def inspect(self, enterprise: Enterprise, at: int) -> None:
        """The first has a major hazard, the second overdue ones, the third some to see again."""
        by = self._inspector(enterprise)
        done = self._past(self.rng.uniform(6.2, 7) if at < 3 else self.rng.uniform(0.3, 7))
        with clock.pretend(done):
            items = _items(enterprise, ChecklistUse.INSPECTION)
            bad = self._bad(items, at)
            found = tuple(self._found(one, n in bad, done) for n, one in enumerate(items))
            made = take_on(enterprise=enterprise, day=clock.today(), by=by)
            sent = OnTheSpot(
                client_key=self._key(), at=done, findings=found,
                is_working=self.rng.random() < 0.7,
            )  # fmt: skip
            record(inspection=made, sent=sent, by=by)
            self._send_photos(found, by)
        for hazard in Hazard.objects.filter(inspection=made).order_by("id"):
            self._go_on(hazard, by, done, at)

    def visit(self, enterprise: Enterprise, at: int) -> None:
        by = enterprise.officer
        if by is None:
            return
        # Every third was visited a week ago; what was promised then is overdue.
        done = self._past(7 if at % 3 == 0 else self.rng.uniform(1.1, 2.5))
        with clock.pretend(done):
            items = _items(enterprise, ChecklistUse.VISIT)
            bad = set(self.rng.sample(range(len(items)), 1)) if at % 4 == 1 and items else set()
            found = tuple(self._found(one, n in bad, done) for n, one in enumerate(items))
            what, by_whom = _PROMISED[at % len(_PROMISED)]
            due = clock.today() + timedelta(days=3)
            asked = (Asked(*_ASKED[at % len(_ASKED)]),) if at % 2 == 0 else ()
            sent = OnVisit(
                client_key=self._key(), at=done, findings=found, is_working=True, asked=asked,
                promises=(Promised(what, by_whom, due),),
            )  # fmt: skip
            record_visit(enterprise=enterprise, sent=sent, by=by)
            self._send_photos(found, by)

    def plan(self, enterprises: Sequence[Enterprise]) -> None:
        """Some are taken on for today and the days after."""
        officer = self.stage.users["demo-officer"]
        for at, one in enumerate(enterprises):
            by = officer if can_inspect(officer, enterprise=one) else self._inspector(one)
            with clock.pretend(self._past(0.2)):
                take_on(enterprise=one, day=clock.today() + timedelta(days=at), by=by)

    def _bad(self, items: Sequence[ChecklistItem], at: int) -> set[int]:
        """Places of the items that are not in order; a major one only in the first enterprise."""
        minor = [n for n, item in enumerate(items) if item.severity == "minor"]
        major = [n for n, item in enumerate(items) if item.severity == "major"]
        count = 2 if at < 3 else self.rng.choice((0, 0, 1, 1, 2))
        return set(self.rng.sample(minor, min(count, len(minor)))) | set(
            major[:1] if at == 0 else ()
        )

    def _found(self, item: ChecklistItem, is_bad: bool, done: datetime) -> Found:
        if not is_bad:
            verdict = "ok" if self.rng.random() < 0.93 else "not_applicable"
            return Found(item=item.pk, verdict=verdict)
        due = clock.local(done).date() + timedelta(days=2 if item.severity == "major" else 3)
        photos: tuple[uuid.UUID, ...] = ()
        if self.photos_left:
            self.photos_left -= 1
            photos = (self._key(),)
        note = self.rng.choice(_NOTES)
        return Found(item=item.pk, verdict="not_ok", note=note, due_on=due, photos=photos)

    def _go_on(self, hazard: Hazard, by: User, done: datetime, at: int) -> None:
        contact = self._contact(hazard.enterprise)
        # The major one and those of the second enterprise stay as they are, and grow overdue.
        if contact is None or hazard.is_major or at == 1:
            return
        mended = min(done + timedelta(days=self.rng.uniform(0.5, 3)), self._past(0.1))
        if at > 2 and self.rng.random() < 0.25:
            return
        with clock.pretend(mended):
            note = self.rng.choice(_MENDED)
            hazard = actions.report_mended(hazard=hazard, note=note, by=contact)
        if at > 2 and self.rng.random() < 0.65:
            with clock.pretend(min(mended + timedelta(days=1), self._past(0.05))):
                actions.clear(hazard=hazard, note="复查合格", by=by)

    def _send_photos(self, found: Sequence[Found], by: User) -> None:
        for key in (key for one in found for key in one.photos):
            spec = PhotoSpec("factory", self.rng.randrange(10_000))
            receive_photo(key=key, file=BytesIO(draw(spec)), filename="photo.jpg", by=by)

    def _inspector(self, enterprise: Enterprise) -> User:
        for unit in offices_of(enterprise):
            officer = self.stage.officer(unit)
            if officer is not None and can_inspect(officer, enterprise=enterprise):
                return officer
        return self.stage.users["demo-commander"]

    def _contact(self, enterprise: Enterprise) -> User | None:
        return (
            User.objects.filter(
                person__grants__role="enterprise_contact", person__grants__unit=enterprise.unit
            )
            .order_by("id")
            .first()
        )

    def _past(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)
