"""A long period, some weeks at a time: each stretch is a problem that goes on from the last.

Hours, weekends and limits are shared out over the stretches in proportion to the days on which a
person can work. A stretch is planned with some days of the next in view, which are planned again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Pricer
from qixin.planning.rosters.problem import History, Person, Problem, Share, Turn
from qixin.planning.rosters.soft import Span

Rows = dict[str, tuple[Turn | None, ...]]


@dataclass(frozen=True)
class Stretch:
    """Days [first, seen): planned together; those from `kept` on are planned again."""

    first: int
    kept: int
    seen: int


def stretches(problem: Problem, length: int, ahead: int) -> Iterator[Stretch]:
    """Stretches of `length` days that begin on the same weekday, `ahead` days in view."""
    first = 0
    begin = (-problem.first_weekday) % 7
    while first < problem.days:
        kept = first + length if first else begin + length
        if problem.days - kept < length // 2:
            kept = problem.days
        yield Stretch(first, kept, min(problem.days, kept + ahead))
        first = kept


def part(problem: Problem, stretch: Stretch, rows: Rows) -> tuple[Problem, list[int]]:
    """The problem of a stretch after `rows`; which of the problem's demands are its demands."""
    first, seen = stretch.first, stretch.seen
    inside = range(first, seen)
    demands = [at for at, demand in enumerate(problem.demands) if demand.day in inside]
    minutes = {shift.id: shift.minutes for shift in problem.shifts}
    made = replace(
        problem,
        days=seen - first,
        first_weekday=(problem.first_weekday + first) % 7,
        people=tuple(
            _part_of(problem, person, stretch, rows.get(person.id, ()), minutes)
            for person in problem.people
        ),
        demands=tuple(
            replace(problem.demands[at], day=problem.demands[at].day - first) for at in demands
        ),
        wishes=tuple(
            replace(wish, day=wish.day - first) for wish in problem.wishes if wish.day in inside
        ),
    )
    return made, demands


def widened(problem: Problem, hopeless: Callable[[Model, Pricer], list[int]]) -> Problem:
    """The problem with wider shares for those whom their share leaves no roster: as little wider
    as helps, for what one stretch lends another must give back.
    """
    for step in _WIDER:
        model = Model(problem)
        pricer = Pricer(model, 1)
        without = hopeless(model, pricer)
        if not without:
            break
        turn = max(shift.minutes for shift in problem.shifts)
        people = list(problem.people)
        for at in without:
            people[at] = step(people[at], turn)
        problem = replace(problem, people=tuple(people))
    return problem


def _fewer_minutes(person: Person, turn: int) -> Person:
    return replace(person, min_minutes=max(0, person.min_minutes - 2 * turn))


def _much_fewer_minutes(person: Person, turn: int) -> Person:
    return replace(
        person, min_minutes=max(0, person.min_minutes - 4 * turn),
        max_minutes=person.max_minutes + turn,
    )  # fmt: skip


def _one_weekend_more(person: Person, _: int) -> Person:
    weekends = person.max_weekends
    return replace(
        person, min_minutes=0, max_weekends=None if weekends is None else weekends + 1
    )  # fmt: skip


def _free(person: Person, turn: int) -> Person:
    return replace(
        person, min_minutes=0, max_weekends=None, max_minutes=person.max_minutes + 2 * turn
    )  # fmt: skip


_WIDER = (_fewer_minutes, _much_fewer_minutes, _one_weekend_more, _free)


def _part_of(
    problem: Problem, person: Person, stretch: Stretch, done: tuple[Turn | None, ...],
    minutes: dict[str, int],
) -> Person:  # fmt: skip
    first, seen, days = stretch.first, stretch.seen, problem.days
    done = done[:first]
    worked = sum(minutes[turn.shift] for turn in done if turn)
    share = _workable(person, seen) / max(1, _workable(person, days))
    slack = 0 if seen == days else max(minutes.values())
    least = max(0, round(person.min_minutes * share) - slack - worked)
    most = max(least, min(person.max_minutes, round(person.max_minutes * share) + slack) - worked)
    return replace(
        person,
        min_minutes=least,
        max_minutes=most,
        max_weekends=_rest_of(person.max_weekends, share, weekends_of(problem, person, done)),
        shift_limits={
            shift: limit and max(0, _up(limit * share) - _turns(done, shift))
            for shift, limit in person.shift_limits.items()
        },
        leave=frozenset(day - first for day in person.leave if first <= day < seen),
        locked={day - first: turn for day, turn in person.locked.items() if first <= day < seen},
        history=history_of(person, done),
        share=Share(),
        soft=replace(
            person.soft,
            minutes=_span(person.soft.minutes, share, worked),
            weekends=_span(person.soft.weekends, share, weekends_of(problem, person, done)),
        ),
    )  # fmt: skip


def _span(span: Span, share: float, used: int) -> Span:
    """A stretch's share of a soft limit on the period."""
    least = max(0, round(span.least * share) - used)
    most = None if span.most is None else max(least, round(span.most * share) - used)
    return replace(span, least=least, most=most)


def _workable(person: Person, days: int) -> int:
    return sum(day not in person.leave for day in range(days))


def _turns(done: tuple[Turn | None, ...], shift: str) -> int:
    return sum(turn is not None and turn.shift == shift for turn in done)


def _up(amount: float) -> int:
    return -int(-amount // 1)


def _rest_of(limit: int | None, share: float, used: int) -> int | None:
    return None if limit is None else max(0, _up(limit * share) - used)


def weekends_of(problem: Problem, person: Person, turns: Sequence[Turn | None]) -> int:
    """The weekends worked in a period; one that the last period counted is not counted again."""
    weeks = set()
    for day, turn in enumerate(turns):
        week, weekday = divmod(day + problem.first_weekday, 7)
        if turn and weekday >= 5:
            weeks.add(week)
    if problem.first_weekday == 6 and person.history and person.history.shift:
        weeks.discard(0)
    return len(weeks)


def history_of(person: Person, done: tuple[Turn | None, ...]) -> History | None:
    """How the days before the stretch ended; None where the period's own edge decides."""
    if not done:
        return person.history
    last = done[-1]
    days = 0
    for turn in reversed(done):
        if (turn is None) != (last is None):
            break
        days += 1
    touches_edge = days == len(done)
    if touches_edge and person.history and bool(person.history.shift) == (last is not None):
        days += person.history.days
    elif touches_edge:
        # a run that touches the edge owes nothing to the least length
        days = max(days, person.min_run if last else person.min_off)
    if last is None:
        return History("", days)
    in_shift = 0
    for turn in reversed(done):
        if turn is None or turn.shift != last.shift:
            break
        in_shift += 1
    if in_shift == len(done) and person.history and person.history.shift == last.shift:
        in_shift += person.history.days_in_shift
    elif in_shift == len(done):
        in_shift = days
    return History(last.shift, days, in_shift=min(in_shift, days))
