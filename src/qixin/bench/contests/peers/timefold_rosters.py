"""Timefold on the shift-scheduling format, modelled as its manual does: an entity a person and day.

It reads the annotations while it runs and translates what is called here to Java, so that all of
it keeps to plain attributes, and its types stand here as they are.
"""

import math
from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from qixin.bench.contests.contest import Solved, unheard
from qixin.bench.contests.peers.public_rosters import only_public, whole
from qixin.bench.contests.peers.timefold_running import best_of
from qixin.planning.rosters.check import check
from qixin.planning.rosters.problem import Person, Problem
from qixin.planning.rosters.problem import Turn as RosterTurn
from qixin.planning.rosters.result import Roster
from qixin.planning.run import OnProgress

SATURDAY = 5


@dataclass(frozen=True)
class Kind:
    """A shift, or the day off, whose number is 0 and which takes no minutes."""

    number: int
    minutes: int


@dataclass(frozen=True)
class Member:
    """A person's rules. `limits`: the most turns of each kind."""

    number: int
    least: int
    most: int
    max_run: int
    min_run: int
    min_off: int
    weekends: int
    limits: list[int]


@dataclass(frozen=True)
class Cover:
    """How many are wanted in a shift of a day, and what one missing or too many costs."""

    day: int
    kind: Kind
    need: int
    most: int
    under: int
    over: int


@planning_entity
@dataclass
class Turn:
    """A person's day: what it can be, `prices` by the number of a kind, `bars_next` by two."""

    id: Annotated[int, PlanningId]
    member: Member
    day: int
    edge: bool  # the period's first or last day
    weekend: int  # -1: a weekday
    kinds: Annotated[list[Kind], ValueRangeProvider]
    prices: list[int]
    bars_next: list[list[bool]]
    kind: Annotated[Kind | None, PlanningVariable] = field(default=None)

    def on(self) -> bool:
        return self.kind.minutes > 0

    def price(self) -> int:
        return self.prices[self.kind.number]

    def bars(self, after: "Turn") -> bool:
        return self.bars_next[self.kind.number][after.kind.number]


