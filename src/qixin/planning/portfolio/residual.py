"""What is left of a problem when most of a plan stays: a small problem of the same kind.

The kept work's factors and money are taken out of the stock, its dates become releases and
deadlines of what is free, and its end a piece of work begun, so that the makespan counts it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from qixin.planning.portfolio.cost import ends_of
from qixin.planning.portfolio.dispatch import Stock
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.factors import Budget, Factor, Parcel, Step
from qixin.planning.portfolio.problem import Activity, Milestone, Mode, Problem, Started
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.schemes import Ints
from qixin.planning.portfolio.windows import Windows

REST = " the rest of the plan"


class Residual:
    """A plan's free part as a problem: `problem`, its present answer, and the way back."""

    def __init__(
        self, problem: Problem, windows: Windows, plan: Schedule, free: Collection[int],
        earlier: Earlier | None,
    ) -> None:  # fmt: skip
        self.whole, self.windows, self.plan = problem, windows, plan
        self.free = sorted(free)
        self._free = set(free)
        self.ends = ends_of(problem, windows, plan)
        self.moving = self._moving()
        self.problem = self._problem()
        self.now = Schedule(
            (*(plan.starts[at] for at in self.free), 0),
            (*(plan.modes[at] for at in self.free), 0),
            self._lots(plan.parcels),
        )
        self.earlier = None if earlier is None else self._part(earlier)

    def _part(self, earlier: Earlier) -> Earlier:
        # the rest is no change: it is counted as it stands
        return Earlier((*(earlier.was[at] for at in self.free), None), self._lots(earlier.parcels))

    def _lots(self, parcels: Mapping[str, str]) -> dict[str, str]:
        return {name: parcels[name] for name in self.moving if name in parcels}

    def back(self, part: Schedule, plan: Schedule) -> Schedule:
        """A whole plan with the part in it."""
        starts, modes = list(plan.starts), list(plan.modes)
        for place, at in enumerate(self.free):
            starts[at], modes[at] = part.starts[place], part.modes[place]
        return Schedule(tuple(starts), tuple(modes), {**plan.parcels, **part.parcels})

    def _moving(self) -> list[str]:
        """Projects that may change their parcel: all their work on land is free."""
        touched = {self.whole.activities[at].project for at in self.free}
        held = {
            activity.project
            for at, activity in enumerate(self.whole.activities)
            if activity.on_land and at not in self._free
        }
        return [
            project.name
            for project in self.whole.projects
            if project.land and project.name in touched and project.name not in held
        ]

    def _problem(self) -> Problem:
        whole = self.whole
        stock = Stock(whole, max(self.windows.end, *self.ends))
        for at, activity in enumerate(whole.activities):
            if at not in self._free:
                mode = activity.modes[self.plan.modes[at]]
                stock.take(mode.uses, mode.spends, self.plan.starts[at], self.ends[at])
        rest = max((end for at, end in enumerate(self.ends) if at not in self._free), default=0)
        activities = [self._activity(at) for at in self.free]
        activities.append(Activity(REST, (Mode(rest),), started=Started(0)))
        names = {activity.project for activity in activities}
        return Problem(
            activities=tuple(activities), factors=self._factors(stock),
            budgets=self._budgets(stock), milestones=self._milestones(activities),
            projects=tuple(
                project if project.name in self.moving else replace(project, land=0)
                for project in whole.projects if project.name in names
            ),
            parcels=self._parcels(), calendars=whole.calendars, prices=whole.prices,
            horizon=self.windows.end,
        )  # fmt: skip

    def _activity(self, at: int) -> Activity:
        activity, whole = self.whole.activities[at], self.whole
        ends = [self.ends[before] for before in whole.forerunners[at] if before not in self._free]
        starts = [
            self.plan.starts[after] for after in self._followers.get(at, ())
            if after not in self._free
        ]  # fmt: skip
        release = max([whole.release(activity), *ends])
        on_land = activity.on_land and activity.project in self.moving
        if activity.on_land and not on_land:
            lot = self.plan.parcels.get(activity.project)
            release = max([release, *(p.ready for p in whole.parcels if p.name == lot)])
        limits = [limit for limit in (activity.deadline, *starts) if limit is not None]
        after = tuple(
            whole.activities[before].name for before in whole.forerunners[at]
            if before in self._free
        )  # fmt: skip
        return replace(
            activity, after=after, release=release, on_land=on_land,
            deadline=min(limits, default=None),
        )  # fmt: skip

    @property
    def _followers(self) -> dict[int, list[int]]:
        return self.windows.followers

    def _milestones(self, activities: list[Activity]) -> tuple[Milestone, ...]:
        released = {activity.name: activity.release for activity in activities}
        # due before what is kept ends: late by so much more or less all the same
        return tuple(
            replace(milestone, due=max(milestone.due, released[milestone.activity]))
            for milestone in self.whole.milestones
            if milestone.activity in released
        )

    def _factors(self, stock: Stock) -> tuple[Factor, ...]:
        made = []
        for factor in self.whole.factors:
            profile = stock.free[factor.name][:-1]
            made.append(Factor(factor.name, _steps(profile)) if profile.any() else None)
        return tuple(
            factor or Factor(old.name, (Step(0, 0), Step(self.windows.end, 1)))
            for factor, old in zip(made, self.whole.factors, strict=True)
        )

    def _budgets(self, stock: Stock) -> tuple[Budget, ...]:
        made = []
        for budget in self.whole.budgets:
            purse = stock.purse[budget.name]
            # what may be spent at t must not be missed later
            spare = [int(amount) for amount in reversed(_falling(purse))]
            steps = [
                Step(at, amount - before)
                for at, (before, amount) in enumerate(zip([0, *spare], spare, strict=False))
                if amount > before
            ]
            made.append(Budget(budget.name, tuple(steps) or (Step(self.windows.end + 1, 1),)))
        return tuple(made)

    def _parcels(self) -> tuple[Parcel, ...]:
        kept = {lot for name, lot in self.plan.parcels.items() if name not in self.moving}
        return tuple(parcel for parcel in self.whole.parcels if parcel.name not in kept)


def _steps(profile: Ints) -> tuple[Step, ...]:
    steps = []
    for at, amount in enumerate(profile):
        if at == 0 or amount != profile[at - 1]:
            steps.append(Step(at, int(amount)))
    return tuple(steps)


def _falling(purse: Ints) -> list[int]:
    """The least of all later periods, from the last period back."""
    least, falling = int(purse[-1]), []
    for amount in reversed(purse):
        least = min(least, int(amount))
        falling.append(least)
    return falling
