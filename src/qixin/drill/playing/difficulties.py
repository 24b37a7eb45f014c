"""Eighty difficulties in two weeks: asked, worked on together, answered, confirmed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from qixin.cases import actions as cases
from qixin.cases.enums import AssignmentRole, Measure, OutcomeKind, Satisfaction
from qixin.cases.models import Assignment, Case, CaseType
from qixin.core import clock
from qixin.drill.cast.difficulties import DIFFICULTIES, TYPE_LEADS, Difficulty, Gain
from qixin.drill.cast.enterprises import Enterprise
from qixin.drill.playing.correspondence import Correspondence
from qixin.drill.playing.courses import Course, by_day, play
from qixin.drill.playing.lorries import ask_for_passes
from qixin.drill.playing.stage import Stage
from qixin.people.models import Unit, User
from qixin.reports.enums import Urgency

COUNT, DAYS = 80, 14
_NAMESPACE = uuid.UUID("1f2c7c7e-8f8b-4a53-9d0e-2020020980aa")
# What becomes of a difficulty in the end, if its two weeks leave the time for it.
_FATES = (
    ["confirmed"] * 13 + ["praised"] * 4 + ["sent_back"] * 3 + ["silent"] * 3 + ["stalled"] * 3
    + ["passed_on", "refused_twice", "untouched", "asked", "excluded", "appealed", "told_all"]
)  # fmt: skip


@dataclass(frozen=True)
class _Asker:
    """An enterprise with whoever asks for it, and what stands for `{…}` in texts."""

    unit: Unit
    contact: User
    words: dict[str, str]


def play_difficulties(stage: Stage, *, seed: int, count: int = COUNT) -> None:
    """`count` difficulties; types get their lead units first. Equal seeds play alike.

    Passes and a series of letters have to be there: `play_passes`, `play_letters`.
    """
    rng, now = Random(f"difficulties/{seed}"), clock.now()
    with clock.pretend(now - timedelta(days=DAYS, hours=2)):
        types = _set_types(stage)
    askers = _askers(stage, rng)
    visits, mornings = _visits(stage, askers, now), _mornings()
    first = clock.day_bounds(clock.local(now).date())[0] + timedelta(hours=8, minutes=5)
    asked = _courses(stage, types, askers, rng, now, count)
    play([*asked, *visits, (first - timedelta(days=DAYS), mornings)], until=now)


def _set_types(stage: Stage) -> dict[str, CaseType]:
    by = stage.users["demo-administrator"]
    made = {}
    for row in CaseType.objects.filter(name__in=TYPE_LEADS):
        lead, helpers, days = TYPE_LEADS[row.name]
        given = cases.TypeGiven(
            name=row.name,
            name_en=row.name_en,
            lead_unit=stage.units[lead],
            co_units=[stage.units[key] for key in helpers],
            clocks={Urgency.NORMAL: (days, Measure.WORKING_DAYS)},
        )
        made[row.name] = cases.set_type(given=given, by=by, case_type=row)
    return made


def _askers(stage: Stage, rng: Random) -> list[_Asker]:
    """Enterprises that have a contact; that of the demo's visitors comes first."""
    known = {one.name: one for one in stage.cast.enterprises}
    users = User.objects.filter(person__grants__role="enterprise_contact").order_by("-username")
    found = []
    for user in users.select_related("person"):
        unit = user.active_grants[0].unit
        if unit is not None and unit.name in known:
            found.append(_Asker(unit, user, _words(known[unit.name], rng)))
    return sorted(found, key=lambda asker: asker.contact.username != "demo-enterprise")


def _words(enterprise: Enterprise, rng: Random) -> dict[str, str]:
    return {
        "firm": enterprise.short_name,
        "makes": enterprise.makes,
        "buys": enterprise.buys,
        "staff": str(enterprise.staff),
        "n": str(rng.randrange(2, 40) * 5),
    }


def _courses(
    stage: Stage,
    types: dict[str, CaseType],
    askers: list[_Asker],
    rng: Random,
    now: datetime,
    count: int,
) -> Iterator[tuple[datetime, Course]]:
    """The starts lie in the day, over two weeks; more come in the second."""
    letters = Correspondence(stage)
    for at in range(count):
        days = DAYS * (1 - at / count) ** 1.2
        start = now - timedelta(days=days) + timedelta(minutes=rng.uniform(0, 50))
        # every seventh is of the enterprise whose contact visitors try
        asker = askers[0] if at % 7 == 0 else askers[1 + (at * 7) % (len(askers) - 1)]
        kind = DIFFICULTIES[(at * 5) % len(DIFFICULTIES)]
        one = _Course(stage, types, letters, asker, kind, Random(f"{at}/{rng.random()}"), at)
        yield start, one.run(_FATES[(at * 13) % len(_FATES)])