@planning_solution
@dataclass
class Plan:
    """All that there is, and how well it goes."""

    kinds: Annotated[list[Kind], ProblemFactCollectionProperty]
    covers: Annotated[list[Cover], ProblemFactCollectionProperty]
    turns: Annotated[list[Turn], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """The format's rules, hard, and its prices, soft."""
    return [*_days(factory), *_sums(factory), *_runs(factory), *_covers(factory)]


def _days(factory: ConstraintFactory) -> list[Constraint]:
    hard, soft = HardSoftScore.ONE_HARD, HardSoftScore.ONE_SOFT
    return [
        factory.for_each(Turn)
        .filter(lambda turn: turn.price() > 0)
        .penalize(soft, lambda turn: turn.price())
        .as_constraint("wishes"),
        factory.for_each(Turn)
        .join(
            Turn,
            Joiners.equal(lambda turn: turn.member),
            Joiners.equal(lambda turn: turn.day + 1, lambda turn: turn.day),
        )
        .filter(lambda turn, after: turn.bars(after))
        .penalize(hard)
        .as_constraint("shifts that cannot follow"),
    ]


def _sums(factory: ConstraintFactory) -> list[Constraint]:
    hard = HardSoftScore.ONE_HARD
    minutes = ConstraintCollectors.sum(lambda turn: turn.kind.minutes)
    return [
        factory.for_each(Turn)
        .group_by(lambda turn: turn.member, minutes)
        .filter(lambda member, worked: worked > member.most)
        .penalize(hard, lambda member, worked: worked - member.most)
        .as_constraint("at most so many minutes"),
        factory.for_each(Turn)
        .group_by(lambda turn: turn.member, minutes)
        .filter(lambda member, worked: worked < member.least)
        .penalize(hard, lambda member, worked: member.least - worked)
        .as_constraint("at least so many minutes"),
        factory.for_each(Turn)
        .group_by(lambda turn: turn.member, lambda turn: turn.kind, ConstraintCollectors.count())
        .filter(lambda member, kind, times: times > member.limits[kind.number])
        .penalize(hard, lambda member, kind, times: times - member.limits[kind.number])
        .as_constraint("turns of a shift"),
        factory.for_each(Turn)
        .filter(lambda turn: turn.weekend >= 0 and turn.on())
        .group_by(
            lambda turn: turn.member,
            ConstraintCollectors.count_distinct(lambda turn: turn.weekend),
        )
        .filter(lambda member, weekends: weekends > member.weekends)
        .penalize(hard, lambda member, weekends: weekends - member.weekends)
        .as_constraint("weekends"),
    ]


def _runs(factory: ConstraintFactory) -> list[Constraint]:
    """Runs that touch the period's edge may be as short as they like."""
    hard = HardSoftScore.ONE_HARD

    def runs(on: bool):
        return (
            factory.for_each(Turn)
            .filter((lambda turn: turn.on()) if on else (lambda turn: not turn.on()))
            .group_by(
                lambda turn: turn.member,
                ConstraintCollectors.to_consecutive_sequences(lambda turn: turn.day),
            )
            .flatten_last(lambda chain: chain.getConsecutiveSequences())
        )

    return [
        runs(True)
        .filter(lambda member, run: run.getCount() > member.max_run)
        .penalize(hard, lambda member, run: run.getCount() - member.max_run)
        .as_constraint("days on in a row, at most"),
        runs(True)
        .filter(lambda member, run: run.getCount() < member.min_run)
        .filter(lambda member, run: not run.getFirstItem().edge and not run.getLastItem().edge)
        .penalize(hard, lambda member, run: member.min_run - run.getCount())
        .as_constraint("days on in a row, at least"),
        runs(False)
        .filter(lambda member, run: run.getCount() < member.min_off)
        .filter(lambda member, run: not run.getFirstItem().edge and not run.getLastItem().edge)
        .penalize(hard, lambda member, run: member.min_off - run.getCount())
        .as_constraint("days off in a row"),
    ]


def _covers(factory: ConstraintFactory) -> list[Constraint]:
    soft = HardSoftScore.ONE_SOFT
    there = (
        Joiners.equal(lambda cover: cover.day, lambda turn: turn.day),
        Joiners.equal(lambda cover: cover.kind, lambda turn: turn.kind),
    )
    counted = (
        factory.for_each(Cover)
        .join(Turn, *there)
        .group_by(lambda cover, turn: cover, ConstraintCollectors.count_bi())
    )
    return [
        counted.filter(lambda cover, count: count < cover.need)
        .penalize(soft, lambda cover, count: cover.under * (cover.need - count))
        .as_constraint("people missing"),
        counted.filter(lambda cover, count: count > cover.most)
        .penalize(soft, lambda cover, count: cover.over * (count - cover.most))
        .as_constraint("people too many"),
        factory.for_each(Cover)
        .filter(lambda cover: cover.need > 0)
        .if_not_exists(Turn, *there)
        .penalize(soft, lambda cover: cover.under * cover.need)
        .as_constraint("nobody there"),
    ]


def solve(problem: Problem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """Its usual search; ProblemError where there is more than the public format."""
    plan = _plan(problem)
    best = best_of(plan, [Turn], rules, seconds=seconds, seed=seed, told=told)
    if best.score.hard_score < 0:
        return Solved(None, math.inf, -math.inf)
    roster = _roster(problem, best)
    return Solved(roster, check(problem, roster).cost, -math.inf)


def _plan(problem: Problem) -> Plan:
    only_public(problem)
    shifts = problem.shifts
    kinds = [Kind(0, 0), *(Kind(at, shift.minutes) for at, shift in enumerate(shifts, 1))]
    number = {shift.id: at for at, shift in enumerate(shifts, 1)}
    bars_next = [[False] * len(kinds) for _ in kinds]
    for shift in shifts:
        for after in shift.not_before:
            bars_next[number[shift.id]][number[after]] = True
    prices = {
        (person.id, day): [0] * len(kinds)
        for person in problem.people
        for day in range(problem.days)
    }
    for wish in problem.wishes:
        own = prices[wish.person, wish.day]
        for kind in kinds:
            if (kind.number == number[wish.shift]) != wish.wanted:
                own[kind.number] += whole(wish.price)
    covers = []
    for one in problem.demands:
        most = len(problem.people) if one.at_most is None else one.at_most
        kind, prices_of = kinds[number[one.shifts[0]]], (whole(one.under), whole(one.over))
        covers.append(Cover(one.day, kind, one.at_least, most, *prices_of))
    turns: list[Turn] = []
    for at, person in enumerate(problem.people):
        member = _member(problem, at, person, number)
        for day in range(problem.days):
            week, weekday = divmod(day + problem.first_weekday, 7)
            possible = kinds[:1] if day in person.leave else kinds
            turns.append(
                Turn(
                    len(turns), member, day, day in (0, problem.days - 1),
                    week if weekday >= SATURDAY else -1, possible, prices[person.id, day],
                    bars_next,
                )
            )  # fmt: skip
    return Plan(kinds, covers, turns)


def _member(problem: Problem, at: int, person: Person, number: dict[str, int]) -> Member:
    limits = [problem.days] * (len(number) + 1)
    for shift, most in person.shift_limits.items():
        limits[number[shift]] = most
    weekends = problem.days if person.max_weekends is None else person.max_weekends
    return Member(
        at, person.min_minutes, person.max_minutes, person.max_run, person.min_run, person.min_off,
        weekends, limits,
    )  # fmt: skip


def _roster(problem: Problem, plan: Plan) -> Roster:
    turns: dict[str, list[RosterTurn | None]] = {person.id: [] for person in problem.people}
    for turn in plan.turns:
        shift = problem.shifts[turn.kind.number - 1].id if turn.kind.number else ""
        own = turns[problem.people[turn.member.number].id]
        own.append(RosterTurn(shift) if shift else None)
    return Roster({person: tuple(row) for person, row in turns.items()})
