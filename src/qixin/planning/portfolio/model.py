"""The whole problem as a CP-SAT model: exact, and the repairer inside large neighbourhoods.

Money that arrives over time is a cumulative constraint too: what is spent at s is held from s to
the end of time, and what has not arrived yet is held by somebody else until it does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from qixin.planning.portfolio.cost import terms_of
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.windows import Windows, parcels_for


@dataclass
class Model:
    """The variables of a model; `impossible` names an activity or project that fits nowhere."""

    problem: Problem
    windows: Windows
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    starts: list[cp_model.IntVar] = field(default_factory=list)
    ends: list[cp_model.LinearExprT] = field(default_factory=list)
    ways: list[dict[int, cp_model.IntVar]] = field(default_factory=list)
    intervals: list[dict[int, cp_model.IntervalVar]] = field(default_factory=list)
    parcels: dict[str, dict[int, cp_model.IntVar]] = field(default_factory=dict)
    makespan: cp_model.IntVar | None = None
    terms: list[cp_model.LinearExprT] = field(default_factory=list)
    earlier: Earlier | None = None
    whole: Callable[[Schedule], tuple[Schedule, float]] | None = None  # of a part: the way back
    impossible: str = ""

    def schedule(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Schedule:
        value = solver.value
        modes = [next(m for m, here in ways.items() if value(here)) for ways in self.ways]
        parcels = {
            name: next(self.problem.parcels[at].name for at, here in lots.items() if value(here))
            for name, lots in self.parcels.items()
        }
        return Schedule(tuple(value(start) for start in self.starts), tuple(modes), parcels)

    def priced(
        self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback
    ) -> tuple[Schedule, float]:
        """The solver's schedule and its cost, counted anew: slack variables may be too high yet."""
        return self.price(self.schedule(solver))

    def price(self, schedule: Schedule) -> tuple[Schedule, float]:
        if self.whole is not None:
            return self.whole(schedule)
        return schedule, sum(terms_of(self.problem, self.windows, schedule, self.earlier).values())

    def hint(self, plan: Schedule) -> None:
        """Begin the search at a plan."""
        self.lean(Earlier.here(plan))

    def lean(self, earlier: Earlier) -> None:
        """Begin the search at what is known of an earlier answer."""
        for start, ways, was in zip(self.starts, self.ways, earlier.was, strict=True):
            if was is None:
                continue
            self.cp.add_hint(start, was.start)
            if len(ways) > 1 and was.mode in ways:
                for mode, here in ways.items():
                    self.cp.add_hint(here, mode == was.mode)
        for name, lots in self.parcels.items():
            kept = earlier.parcels.get(name)
            if kept is not None:
                for at, here in lots.items():
                    self.cp.add_hint(here, self.problem.parcels[at].name == kept)


def build(
    problem: Problem, windows: Windows, *, earlier: Earlier | None = None,
    without: Collection[str] = (),
) -> Model:  # fmt: skip
    """The model; changes from `earlier` are priced.

    `without` leaves out rules ("factor …", "budget …", "land", "deadlines") to find a conflict.
    """
    model = Model(problem, windows, earlier=earlier)
    for at in range(len(problem.activities)):
        _activity(model, at)
        if model.impossible:
            return model
    for at, forerunners in enumerate(problem.forerunners):
        for before in forerunners:
            model.cp.add(model.starts[at] >= model.ends[before])
    if "land" not in without:
        _land(model)
    _factors(model, without)
    _budgets(model, without)
    _objective(model, earlier)
    return model


