"""When an activity can start and end at all: precedence, releases, calendars, deadlines.

Every date here holds in every plan, so that a model built on it loses none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qixin.planning.portfolio.factors import Calendar
from qixin.planning.portfolio.problem import Activity, Problem, Project

ALWAYS = Calendar("always", ())


@dataclass(frozen=True)
class Windows:
    """Earliest and latest starts by activity; `ends[activity][mode]` maps its starts to ends."""

    problem: Problem
    end: int

    def calendar(self, activity: Activity) -> Calendar:
        return self.problem.calendar_named.get(activity.calendar, ALWAYS)

    def finish(self, activity: Activity, mode: int, start: int) -> int:
        """The end of an activity that starts then: closed periods stretch it."""
        return worked(self.calendar(activity), start, activity.modes[mode].duration)

    @cached_property
    def followers(self) -> dict[int, list[int]]:
        """By activity: those that wait for it."""
        found: dict[int, list[int]] = {}
        for at, forerunners in enumerate(self.problem.forerunners):
            for before in forerunners:
                found.setdefault(before, []).append(at)
        return found

    @cached_property
    def ready(self) -> dict[str, int]:
        """By project: when the first parcel that fits is ready."""
        return {
            project.name: min(
                (parcel.ready for parcel in self.problem.parcels if project.fits(parcel)),
                default=0,
            )
            for project in self.problem.projects
            if project.land
        }

    @cached_property
    def earliest(self) -> tuple[int, ...]:
        starts = [0] * len(self.problem.activities)
        for at in self.problem.in_order:
            activity = self.problem.activities[at]
            if activity.started is not None:
                starts[at] = activity.started.at
                continue
            dates = [self.problem.release(activity)]
            if activity.on_land:
                dates.append(self.ready.get(activity.project, 0))
            dates += [
                self._first_end(before, starts[before]) for before in self.problem.forerunners[at]
            ]
            start = max(dates)
            # what takes no time may happen in a closed period too
            if all(mode.duration for mode in activity.modes):
                start = opened(self.calendar(activity), start)
            starts[at] = start
        return tuple(starts)

    def first_end(self, at: int) -> int:
        """The earliest end."""
        return self._first_end(at, self.earliest[at])

    def _first_end(self, at: int, start: int) -> int:
        activity = self.problem.activities[at]
        modes = range(len(activity.modes))
        if activity.started is not None:
            modes = range(activity.started.mode, activity.started.mode + 1)
        return min(self.finish(activity, mode, start) for mode in modes)

    @cached_property
    def latest_ends(self) -> tuple[int, ...]:
        """The latest end of each that leaves its followers room until the end of time."""
        ends = [self.end] * len(self.problem.activities)
        for at in reversed(self.problem.in_order):
            activity = self.problem.activities[at]
            if activity.deadline is not None:
                ends[at] = min(ends[at], activity.deadline)
            if activity.started is not None:
                latest = activity.started.at
            else:
                latest = ends[at] - min(mode.duration for mode in activity.modes)
            for before in self.problem.forerunners[at]:
                ends[before] = min(ends[before], latest)
        return tuple(ends)

    def starts(self, at: int, mode: int) -> list[int]:
        """The periods in which an activity may start in a mode; none: the mode is impossible."""
        return list(self.starts_from(at, mode, 0))

    def starts_from(self, at: int, mode: int, first: int) -> Sequence[int]:
        """Those of its starts that lie at `first` or later."""
        activity = self.problem.activities[at]
        if activity.started is not None:
            begun = activity.started
            return [begun.at] if begun.mode == mode and begun.at >= first else []
        calendar, latest = self.calendar(activity), self.latest_ends[at]
        duration = activity.modes[mode].duration
        within = range(max(first, self.earliest[at]), latest - duration + 1)
        if not calendar.closed:
            return within
        return [
            start
            for start in within
            if (duration == 0 or calendar.open(start))
            and worked(calendar, start, duration) <= latest
        ]


def opened(calendar: Calendar, period: int) -> int:
    """The first open period from `period` on."""
    for from_, until in calendar.closed:
        if from_ <= period < until:
            period = until
    return period


def worked(calendar: Calendar, start: int, duration: int) -> int:
    """The end of `duration` open periods from `start` on."""
    end = start + duration
    for from_, until in calendar.closed:
        if duration and until > start and from_ < end:
            end += until - max(from_, start)
    return end


def parcels_for(problem: Problem, project: Project) -> list[int]:
    return [at for at, parcel in enumerate(problem.parcels) if project.fits(parcel)]
