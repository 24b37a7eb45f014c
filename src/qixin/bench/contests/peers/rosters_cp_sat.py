"""CP-SAT on the shift-scheduling format: a choice a person, day and shift, as it is mostly written.

It shares nothing with the engine, whose own use of CP-SAT knows a person's rules as an automaton.
"""

from __future__ import annotations

import math
from itertools import pairwise

from ortools.sat.python import cp_model

from qixin.bench.contests.contest import Solved, unheard
from qixin.bench.contests.peers.public_rosters import only_public, whole
from qixin.bench.contests.peers.watching import Watch
from qixin.planning.rosters.problem import Person, Problem, Turn
from qixin.planning.rosters.result import Roster
from qixin.planning.run import OnProgress

SATURDAY = 5


def solve(problem: Problem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """Its own search with two workers."""
    only_public(problem)
    plain = _Plain(problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 2, seed
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(plain.cp, Watch(solver, told))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solved(None, math.inf, -math.inf)
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    return Solved(plain.roster(solver), solver.objective_value, bound)


class _Plain:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.cp = problem, cp_model.CpModel()
        self.days = range(problem.days)
        self.takes = {
            (person.id, day, shift.id): self.cp.new_bool_var("")
            for person in problem.people for day in self.days for shift in problem.shifts
        }  # fmt: skip
        self.cost: list[cp_model.LinearExprT] = []
        for person in problem.people:
            self._person(person)
        self._wishes()
        self._covers()
        self.cp.minimize(sum(self.cost))

    def _person(self, person: Person) -> None:
        cp, shifts, days = self.cp, self.problem.shifts, self.days
        own = [{shift.id: self.takes[person.id, day, shift.id] for shift in shifts} for day in days]
        works = [cp.new_bool_var("") for _ in days]
        for day, taken in enumerate(own):
            cp.add(sum(taken.values()) == works[day])
            if day in person.leave:
                cp.add(works[day] == 0)
        for today, tomorrow in pairwise(own):
            for shift in shifts:
                for after in shift.not_before:
                    cp.add(today[shift.id] + tomorrow[after] <= 1)
        worked = sum(shift.minutes * taken[shift.id] for taken in own for shift in shifts)
        cp.add_linear_constraint(worked, person.min_minutes, person.max_minutes)
        for name, most in person.shift_limits.items():
            cp.add(sum(taken[name] for taken in own) <= most)
        self._runs(person, works)
        self._weekends(person, works)

    def _runs(self, person: Person, works: list[cp_model.IntVar]) -> None:
        """Runs that touch the period's edge may be as short as they like."""
        for day in range(len(works) - person.max_run):
            self.cp.add(sum(works[day : day + person.max_run + 1]) <= person.max_run)
        offs = [~on for on in works]
        for least, on, off in ((person.min_run, works, offs), (person.min_off, offs, works)):
            for length in range(1, least):
                for day in range(1, len(works) - length):
                    inside = [~one for one in on[day : day + length]]
                    self.cp.add_bool_or([~off[day - 1], *inside, ~off[day + length]])

    def _weekends(self, person: Person, works: list[cp_model.IntVar]) -> None:
        if person.max_weekends is None:
            return
        weekends: dict[int, cp_model.IntVar] = {}
        for day, on in enumerate(works):
            week, weekday = divmod(day + self.problem.first_weekday, 7)
            if weekday >= SATURDAY:
                weekend = weekends.setdefault(week, self.cp.new_bool_var(""))
                self.cp.add_implication(on, weekend)
        self.cp.add(sum(weekends.values()) <= person.max_weekends)

    def _wishes(self) -> None:
        for wish in self.problem.wishes:
            taken = self.takes[wish.person, wish.day, wish.shift]
            self.cost.append(whole(wish.price) * (1 - taken if wish.wanted else taken))

    def _covers(self) -> None:
        people = self.problem.people
        for one in self.problem.demands:
            there = sum(self.takes[person.id, one.day, one.shifts[0]] for person in people)
            missing = self.cp.new_int_var(0, one.at_least, "")
            over = self.cp.new_int_var(0, len(people), "")
            self.cp.add(there + missing >= one.at_least)
            self.cp.add(there - over <= (len(people) if one.at_most is None else one.at_most))
            self.cost += [whole(one.under) * missing, whole(one.over) * over]

    def roster(self, solver: cp_model.CpSolver) -> Roster:
        def turn(person: str, day: int) -> Turn | None:
            names = (shift.id for shift in self.problem.shifts)
            taken = (name for name in names if solver.value(self.takes[person, day, name]))
            name = next(taken, None)
            return None if name is None else Turn(name)

        return Roster(
            {one.id: tuple(turn(one.id, day) for day in self.days) for one in self.problem.people}
        )