def _activity(model: Model, at: int) -> None:
    cp, activity = model.cp, model.problem.activities[at]
    times = {mode: model.windows.starts(at, mode) for mode in range(len(activity.modes))}
    times = {mode: starts for mode, starts in times.items() if starts}
    if not times:
        model.impossible = activity.name
        return
    name = activity.name
    every = sorted({start for starts in times.values() for start in starts})
    start = cp.new_int_var_from_domain(cp_model.Domain.from_values(every), f"start {name}")
    here = {mode: cp.new_bool_var(f"{name} {mode}") for mode in times} if len(times) > 1 else {}
    ends: cp_model.LinearExprT
    intervals = {}
    if not here:
        mode = next(iter(times))
        ends, size = _span(model, at, mode, start, times[mode])
        intervals[mode] = cp.new_interval_var(start, size, ends, name)
        here = {mode: cp.new_constant(1)}
    else:
        cp.add_exactly_one(here.values())
        ends = cp.new_int_var(0, model.windows.end, f"end {name}")
        for mode, chosen in here.items():
            if len(times[mode]) < len(every):
                domain = cp_model.Domain.from_values(times[mode])
                cp.add_linear_expression_in_domain(start, domain).only_enforce_if(chosen)
            end, size = _span(model, at, mode, start, every)
            cp.add(ends == end).only_enforce_if(chosen)
            intervals[mode] = cp.new_optional_interval_var(
                start, size, end, chosen, f"{name} {mode}"
            )
    model.starts.append(start)
    model.ends.append(ends)
    model.ways.append(here)
    model.intervals.append(intervals)


def _span(
    model: Model, at: int, mode: int, start: cp_model.IntVar, starts: list[int]
) -> tuple[cp_model.LinearExprT, cp_model.LinearExprT]:
    """(end, length) of a mode: by a table where its calendar closes within its window."""
    activity = model.problem.activities[at]
    duration = activity.modes[mode].duration
    if not model.windows.calendar(activity).closed:
        return start + duration, duration
    first = starts[0]
    table = [model.windows.finish(activity, mode, s) for s in range(first, starts[-1] + 1)]
    if all(end - first - place == duration for place, end in enumerate(table)):
        return start + duration, duration
    end = model.cp.new_int_var(min(table), max(table), f"end {activity.name} {mode}")
    model.cp.add_element(start - first, table, end)
    size = model.cp.new_int_var(duration, max(table) - first, f"length {activity.name} {mode}")
    model.cp.add(size == end - start)
    return end, size


def _land(model: Model) -> None:
    problem, cp = model.problem, model.cp
    wanted: dict[int, list[cp_model.IntVar]] = {}
    for project in problem.projects:
        if not project.land:
            continue
        lots = parcels_for(problem, project)
        if not lots:
            model.impossible = project.name
            return
        chosen = {at: cp.new_bool_var(f"{project.name} on {at}") for at in lots}
        cp.add_exactly_one(chosen.values())
        model.parcels[project.name] = chosen
        for at, here in chosen.items():
            wanted.setdefault(at, []).append(here)
    for claims in wanted.values():
        if len(claims) > 1:
            cp.add_at_most_one(claims)
    for at, activity in enumerate(problem.activities):
        if activity.on_land and activity.started is None:
            for lot, here in model.parcels[activity.project].items():
                ready = problem.parcels[lot].ready
                if ready > model.windows.earliest[at]:
                    cp.add(model.starts[at] >= ready).only_enforce_if(here)


def _factors(model: Model, without: Collection[str]) -> None:
    problem, cp, end = model.problem, model.cp, model.windows.end
    for factor in problem.factors:
        if f"factor {factor.name}" in without:
            continue
        intervals: list[cp_model.IntervalVar] = []
        demands: list[int] = []
        for at, activity in enumerate(problem.activities):
            for mode, interval in model.intervals[at].items():
                need = activity.modes[mode].uses.get(factor.name, 0)
                if need and activity.modes[mode].duration:
                    intervals.append(interval)
                    demands.append(need)
        if not intervals:
            continue
        at, there = 0, 0
        steps = [(step.at, step.amount) for step in factor.steps if step.at < end]
        for until, amount in (*steps, (end, 0)):
            if until > at and there < factor.most:
                intervals.append(
                    cp.new_fixed_size_interval_var(at, until - at, f"{factor.name} {at}")
                )
                demands.append(factor.most - there)
            at, there = until, amount
        cp.add_cumulative(intervals, demands, factor.most)


