"""An instance as a `Problem`: the whole horizon, or one stage of it.

A skill in use is the post of a turn: a nurse stands as what the roster says, and may stand as any
of their skills. Least coverage is a hard demand, wanted coverage a soft one beside it. Assignments
are counted in hours: every shift has eight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from qixin.planning.errors import ProblemError
from qixin.planning.rosters.formats.inrc2.scenario import (
    Contract,
    Histories,
    Record,
    Scenario,
    Week,
)
from qixin.planning.rosters.problem import Demand, History, Person, Problem, Shift, Wish
from qixin.planning.rosters.soft import SoftLimits, Span

TURN = 480
# the competition's prices, S1 to S7; of assignments by the hour
COVERAGE, SHIFT_RUN, RUN, REST, REQUEST, HALF_WEEKEND, WEEKEND = 30, 15, 30, 30, 10, 30, 30
HOUR = 20 * 60 / TURN


def problem_of(scenario: Scenario, history: Histories, weeks: Sequence[Week]) -> Problem:
    """The horizon as a whole (the static variant): all its weeks after a history.

    What a history has beyond a most is past: its price is in no answer of this problem.
    """
    if len(weeks) != scenario.weeks - history.week:
        raise ProblemError(
            f"{scenario.weeks - history.week} weeks are to come, {len(weeks)} are given",
            item=scenario.id,
        )
    return _problem(scenario, history, weeks, share=1.0)


def stage_of(scenario: Scenario, history: Histories, week: Week) -> Problem:
    """One week, the later ones unknown. Until the last, totals are aimed at in proportion to the
    weeks that are over with it.
    """
    if not 0 <= history.week < scenario.weeks:
        raise ProblemError(f"there is no week {history.week} of {scenario.weeks}", item=scenario.id)
    return _problem(scenario, history, [week], share=(history.week + 1) / scenario.weeks)


def _problem(
    scenario: Scenario, history: Histories, weeks: Sequence[Week], share: float
) -> Problem:
    days = 7 * len(weeks)
    return Problem(
        days=days,
        shifts=tuple(
            Shift(shift, TURN, not_before=scenario.barred.get(shift, frozenset()))
            for shift in scenario.shifts
        ),
        posts=scenario.skills,
        people=tuple(
            _person(scenario, nurse.id, nurse.skills, scenario.contracts[nurse.contract],
                    history.of[nurse.id], days, share)
            for nurse in scenario.nurses
        ),
        demands=tuple(
            demand for at, week in enumerate(weeks) for demand in _demands(week, 7 * at)
        ),
        wishes=tuple(
            Wish(nurse, 7 * at + day, one, REQUEST, wanted=False)
            for at, week in enumerate(weeks)
            for nurse, shift, day in week.off
            for one in ([shift] if shift else scenario.shifts)
        ),
    )  # fmt: skip


def _demands(week: Week, first: int) -> Iterator[Demand]:
    for (shift, skill, day), (least, wanted) in week.needs.items():
        if least:
            yield Demand(first + day, least, None, (shift,), (skill,), hard=True)
        if wanted > least:
            yield Demand(first + day, wanted, None, (shift,), (skill,), under=COVERAGE)


def _person(
    scenario: Scenario, name: str, skills: tuple[str, ...], contract: Contract, record: Record,
    days: int, share: float,
) -> Person:  # fmt: skip
    least, most = contract.assignments
    minutes = _left(_share(least, share, math.floor), _share(most, share, math.ceil), record)
    weekends = max(0, _share(contract.weekends, share, math.ceil) - record.weekends)
    return Person(
        id=name,
        max_minutes=TURN * days,
        # days in a row are soft
        max_run=days + record.on + 1,
        posts=frozenset(skills),
        history=_history(record),
        soft=SoftLimits(
            run=Span(*contract.on, RUN, RUN),
            rest=Span(*contract.off, REST, REST),
            shift_runs={
                shift: Span(*limits, SHIFT_RUN, SHIFT_RUN)
                for shift, limits in scenario.shifts.items()
            },
            minutes=minutes,
            weekends=Span(0, weekends, over=WEEKEND),
            half_weekend=HALF_WEEKEND if contract.whole_weekends else 0.0,
        ),
    )


def _share(total: int, share: float, to_whole: Callable[[float], int]) -> int:
    return to_whole(round(total * share, 6))


def _left(least: int, most: int, record: Record) -> Span:
    """What is left of the assignments of the horizon, in minutes."""
    done = record.assignments
    return Span(TURN * max(0, least - done), TURN * max(0, most - done), HOUR, HOUR)


def _history(record: Record) -> History | None:
    if record.shift:
        return History(record.shift, record.on, in_shift=record.in_shift)
    return History("", record.off) if record.off else None
