"""A portfolio of projects that share crews, money and land. Everything checks itself.

Times are whole periods from 0 (a day, a week, a month: the caller's choice); an activity that
starts at 3 and lasts 2 works in periods 3 and 4 and ends at 5. Amounts are whole units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from qixin.planning.errors import ProblemError
from qixin.planning.portfolio.factors import (
    Budget,
    Calendar,
    Factor,
    Named,
    Parcel,
    named,
    whole,
)
from qixin.planning.portfolio.order import circle, topological


@dataclass(frozen=True)
class Mode:
    """A way to do an activity: how long it takes, what it uses meanwhile, what it spends."""

    duration: int
    uses: Mapping[str, int] = field(default_factory=dict)
    spends: Mapping[str, int] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True)
class Started:
    """Work already begun: since when, and in which mode; it stays so."""

    at: int
    mode: int = 0


@dataclass(frozen=True)
class Activity:
    """A piece of a project. It starts at `release` or later, ends at `deadline` at the latest.

    `after` names activities that must have ended. `on_land`: it needs its project's parcel.
    """

    name: str
    modes: tuple[Mode, ...]
    after: tuple[str, ...] = ()
    project: str = ""
    release: int = 0
    deadline: int | None = None
    calendar: str = ""
    on_land: bool = False
    started: Started | None = None

    def __post_init__(self) -> None:
        named(self.name, "an activity")
        item = f"activity {self.name}"
        whole(self.release, "its release", item)
        if self.deadline is not None:
            whole(self.deadline, "its deadline", item)
            if self.deadline < self.release:
                raise ProblemError(
                    f"is due at {self.deadline}, before its release at {self.release}", item=item
                )
        if not self.modes:
            raise ProblemError("has no mode in which it can be done", item=item)
        for mode in self.modes:
            whole(mode.duration, "a duration", item)
            for name, amount in (*mode.uses.items(), *mode.spends.items()):
                whole(amount, f"the need of {name}", item)
        if self.started is not None:
            whole(self.started.at, "its start", item)
            whole(self.started.mode, "its mode", item)
            if self.started.mode >= len(self.modes):
                raise ProblemError(f"there is no mode {self.started.mode}", item=item)


class Level(StrEnum):
    """On whose list a project stands."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"


@dataclass(frozen=True)
class Project:
    """Activities that serve one end. `land`: the area that it needs, 0 for none."""

    name: str
    level: Level = Level.DISTRICT
    release: int = 0
    land: int = 0
    land_kind: str = ""

    def __post_init__(self) -> None:
        named(self.name, "a project")
        whole(self.release, "its release", f"project {self.name}")
        whole(self.land, "its area", f"project {self.name}")

    def fits(self, parcel: Parcel) -> bool:
        return parcel.area >= self.land and self.land_kind in ("", parcel.kind)


@dataclass(frozen=True)
class Milestone:
    """An activity's end that is awaited by `due`; each period later costs by weight and level."""

    name: str
    activity: str
    due: int
    weight: int = 1

    def __post_init__(self) -> None:
        named(self.name, "a milestone")
        whole(self.due, "its due date", f"milestone {self.name}")
        whole(self.weight, "its weight", f"milestone {self.name}")


@dataclass(frozen=True)
class Prices:
    """What the plan's terms cost; all are added up.

    lateness: a weighted period of a milestone's lateness; makespan: a period until all is done;
    idle: a unit of money that lies a period, or stays; change: a period by which an activity
    moves from the earlier answer, another mode or another parcel.
    """

    lateness: int = 1000
    makespan: int = 100
    idle: int = 0
    change: int = 1
    levels: Mapping[Level, int] = field(
        default_factory=lambda: {Level.PROVINCE: 9, Level.CITY: 3, Level.DISTRICT: 1}
    )

    def __post_init__(self) -> None:
        for term in ("lateness", "makespan", "idle", "change"):
            whole(getattr(self, term), f"the price of {term}", "prices")
        for level, weight in self.levels.items():
            whole(weight, f"the weight of {level}", "prices")


