"""A schedule made a period shorter: a stretch of time is freed, what follows it moves up by one.

Whether the freed activities fit into the stretch that is left is a small question of feasibility,
which CP-SAT answers in milliseconds to a second. A herd asks it of many schedules of one length.
Sources: Palpant, Artigues & Michelon 2004, Annals of OR 131 (parts of a schedule solved exactly);
Godard, Laborie & Nuijten 2005, ICAPS (parts by time).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from qixin.planning.portfolio.best import Best
from qixin.planning.portfolio.exact import WORK_A_UNIT
from qixin.planning.portfolio.schemes import Ints
from qixin.planning.portfolio.tables import Track

FIRST, LEAST = 30.0, 8.0  # activities in a stretch, at the beginning and at least
LARGER, SMALLER = 1.01, 0.91  # level where nine of ten are decided
# on models so small a unit of CP-SAT's deterministic time takes some eight seconds
UNITS_A_SECOND = 0.125
A_MODEL = 100  # steps of work to make one and take it in


@dataclass(frozen=True)
class _Stretch:
    """What is free, from when on and until when; the rest where it then stands."""

    free: Ints  # activities
    first: Ints  # earliest start by activity
    last: Ints  # latest start by activity
    starts: Ints  # of the kept activities
    used: Ints  # (periods, factors) by the kept activities


class Shrinker:
    """Asks of stretches whether they can do with a period less; learns how long they may be."""

    def __init__(self, course: Track, best: Best, seed: int) -> None:
        plain = course.plain
        self.plain, self.best, self.run = plain, best, best.run
        self.chance = random.Random(seed)  # noqa: S311 (a search, not a secret)
        self.size = FIRST
        self.work = 0  # steps so far
        self.before = plain.before
        self.after = np.repeat(np.arange(len(plain.duration)), np.diff(plain.before_at))

    def shorter(self, starts: Ints, span: int, seconds: float) -> Ints | None:
        """A schedule of at most `span` − 1 periods, or None where this stretch gives none."""
        stretch = self._stretch(starts, span)
        if stretch is None:
            return None
        model, variables = self._model(stretch)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        # nothing to minimise: relaxations cost more than they cut
        parameters.linearization_level = 0
        parameters.random_seed = self.chance.randrange(1 << 30)
        if self.run.stop.by_work:
            parameters.max_deterministic_time = seconds * UNITS_A_SECOND
        else:
            parameters.max_time_in_seconds = max(0.01, min(seconds, self.run.seconds_left()))
        with self.run.watched(solver.stop_search):
            status = solver.solve(model)
        steps = A_MODEL + int(
            solver.response_proto.deterministic_time / UNITS_A_SECOND * WORK_A_UNIT
        )
        self.work += steps
        self.best.worked(steps)
        self._learn(decided=status != cp_model.UNKNOWN)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        found = stretch.starts.copy()
        for activity, variable in variables.items():
            found[activity] = solver.value(variable)
        return found

    def _learn(self, *, decided: bool) -> None:
        most = float(len(self.plain.duration))
        self.size = min(most, self.size * LARGER) if decided else max(LEAST, self.size * SMALLER)

    def _stretch(self, starts: Ints, span: int) -> _Stretch | None:
        """None where what is kept already stands in the way."""
        plain, size = self.plain, int(self.size)
        begun = np.sort(starts[plain.duration > 0])
        if not len(begun):
            return None
        # both ends of the schedule are as likely as its middle
        first = self.chance.randrange(-size // 2, max(1, len(begun) - size // 2))
        from_ = int(begun[first]) if first > 0 else 0
        until = int(begun[first + size]) if first + size < len(begun) else span
        free = (starts >= from_) & (starts < until)
        kept = np.where(starts < until, starts, starts - 1)
        ends = kept + plain.duration
        before, after = self.before, self.after
        both = ~free[before] & ~free[after]
        if (ends[before[both]] > kept[after[both]]).any() or (kept < plain.release)[~free].any():
            return None
        used = np.zeros((span + 1, plain.demand.shape[1]), dtype=np.int64)
        np.add.at(used, kept[~free], plain.demand[~free])
        np.subtract.at(used, ends[~free], plain.demand[~free])
        used = used.cumsum(axis=0)
        if (used > plain.capacity).any():
            return None
        earliest = np.maximum(plain.release, from_)
        latest = span - 1 - plain.duration
        ahead, behind = ~free[before] & free[after], free[before] & ~free[after]
        np.maximum.at(earliest, after[ahead], ends[before[ahead]])
        np.minimum.at(latest, before[behind], kept[after[behind]] - plain.duration[before[behind]])
        if (earliest > latest)[free].any():
            return None
        return _Stretch(np.flatnonzero(free), earliest, latest, kept, used)

    def _model(self, stretch: _Stretch) -> tuple[cp_model.CpModel, dict[int, cp_model.IntVar]]:
        plain, model = self.plain, cp_model.CpModel()
        variables, intervals = {}, {}
        for at in stretch.free.tolist():
            length = int(plain.duration[at])
            variables[at] = model.new_int_var(int(stretch.first[at]), int(stretch.last[at]), "")
            intervals[at] = model.new_fixed_size_interval_var(variables[at], length, "")
        bound = np.isin(self.before, stretch.free) & np.isin(self.after, stretch.free)
        for before, after in zip(self.before[bound], self.after[bound], strict=True):
            model.add(variables[after] >= variables[before] + int(plain.duration[before]))
        from_ = int(stretch.first[stretch.free].min(initial=0))
        until = int((stretch.last + plain.duration)[stretch.free].max(initial=0))
        for factor, capacity in enumerate(plain.capacity.tolist()):
            works = [at for at in intervals if plain.demand[at, factor]]
            if not works:
                continue
            taking = [intervals[at] for at in works]
            amounts = [int(plain.demand[at, factor]) for at in works]
            profile = stretch.used[from_:until, factor]
            edges = [0, *(np.flatnonzero(np.diff(profile)) + 1).tolist(), len(profile)]
            for left, right in pairwise(edges):
                if right > left and profile[left]:
                    taking.append(model.new_fixed_size_interval_var(
                        from_ + left, right - left, ""
                    ))  # fmt: skip
                    amounts.append(int(profile[left]))
            model.add_cumulative(taking, amounts, capacity)
        return model, variables
