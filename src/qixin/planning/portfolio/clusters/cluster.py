"""Clusters: work that neither precedence nor a project's land ties to any other work."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from qixin.planning.portfolio.clusters.elimination import Floats, Ints, Options, Program, program
from qixin.planning.portfolio.clusters.links import Links, Start
from qixin.planning.portfolio.cost import cost_of_start, late_prices
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.problem import Problem, Project
from qixin.planning.portfolio.windows import Windows, parcels_for

MOST_WORK = 400_000_000  # combinations looked at in one round of pricing: some seconds
MOST_OF_ONE = 100_000_000  # in one run of one program, which hears of no stop: tenths of a second
MOST_READY = 64  # combinations of dates at which a cluster's parcels can be ready


@dataclass(frozen=True)
class Plot:
    """Land that a project needs: (ready, parcel, cost) of what fits, and the options on it."""

    project: str
    lots: tuple[tuple[int, int, float], ...]
    on_land: NDArray[np.bool_]


@dataclass(frozen=True)
class Cluster:
    """Work tied together. Options by activity; a last variable more where it has several ends.

    cost, uses: by option; last: the variable whose end is the cluster's.
    """

    activities: tuple[int, ...]
    options: Options
    modes: Ints
    cost: Floats
    uses: csr_matrix
    plots: tuple[Plot, ...]
    program: Program
    last: int | None

    def of(self, variable: int) -> slice:
        return slice(int(self.options.begins[variable]), int(self.options.begins[variable + 1]))

    @property
    def rounds(self) -> int:
        """How often the program runs at most for one price: once a date of its land."""
        return math.prod(len({ready for ready, _, _ in plot.lots}) for plot in self.plots)


def clusters_of(
    problem: Problem, windows: Windows, links: Links, earlier: Earlier | None
) -> list[Cluster] | None:
    """The problem's clusters; None where there is but one, or their plans are too many to price."""
    groups = _groups(problem)
    if len(groups) < 2:
        return None
    late, made, work = late_prices(problem), [], 0
    for activities, projects in groups:
        cluster = _cluster(problem, windows, links, earlier, (activities, projects), late)
        if cluster is None or cluster.rounds > MOST_READY:
            return None
        work += cluster.program.work * max(1, cluster.rounds)
        if work > MOST_WORK:
            return None
        made.append(cluster)
    return made


def _groups(problem: Problem) -> list[tuple[list[int], list[Project]]]:
    """(activities, projects with land) that are tied together, by their first activity."""
    head: dict[int | str, int | str] = {}

    def find(item: int | str) -> int | str:
        while head.setdefault(item, item) != item:
            item = head[item]
        return item

    for at, forerunners in enumerate(problem.forerunners):
        find(at)
        for before in forerunners:
            head[find(before)] = find(at)
        if problem.activities[at].on_land:
            head[find(problem.activities[at].project)] = find(at)
    groups: dict[int | str, tuple[list[int], list[Project]]] = {}
    for at in range(len(problem.activities)):
        groups.setdefault(find(at), ([], []))[0].append(at)
    for project in problem.projects:
        if project.land:
            groups.setdefault(find(project.name), ([], []))[1].append(project)
    return list(groups.values())


def _cluster(
    problem: Problem, windows: Windows, links: Links, earlier: Earlier | None,
    group: tuple[list[int], list[Project]], late: dict[int, list[tuple[int, int]]],
) -> Cluster | None:  # fmt: skip
    activities, projects = group
    number = {at: place for place, at in enumerate(activities)}
    edges = [(number[b], number[at]) for at in activities for b in problem.forerunners[at]]
    starts: list[Start] = []
    begins = [0]
    for at in activities:
        starts += _starts(problem, windows, at)
        begins.append(len(starts))
    cost = [cost_of_start(problem, earlier, *one, late.get(one[0], [])) for one in starts]
    plots = tuple(_plot(problem, earlier, project, starts) for project in projects)
    ends = [(one[2], one[3]) for one in starts]
    last = None
    if problem.prices.makespan and activities:
        followed = {before for before, _ in edges}
        last, *others = [place for place in range(len(activities)) if place not in followed]
        if others:
            edges += [(place, len(activities)) for place in (last, *others)]
            ends += _last_ends([ends[begins[p] : begins[p + 1]] for p in (last, *others)])
            begins.append(len(ends))
            last = len(activities)
    counts = [until - first for first, until in pairwise(begins)]
    steps = program(counts, edges, MOST_OF_ONE)
    if steps is None:
        return None
    padding = len(ends) - len(starts)
    options = Options(
        np.array(begins), np.array([s for s, _ in ends], np.int64),
        np.array([e for _, e in ends], np.int64),
    )  # fmt: skip
    return Cluster(
        tuple(activities), options, np.array([one[1] for one in starts], np.int64),
        np.array(cost + [0.0] * padding), links.uses(starts), plots, steps, last,
    )  # fmt: skip


def _starts(problem: Problem, windows: Windows, at: int) -> Iterable[Start]:
    activity = problem.activities[at]
    for mode in range(len(activity.modes)):
        for time in windows.starts(at, mode):
            yield at, mode, time, windows.finish(activity, mode, time)


def _last_ends(ends: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """A moment that all of these have ended by, as an activity that takes no time."""
    least = max(min(end for _, end in own) for own in ends)
    most = max(end for own in ends for _, end in own)
    return [(moment, moment) for moment in range(least, most + 1)]


def _plot(problem: Problem, earlier: Earlier | None, project: Project, starts: list[Start]) -> Plot:
    kept = earlier.parcels.get(project.name) if earlier is not None else None
    lots = []
    for lot in parcels_for(problem, project):
        parcel = problem.parcels[lot]
        moved = kept is not None and kept != parcel.name
        lots.append((parcel.ready, lot, float(problem.prices.change * moved)))
    standing = [
        at
        for at, activity in enumerate(problem.activities)
        if activity.project == project.name and activity.on_land and activity.started is None
    ]
    on_land = np.isin([one[0] for one in starts], standing)
    return Plot(project.name, tuple(sorted(lots)), on_land)