@dataclass(frozen=True)
class Problem:
    """`horizon`: all must end by then; where None, late enough that no order of work is cut off."""

    activities: tuple[Activity, ...]
    factors: tuple[Factor, ...] = ()
    projects: tuple[Project, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    budgets: tuple[Budget, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    prices: Prices = Prices()
    horizon: int | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if not self.activities:
            raise ProblemError("there is no activity", item=self.name or "an empty problem")
        self._each_once()
        for activity in self.activities:
            self._references(activity)
        for milestone in self.milestones:
            self._milestone(milestone)
        if self.horizon is not None:
            whole(self.horizon, "the horizon", self.name or "problem", least=1)
        around = circle(self.forerunners)
        if around:
            ring = " → ".join(self.activities[at].name for at in (*around, around[0]))
            raise ProblemError(
                f"its work waits for itself: {ring}",
                item=f"activity {self.activities[around[0]].name}",
            )

    def _each_once(self) -> None:
        named_things: tuple[tuple[str, tuple[Named, ...]], ...] = (
            ("activity", self.activities), ("factor", (*self.factors, *self.budgets)),
            ("project", self.projects), ("milestone", self.milestones),
            ("parcel", self.parcels), ("calendar", self.calendars),
        )  # fmt: skip
        for what, things in named_things:
            for name, times in Counter(thing.name for thing in things).items():
                if times > 1:
                    raise ProblemError(f"stands here {times} times", item=f"{what} {name}")

    def _references(self, activity: Activity) -> None:
        item = f"activity {activity.name}"
        for name in activity.after:
            if name not in self.number:
                raise ProblemError(f"waits for {name}, which there is not", item=item)
        for mode in activity.modes:
            for name in mode.uses:
                if name not in self.factor_number:
                    raise ProblemError(f"uses {name}, which is no factor", item=item)
            for name in mode.spends:
                if name not in self.budget_number:
                    raise ProblemError(f"spends {name}, which is no budget", item=item)
        if activity.project and activity.project not in self.project_named:
            raise ProblemError(f"belongs to {activity.project}, which is no project", item=item)
        if activity.calendar and activity.calendar not in self.calendar_named:
            raise ProblemError(f"keeps to {activity.calendar}, which is no calendar", item=item)
        if activity.on_land and not self.needs_land(activity):
            raise ProblemError("stands on land, but its project needs none", item=item)

    def _milestone(self, milestone: Milestone) -> None:
        item = f"milestone {milestone.name}"
        if milestone.activity not in self.number:
            raise ProblemError(f"awaits {milestone.activity}, which there is not", item=item)
        release = self.release(self.activities[self.number[milestone.activity]])
        if milestone.due < release:
            raise ProblemError(
                f"is due at {milestone.due}, before its release at {release}", item=item
            )

    @cached_property
    def number(self) -> dict[str, int]:
        return {activity.name: at for at, activity in enumerate(self.activities)}

    @cached_property
    def factor_number(self) -> dict[str, int]:
        return {factor.name: at for at, factor in enumerate(self.factors)}

    @cached_property
    def budget_number(self) -> dict[str, int]:
        return {budget.name: at for at, budget in enumerate(self.budgets)}

    @cached_property
    def project_named(self) -> dict[str, Project]:
        return {project.name: project for project in self.projects}

    @cached_property
    def calendar_named(self) -> dict[str, Calendar]:
        return {calendar.name: calendar for calendar in self.calendars}

    @cached_property
    def forerunners(self) -> tuple[tuple[int, ...], ...]:
        """By activity: the numbers of those that must have ended, each once."""
        return tuple(
            tuple(dict.fromkeys(self.number[name] for name in activity.after))
            for activity in self.activities
        )

    @cached_property
    def in_order(self) -> tuple[int, ...]:
        """The activities' numbers, forerunners first."""
        return tuple(topological(self.forerunners))

    @cached_property
    def end(self) -> int:
        """The horizon; where none is given, the last date of any kind plus all durations."""
        if self.horizon is not None:
            return self.horizon
        dates = [self.release(activity) for activity in self.activities]
        dates += [activity.started.at for activity in self.activities if activity.started]
        dates += [step.at for factor in self.factors for step in factor.steps]
        dates += [step.at for budget in self.budgets for step in budget.arrivals]
        dates += [parcel.ready for parcel in self.parcels]
        dates += [until for calendar in self.calendars for _, until in calendar.closed]
        longest = sum(max(mode.duration for mode in a.modes) for a in self.activities)
        return max(1, max(dates) + longest)

    def needs_land(self, activity: Activity) -> bool:
        project = self.project_named.get(activity.project)
        return project is not None and project.land > 0

    def release(self, activity: Activity) -> int:
        """The later of the activity's release and its project's; work begun is past both."""
        project = self.project_named.get(activity.project)
        return max(activity.release, project.release if project else 0)

    def weight(self, milestone: Milestone) -> int:
        """A milestone's weight times that of its project's level."""
        activity = self.activities[self.number[milestone.activity]]
        project = self.project_named.get(activity.project)
        return milestone.weight * (self.prices.levels.get(project.level, 1) if project else 1)