def _mornings() -> Course:
    """What the worker does by itself: silence ends cases, and clocks that ran out are told."""
    while True:
        cases.lapse_silent()
        cases.escalate_overdue()
        yield timedelta(days=1)


def _visits(stage: Stage, askers: list[_Asker], now: datetime) -> Iterator[tuple[datetime, Course]]:
    for at, days in enumerate((9, 3.5)):
        yield now - timedelta(days=days), _visit(stage, askers[at + 1], at)


def _visit(stage: Stage, asker: _Asker, at: int) -> Course:
    """现场办公: a leader goes there and promises."""
    yield by_day(timedelta())
    until = clock.today() + timedelta(days=3)
    cases.record_visit(
        unit=asker.unit,
        leader="演练区领导",
        place=f"{asker.unit.name}会议室",
        on=clock.today(),
        text="现场听取企业复工情况，逐项研究困难。",
        promises=[
            cases.Promised("协调银行续贷，月底前办结", stage.units["finance"], until),
            cases.Promised("卡口设企业车辆专用通道", stage.units["transport"], until),
        ],
        client_key=uuid.uuid5(_NAMESPACE, f"visit/{at}"),
        by=stage.users["demo-commander"],
    )


class _Course:
    """One difficulty from the asking to its end."""

    def __init__(
        self,
        stage: Stage,
        types: dict[str, CaseType],
        letters: Correspondence,
        asker: _Asker,
        kind: Difficulty,
        rng: Random,
        at: int,
    ) -> None:
        self._stage, self._types, self._letters = stage, types, letters
        self._asker, self._kind, self._rng, self._at = asker, kind, rng, at

    def run(self, fate: str) -> Course:
        """`fate`: what becomes of it; see `_FATES`."""
        yield by_day(timedelta())
        case = self._ask()
        if case is None or fate == "untouched":
            return
        yield self._later(0.3, 3)
        cases.accept(case=case, by=self._lead(case))
        if self._kind.question and fate != "asked":
            yield from self._clear_up(case)
        yield from self._bring_in(case, fate)
        if fate == "asked":
            cases.ask(case=case, text="请补充用款计划和联系人。", by=self._lead(case))
            return
        yield from self._reach_outside(case)
        yield from self._do_parts(case, stalled=fate == "stalled")
        if fate == "stalled":
            return
        yield self._later(1, 5)
        self._record(case)
        cases.answer(case=case, text=self._said(self._kind.answer), by=self._lead(case))
        yield from self._hear(case, fate)

    def _ask(self) -> Case | None:
        """Most ask on their own page, every ninth at the telephone."""
        difficulty = cases.Difficulty(
            client_key=uuid.uuid5(_NAMESPACE, f"{clock.today()}/{self._at}"),
            text=self._said(self._kind.text),
            urgency=Urgency.URGENT if self._kind.is_urgent else Urgency.NORMAL,
            case_type=self._types[self._kind.type_name],
            title=self._said(self._kind.title),
        )
        unit, contact = self._asker.unit, self._asker.contact
        if self._at % 9 == 4:
            entered = cases.take_call(
                difficulty=difficulty,
                caller_name="演练周",
                caller_phone=f"1990000{self._rng.randrange(10_000):04d}",
                unit=unit,
                lead=None,
                by=self._stage.users["demo-officer"],
            )
        else:
            entered = cases.ask_for(unit=unit, difficulty=difficulty, by=contact)
        return entered.case

    def _clear_up(self, case: Case) -> Course:
        asked, replied = self._kind.question or ("", "")
        cases.ask(case=case, text=asked, by=self._lead(case))
        yield self._later(2, 12)
        cases.reply(case=case, text=replied, by=self._asker.contact)
        yield self._later(0.5, 2)

    def _bring_in(self, case: Case, fate: str) -> Course:
        """Other departments are asked for their parts; one of them may pass it on."""
        for part in self._kind.parts:
            unit = self._stage.units[part.department]
            if unit != case.lead_unit:
                cases.offer_part(case=case, unit=unit, request=part.request, by=self._lead(case))
        yield self._later(0.5, 3)
        owed = self._owed(case)
        if fate == "passed_on" and owed:
            first = owed[0]
            reason = "不属于本单位职责，建议由商务部门办理"
            cases.hand_back_part(part=first, reason=reason, by=self._officer(first.unit))
            yield self._later(0.5, 2)
            unit = self._stage.units["commerce"]
            if unit not in (case.lead_unit, first.unit):
                cases.offer_part(case=case, unit=unit, request="请接手办理", by=self._lead(case))

    def _reach_outside(self, case: Case) -> Course:
        """A letter elsewhere and lorries; the letter is answered while departments work."""
        if self._kind.lorries:
            ask_for_passes(
                [tuple(map(self._said, lorry)) for lorry in self._kind.lorries],
                case=case, holder=self._asker.unit, by=self._asker.contact, stage=self._stage,
                rng=self._rng,
            )  # fmt: skip
        if self._kind.letter is None:
            return
        letter = self._letters.write(self._kind.letter, self._said, case=case, by=self._lead(case))
        yield self._later(0.5, 2)
        self._letters.send(letter, by=self._lead(case))
        for recipient in letter.recipients.all():
            if self._rng.random() < 0.75:
                yield timedelta(hours=self._rng.uniform(6, 34))
                self._letters.answer(recipient, self._kind.letter.answer)

    def _do_parts(self, case: Case, *, stalled: bool) -> Course:
        results = {part.department: part.result for part in self._kind.parts}
        keys = {unit.pk: key for key, unit in self._stage.units.items()}
        owed = self._owed(case)
        for part in owed[1:] if stalled else owed:
            officer = self._officer(part.unit)
            cases.accept_part(part=part, by=officer)
            yield self._later(0.5, 4)
            cases.start_part(part=part, by=officer)
            yield self._later(2, 12)
            result = results.get(keys.get(part.unit_id, ""), "已按职责配合办理")
            cases.finish_part(part=part, result=result, by=officer)

    def _record(self, case: Case) -> None:
        for gain in self._kind.gains:
            result = self._result(gain)
            cases.record_outcome(case=case, result=result, by=self._lead(case))

    def _result(self, gain: Gain) -> cases.Result:
        kind, what = OutcomeKind(gain.kind), self._said(gain.what)
        if kind == OutcomeKind.LOAN:
            asked = Decimal(int(self._asker.words["n"]) * 10_000)
            granted = asked * self._rng.choice((6, 8, 10)) / 10
            return cases.Result(kind, what, asked=asked, granted=granted, paid_on=clock.today())
        if gain.amount:
            amount = Decimal(gain.amount)
            return cases.Result(kind, what, quantity=amount, measure=gain.measure or "人")
        return cases.Result(kind, what)

    def _hear(self, case: Case, fate: str) -> Course:
        """What whoever asked says to the answer, and what follows."""
        contact = self._asker.contact
        if fate in ("sent_back", "refused_twice"):
            yield self._later(2, 20)
            cases.send_back_for_asker(case=case, text="还没有落实到位，请再催一下。", by=contact)
            yield self._later(2, 9)
            cases.accept(case=case, by=self._lead(case))
            cases.answer(case=case, text="已再次现场督办，今日落实。", by=self._lead(case))
        if fate == "refused_twice":
            yield self._later(2, 20)
            cases.send_back_for_asker(case=case, text="仍然没有解决，请领导过问。", by=contact)
            return
        if fate == "silent":
            return
        yield self._later(2, 26)
        grade = Satisfaction.VERY_SATISFIED if fate == "praised" else Satisfaction.SATISFIED
        cases.confirm_for_asker(case=case, satisfaction=grade, by=contact)
        yield self._later(1, 4)
        yield from self._afterwards(case, fate)

    def _afterwards(self, case: Case, fate: str) -> Course:
        lead, commander = self._lead(case), self._stage.users["demo-commander"]
        if fate == "told_all":
            cases.offer_to_newsroom(
                case=case,
                question=f"企业遇到{self._kind.type_name}方面的困难，找谁办？",
                answer=f"在企业页面提出即可，{case.lead_unit.name}牵头办理，全程可查。",
                by=lead,
            )
        if fate not in ("excluded", "appealed"):
            return
        wish = cases.request_exclusion(
            case=case, reason="超出本区职权，办结时限不由我方决定", by=lead
        )
        yield self._later(2, 8)
        granted = fate == "excluded"
        reason = "情况属实" if granted else "可以协调，仍应计入"
        wish = cases.decide_exclusion(
            exclusion=wish, is_granted=granted, reason=reason, by=commander
        )
        if not granted:
            yield self._later(1, 5)
            cases.appeal(exclusion=wish, reason="已附上级部门书面答复，请复核", by=lead)

    def _owed(self, case: Case) -> list[Assignment]:
        rows = case.assignments.filter(role=AssignmentRole.CO).select_related("unit")
        return list(rows.filter(state="waiting").order_by("pk"))

    def _lead(self, case: Case) -> User:
        return self._officer(Case.objects.select_related("lead_unit").get(pk=case.pk).lead_unit)

    def _officer(self, unit: Unit) -> User:
        return self._stage.officer(unit) or self._stage.users["demo-commander"]

    def _said(self, text: str) -> str:
        return text.format(**self._asker.words, lorry="两辆")

    def _later(self, least: float, most: float) -> timedelta:
        return by_day(timedelta(hours=self._rng.uniform(least, most)))
