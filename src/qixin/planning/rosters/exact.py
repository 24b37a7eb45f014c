"""Small problems proven by CP-SAT: where the mix of rosters leaves a gap, integers close it."""

from __future__ import annotations

import math

import numpy as np
from ortools.sat.python import cp_model

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.sums import weekend_begun
from qixin.planning.rosters.tables import ENDLESS, EVERY_DAY, NIGHTS, OFF, TURNS_OF, Choices
from qixin.planning.run import Run

# Prices go in as whole sixty-thousandths: a price an hour is exact by the minute. What is left over
# is cut off, so that the bound stays one.
SCALE = 60_000


class Exact:
    """The whole problem as integer variables, one automaton a person."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.cp = cp_model.CpModel()
        self.takes: list[list[dict[int, cp_model.IntVar]]] = []
        self.objective: list[tuple[cp_model.IntVar, float]] = []
        self.terms: list[list[tuple[cp_model.IntVar, int]]] = [[] for _ in range(model.rows)]
        for person in range(model.people):
            self._person(person)
        self._rows()
        self.cp.minimize(
            sum(math.floor(price * SCALE + 1e-6) * variable for variable, price in self.objective)
        )

    def _person(self, person: int) -> None:
        model, tables = self.model, self.model.tables
        first = int(tables.option_from[tables.profile[person]])
        options = model.base_from[person + 1] - model.base_from[person]
        days: list[dict[int, cp_model.IntVar]] = []
        for day in range(model.days):
            taken = {}
            for option in range(OFF, options):
                price = (
                    model.off_base[person, day]
                    if option == OFF
                    else model.base[model.base_from[person] + option, day]
                )
                if price < NEVER:
                    taken[option] = self.cp.new_bool_var("")
                    self.objective.append((taken[option], float(price)))
            self.cp.add_exactly_one(taken.values())
            days.append(taken)
            for option, variable in taken.items():
                if option != OFF:
                    at = (first + option) * model.days + day
                    for met in tables.met[tables.met_from[at] : tables.met_from[at + 1]]:
                        self.terms[met].append((variable, 1))
        self.takes.append(days)
        self._sequence(person, days)
        self._sums(person, days)
        self._own(person, days)

    def _sequence(self, person: int, days: list[dict[int, cp_model.IntVar]]) -> None:
        tables = self.model.tables
        contract = int(tables.contract[person])
        first = int(tables.option_from[tables.profile[person]])
        kinds = int(tables.kinds[contract])
        states = int(tables.states[contract])
        # a label is a kind with the price of the move by it
        labels: dict[tuple[int, float], int] = {}
        moves = []
        for state in range(states):
            for kind in range(kinds + 1):
                to = int(tables.follows[contract, state, kind])
                if to >= 0:
                    cost = float(tables.moves[contract, state, kind])
                    at = labels.setdefault((kind, cost), len(labels))
                    moves.append((state, at, to))
        walked = []
        for taken in days:
            label = self.cp.new_int_var(0, len(labels) - 1, "")
            of_kind: dict[int, list[cp_model.IntVar]] = {}
            for option, variable in taken.items():
                kind = kinds
                if option != OFF:
                    kind = int(tables.kind_of[contract, tables.option_shift[first + option]])
                of_kind.setdefault(kind, []).append(variable)
            self._label(label, labels, of_kind)
            walked.append(label)
        self.cp.add_automaton(walked, int(tables.start[person]), list(range(states)), moves)
        self._half_weekends(person, days)

    def _label(
        self, label: cp_model.IntVar, labels: dict[tuple[int, float], int],
        of_kind: dict[int, list[cp_model.IntVar]],
    ) -> None:  # fmt: skip
        """A day's label is one of the kind that is taken; what it costs is due."""
        walked: dict[int, list[cp_model.IntVar]] = {kind: [] for kind in of_kind}
        for (kind, cost), at in labels.items():
            if kind in of_kind:
                chosen = self.cp.new_bool_var("")
                self.cp.add(label == at).only_enforce_if(chosen)
                walked[kind].append(chosen)
                if cost:
                    self.objective.append((chosen, cost))
        for kind, taken in of_kind.items():
            self.cp.add(sum(walked[kind]) == sum(taken))

    def _half_weekends(self, person: int, days: list[dict[int, cp_model.IntVar]]) -> None:
        tables = self.model.tables
        price = float(tables.half_weekend[person])
        start = int(tables.start[person])
        for day, taken in enumerate(days):
            if not price or (day + tables.weekday) % 7 != 6 or (day == 0 and start == 0):
                continue
            on_before = bool(tables.works[tables.contract[person], start])
            saturday = self._off(days[day - 1]) if day else self.cp.new_constant(not on_before)
            sunday, half = self._off(taken), self.cp.new_bool_var("")
            self.cp.add(saturday <= sunday + half)
            self.cp.add(sunday <= saturday + half)
            self.objective.append((half, price))

    def _off(self, taken: dict[int, cp_model.IntVar]) -> cp_model.IntVar:
        """Whether a day is free."""
        return taken[OFF] if OFF in taken else self.cp.new_constant(0)

    def _sums(self, person: int, days: list[dict[int, cp_model.IntVar]]) -> None:
        model, tables = self.model, self.model.tables
        first = int(tables.option_from[tables.profile[person]])
        shift_of = {
            option: int(tables.option_shift[first + option])
            for option in range(len(model.options[tables.profile[person]]))
        }
        units = [
            {variable: int(tables.units[shift_of[option]]) for option, variable in taken.items()
             if option != OFF}
            for taken in days
        ]  # fmt: skip
        total = sum(count * variable for day in units for variable, count in day.items())
        self.cp.add_linear_constraint(total, int(tables.least[person]), int(tables.most[person]))
        if tables.unit_share[person] < ENDLESS and tables.unit_price:
            over = self.cp.new_int_var(0, ENDLESS, "")
            self.cp.add(over >= total * tables.unit_minutes - int(tables.unit_share[person]))
            self.objective.append((over, tables.unit_price))
        self._soft_sum(total, model.days * int(tables.units.max()), tables.soft_units[person])
        weeks: dict[int, list[int]] = {}
        for day in range(model.days):
            weeks.setdefault((day + tables.weekday) // 7, []).append(day)
        self._weekends(person, days, weeks)
        if tables.week_limit[person] >= 0:
            for week, inside in weeks.items():
                begun = int(tables.week_begun[person]) if week == 0 else 0
                self.cp.add(
                    sum(
                        count * variable for day in inside for variable, count in units[day].items()
                    )
                    <= int(tables.week_limit[person]) - begun
                )
        problem = model.problem
        for shift, most in problem.people[person].shift_limits.items():
            at = model.shift_at[shift]
            self.cp.add(
                sum(
                    variable for taken in days for option, variable in taken.items()
                    if option != OFF and shift_of[option] == at
                ) <= most
            )  # fmt: skip

    def _weekends(
        self, person: int, days: list[dict[int, cp_model.IntVar]], weeks: dict[int, list[int]]
    ) -> None:
        tables = self.model.tables
        worked = []
        for week, inside in weeks.items():
            ends = [day for day in inside if (day + tables.weekday) % 7 >= 5]
            if not ends or week == weekend_begun(tables, person):
                continue
            on = self.cp.new_bool_var("")
            for day in ends:
                if OFF in days[day]:
                    self.cp.add_implication(on.negated(), days[day][OFF])
                else:
                    self.cp.add(on == 1)
            worked.append(on)
        self.cp.add(sum(worked) <= int(tables.weekends[person]))
        self._soft_sum(sum(worked), len(worked), tables.soft_weekends[person])
        if tables.weekend_share[person] < ENDLESS and tables.weekend_price:
            over = self.cp.new_int_var(0, len(worked), "")
            self.cp.add(over >= sum(worked) - int(tables.weekend_share[person]))
            self.objective.append((over, tables.weekend_price))

    def _soft_sum(
        self, total: cp_model.LinearExprT, top: int, span: np.typing.NDArray[np.float64]
    ) -> None:
        """What a sum of at most `top` costs under the least or over the most of a soft limit."""
        least, most, under, over = (float(part) for part in span)
        prices = [0.0] * (top + 1)
        for amount in range(top + 1):
            prices[amount] = under * max(0.0, least - amount) if under > 0 else 0.0
            prices[amount] += over * max(0.0, amount - most) if over > 0 else 0.0
        if any(prices):
            at = [self.cp.new_bool_var("") for _ in prices]
            self.cp.add_exactly_one(at)
            self.cp.add(total == sum(amount * one for amount, one in enumerate(at)))
            self.objective += [(one, price) for one, price in zip(at, prices, strict=True) if price]

    def _own(self, person: int, days: list[dict[int, cp_model.IntVar]]) -> None:
        tables = self.model.tables
        first = int(tables.option_from[tables.profile[person]])
        for row, on, which, weight in tables.own[
            tables.own_from[person] : tables.own_from[person + 1]
        ]:
            for day, taken in enumerate(days):
                if on not in (EVERY_DAY, day):
                    continue
                for option, variable in taken.items():
                    if _meant(int(which), option, tables.option_shift, tables.night, first):
                        self.terms[row].append((variable, int(weight)))

    def _rows(self) -> None:
        model = self.model
        for row, terms in enumerate(self.terms):
            count = sum(weight * variable for variable, weight in terms)
            if row < len(model.must) and model.must[row]:
                self.cp.add(count >= int(model.at_least[row]))
                if model.at_most[row] < ENDLESS:
                    self.cp.add(count <= int(model.at_most[row]))
                continue
            if model.under[row] > 0:
                missing = self.cp.new_int_var(0, _short(int(model.at_least[row]), terms), "")
                self.cp.add(count + missing >= int(model.at_least[row]))
                self.objective.append((missing, float(model.under[row])))
            if model.over[row] > 0 and model.at_most[row] < ENDLESS:
                over = self.cp.new_int_var(0, _beyond(int(model.at_most[row]), terms), "")
                self.cp.add(count - over <= int(model.at_most[row]))
                self.objective.append((over, float(model.over[row])))

    def solve(
        self, run: Run, seconds: float, start: Choices | None, threads: int, seed: int
    ) -> tuple[Choices | None, float]:
        """An answer, if it is found, and a valid bound, both with the model's constant; infinite
        where it is proven that there is none.
        """
        solver = cp_model.CpSolver()
        if run.stop.by_work:  # the clock would make another answer each time
            solver.parameters.max_deterministic_time = seconds
            threads = 1
        else:
            solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = threads
        solver.parameters.random_seed = seed
        if start is not None:
            for person, days in enumerate(self.takes):
                for day, taken in enumerate(days):
                    for option, variable in taken.items():
                        self.cp.add_hint(variable, option == start[person, day])
        with run.watched(solver.stop_search):
            status = solver.solve(self.cp)
        if status == cp_model.INFEASIBLE:
            return None, math.inf
        bound = solver.best_objective_bound / SCALE + self.model.constant
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, bound
        choices = np.full((self.model.people, self.model.days), OFF, np.int16)
        for person, days in enumerate(self.takes):
            for day, taken in enumerate(days):
                choices[person, day] = next(
                    option for option, variable in taken.items() if solver.value(variable)
                )
        return choices, bound


def _short(least: int, terms: list[tuple[cp_model.IntVar, int]]) -> int:
    """By how much a row can miss its least; CP-SAT refuses prices of slack without an end."""
    return max(0, least - sum(min(0, weight) for _, weight in terms))


def _beyond(most: int, terms: list[tuple[cp_model.IntVar, int]]) -> int:
    """By how much a row can pass its most."""
    return max(0, sum(max(0, weight) for _, weight in terms) - most)


def _meant(
    which: int, option: int, shift_of: np.typing.NDArray[np.int64],
    night: np.typing.NDArray[np.bool_], first: int,
) -> bool:  # fmt: skip
    if which > NIGHTS:
        return option == which
    if option == OFF:
        return False
    shift = int(shift_of[first + option])
    return bool(night[shift]) if which == NIGHTS else shift == TURNS_OF - which