def _budgets(model: Model, without: Collection[str]) -> None:
    problem, cp, end = model.problem, model.cp, model.windows.end
    for budget in problem.budgets:
        if f"budget {budget.name}" in without:
            continue
        intervals: list[cp_model.IntervalVar] = []
        demands: list[int] = []
        for at, activity in enumerate(problem.activities):
            start = model.starts[at]
            for mode, here in model.ways[at].items():
                spent = activity.modes[mode].spends.get(budget.name, 0)
                if spent:
                    name = f"{activity.name} {mode} spends"
                    # one period past the end, so that spending at the end is spending too
                    intervals.append(
                        cp.new_optional_interval_var(start, end + 1 - start, end + 1, here, name)
                    )
                    demands.append(spent)
        for step in budget.arrivals:
            if step.at and step.amount:
                until = min(step.at, end + 1)
                intervals.append(cp.new_fixed_size_interval_var(0, until, f"{budget.name} {until}"))
                demands.append(step.amount)
        if intervals:
            cp.add_cumulative(intervals, demands, budget.total)


def _objective(model: Model, earlier: Earlier | None) -> None:
    problem, cp, end = model.problem, model.cp, model.windows.end
    prices = problem.prices
    for milestone in problem.milestones:
        price = prices.lateness * problem.weight(milestone)
        at = problem.number[milestone.activity]
        if price and end > milestone.due:
            late = cp.new_int_var(0, end - milestone.due, f"late {milestone.name}")
            cp.add(late >= model.ends[at] - milestone.due)
            model.terms.append(price * late)
    if prices.makespan:
        model.makespan = cp.new_int_var(0, end, "makespan")
        followed = {before for forerunners in problem.forerunners for before in forerunners}
        for at, ends in enumerate(model.ends):
            if at not in followed:
                cp.add(model.makespan >= ends)
        model.terms.append(prices.makespan * model.makespan)
    if prices.idle:
        model.terms += [prices.idle * idle for idle in _idle(model)]
    if earlier is not None and prices.change:
        model.terms += [prices.change * change for change in _changes(model, earlier)]
    cp.minimize(sum(model.terms) if model.terms else 0)


def _idle(model: Model) -> list[cp_model.LinearExprT]:
    """Money × periods from arrival to spending, or to the end of time."""
    problem, until = model.problem, model.problem.end
    told: list[cp_model.LinearExprT] = []
    for budget in problem.budgets:
        told.append(sum(step.amount * max(0, until - step.at) for step in budget.arrivals))
        for at, activity in enumerate(problem.activities):
            start, ways = model.starts[at], model.ways[at]
            for mode, here in ways.items():
                spent = activity.modes[mode].spends.get(budget.name, 0)
                if not spent:
                    continue
                if len(ways) == 1:
                    told.append(spent * (start - until))
                    continue
                # spent × (until − start) where the mode is chosen, else 0
                lies = model.cp.new_int_var(0, max(until, model.windows.end), "")
                model.cp.add(lies <= until - start).only_enforce_if(here)
                model.cp.add(lies == 0).only_enforce_if(~here)
                told.append(-spent * lies)
    return told


def _changes(model: Model, earlier: Earlier) -> list[cp_model.LinearExprT]:
    told: list[cp_model.LinearExprT] = []
    for variable, ways, was in zip(model.starts, model.ways, earlier.was, strict=True):
        if was is None:
            continue
        # an earlier answer may count from another day: its starts lie anywhere
        moved = model.cp.new_int_var(0, model.windows.end + abs(was.start), "")
        model.cp.add_abs_equality(moved, variable - was.start)
        told.append(moved)
        same = None if was.mode is None else ways.get(was.mode)
        told.append(1 if same is None else 1 - same)
    for name, lots in model.parcels.items():
        kept = earlier.parcels.get(name)
        if kept is not None:
            stays = [here for at, here in lots.items() if model.problem.parcels[at].name == kept]
            told.append(1 - sum(stays))
    return told
