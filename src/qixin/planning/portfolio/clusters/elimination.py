"""The cheapest plan of a cluster: dynamic programming over its activities, one after another.

An activity is eliminated into a table over those that it is tied to (nonserial dynamic
programming: Bertelè & Brioschi 1972). Project networks are slender, so that the tables stay small
where the number of plans has dozens of digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qixin.planning.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = 1e30  # dearer than any plan


class Options(NamedTuple):
    """The starts and ends that variables may have; those of v are begins[v] … begins[v + 1]."""

    begins: Ints
    starts: Ints
    ends: Ints


class Step(NamedTuple):
    """Eliminate `variable` into a table over `scope`, whose places the other fields name.

    pairs: (before, after) within the scope; before, after: what the variable waits for, what waits
    for it; tables: (offset, a stride a place of the scope, the variable's stride) of what it
    stands in; out: the new table's offset.
    """

    variable: int
    scope: Ints
    pairs: Ints
    before: Ints
    after: Ints
    tables: Ints
    out: int


@dataclass(frozen=True)
class Program:
    """Steps in order; `cells` of tables in all, `work`: combinations looked at in a run."""

    steps: tuple[Step, ...]
    cells: int
    work: int


class Room(NamedTuple):
    """Tables of least costs and of the options that give them, shared by programs in turn."""

    least: Floats
    choice: NDArray[np.int32]


def room(cells: int) -> Room:
    return Room(np.zeros(cells), np.zeros(cells, np.int32))


def program(counts: Sequence[int], edges: Sequence[tuple[int, int]], most: int) -> Program | None:
    """A program for variables of so many options, `edges` (before, after) among them.

    None where it would look at more than `most` combinations.
    """
    near: list[set[int]] = [set() for _ in counts]
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    left, steps, cells, work = set(range(len(counts))), [], 0, 0
    tables: list[tuple[list[int], int]] = []

    def weight(variable: int) -> int:
        return counts[variable] * math.prod(counts[other] for other in near[variable])

    while left:
        variable = min(left, key=lambda v: (weight(v), v))
        work += weight(variable)
        if work > most:
            return None
        scope = sorted(near[variable])
        own = [table for table in tables if variable in table[0]]
        steps.append(_step(variable, scope, edges, own, counts, cells))
        tables = [table for table in tables if variable not in table[0]] + [(scope, cells)]
        cells += math.prod(counts[other] for other in scope)
        left.discard(variable)
        for other in scope:
            near[other] = (near[other] | set(scope)) - {other, variable}
    return Program(tuple(steps), cells, work)


def _step(
    variable: int, scope: list[int], edges: Sequence[tuple[int, int]],
    tables: list[tuple[list[int], int]], counts: Sequence[int], out: int,
) -> Step:  # fmt: skip
    place = {other: at for at, other in enumerate(scope)}
    read = np.zeros((len(tables), len(scope) + 2), np.int64)
    for row, (over, offset) in enumerate(tables):
        stride = 1
        read[row, 0] = offset
        for other in reversed(over):
            read[row, 1 + place.get(other, len(scope))] = stride
            stride *= counts[other]
    pairs = [(place[a], place[b]) for a, b in edges if a in place and b in place]
    return Step(
        variable, np.array(scope, np.int64), np.array(pairs, np.int64).reshape(-1, 2),
        np.array([place[a] for a, b in edges if b == variable and a in place], np.int64),
        np.array([place[b] for a, b in edges if a == variable and b in place], np.int64),
        read, out,
    )  # fmt: skip


@compiled
def _in_order(pairs: Any, options: Any, here: Any) -> bool:
    for row in range(pairs.shape[0]):
        if options.ends[here[pairs[row, 0]]] > options.starts[here[pairs[row, 1]]]:
            return False
    return True


@compiled
def _advance(here: Any, scope: Any, begins: Any) -> None:
    """The next combination, the last place turning fastest."""
    for place in range(scope.shape[0] - 1, -1, -1):
        here[place] += 1
        if here[place] < begins[scope[place] + 1]:
            return
        here[place] = begins[scope[place]]


@compiled
def eliminate(step: Any, options: Any, cost: Any, room: Any) -> None:
    """Fill the step's table: by combination of the scope, the variable's cheapest option."""
    begins, starts, ends = options.begins, options.starts, options.ends
    first, until = begins[step.variable], begins[step.variable + 1]
    places = step.scope.shape[0]
    here, base = np.empty(places, np.int64), np.empty(step.tables.shape[0], np.int64)
    size = 1
    for place in range(places):
        here[place] = begins[step.scope[place]]
        size *= begins[step.scope[place] + 1] - begins[step.scope[place]]
    for cell in range(step.out, step.out + size):
        room.least[cell], room.choice[cell] = NEVER, -1
        if _in_order(step.pairs, options, here):
            low, high = -(1 << 40), 1 << 40
            for place in step.before:
                low = max(low, ends[here[place]])
            for place in step.after:
                high = min(high, starts[here[place]])
            for row in range(step.tables.shape[0]):
                base[row] = step.tables[row, 0]
                for place in range(places):
                    turned = here[place] - begins[step.scope[place]]
                    base[row] += step.tables[row, 1 + place] * turned
            for option in range(first, until):
                if starts[option] >= low and ends[option] <= high:
                    total = cost[option]
                    for row in range(step.tables.shape[0]):
                        stride = step.tables[row, 1 + places]
                        total += room.least[base[row] + stride * (option - first)]
                    if total < room.least[cell]:
                        room.least[cell], room.choice[cell] = total, option
        _advance(here, step.scope, begins)


def cheapest(
    program: Program, options: Options, cost: Floats, room: Room
) -> tuple[float, list[int]]:
    """(cost, an option a variable) of the cheapest plan; no options where there is none."""
    for step in program.steps:
        eliminate(step, options, cost, room)
    total = sum(float(room.least[step.out]) for step in program.steps if not len(step.scope))
    if total >= NEVER / 2:
        return NEVER, []
    chosen = [0] * len(program.steps)
    begins = options.begins
    for step in reversed(program.steps):
        cell = 0
        for other in step.scope:
            cell = cell * int(begins[other + 1] - begins[other])
            cell += chosen[other] - int(begins[other])
        chosen[step.variable] = int(room.choice[step.out + cell])
    return total, chosen
