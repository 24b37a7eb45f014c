"""Officers in square cells, and the search for those who cost a person least, ring by ring."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from qixin.planning.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]

FAR = np.int64(2) ** 60


class Grid(NamedTuple):
    """Officers `items[starts[c]:starts[c+1]]` stand in cell `c = row × columns + column`."""

    x: Floats
    y: Floats
    skills: Masks
    items: Ints
    starts: Ints
    left: float
    bottom: float
    side: float
    columns: int
    rows: int


def grid_of(places: Floats, skills: Masks, members: Ints, per_cell: float = 3.0) -> Grid:
    """The grid of the officers `members`; places in metres, shape (officers, 2)."""
    x, y = np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1])
    mine = places[members]
    left, bottom = mine.min(axis=0)
    width, height = mine.max(axis=0) - mine.min(axis=0)
    cells = max(1.0, len(members) / per_cell)
    longest = max(float(width), float(height), 1.0)
    # a strip of officers along a road must not make a million empty cells
    side = max(float(np.sqrt(width * height / cells)), longest / cells, 1e-6)
    columns, rows = int(width / side) + 1, int(height / side) + 1
    cell = ((mine[:, 1] - bottom) / side).astype(np.int64) * columns
    cell += ((mine[:, 0] - left) / side).astype(np.int64)
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], np.arange(columns * rows + 1)).astype(np.int64)
    return Grid(
        x, y, skills, members[order], starts, float(left), float(bottom), side, columns, rows
    )


@compiled
def cell_floor(grid: Grid, price: Ints) -> Ints:
    """The lowest price in every cell, FAR where nobody stands."""
    floors = np.full(grid.starts.size - 1, FAR, dtype=np.int64)
    for cell in range(floors.size):
        for at in range(grid.starts[cell], grid.starts[cell + 1]):
            floors[cell] = min(floors[cell], price[grid.items[at]])
    return floors


@compiled
def _missing(wanted: np.uint64, has: np.uint64) -> int:
    left = wanted & ~has
    count = 0
    while left:
        left &= left - np.uint64(1)
        count += 1
    return count


@compiled
def _outside(px: float, py: float, column: int, row: int, ring: int, grid: Grid) -> float:
    """A lower bound of the distance from a point to whatever lies beyond `ring`."""
    nearest = px - (grid.left + (column - ring) * grid.side)
    nearest = min(nearest, grid.left + (column + ring + 1) * grid.side - px)
    nearest = min(nearest, py - (grid.bottom + (row - ring) * grid.side))
    return max(0.0, min(nearest, grid.bottom + (row + ring + 1) * grid.side - py))


@compiled
def _to_cell(px: float, py: float, column: int, row: int, grid: Grid) -> float:
    """The distance from a point to a cell, 0 inside."""
    x0, y0 = grid.left + column * grid.side, grid.bottom + row * grid.side
    dx = max(0.0, x0 - px, px - x0 - grid.side)
    dy = max(0.0, y0 - py, py - y0 - grid.side)
    return float(np.sqrt(dx * dx + dy * dy))


@compiled
def _look(
    cell: int, px: float, py: float, wanted: np.uint64, grid: Grid, price: Ints,
    missing_price: int, found: Ints, costs: Ints, count: int, limit: int,
) -> int:  # fmt: skip
    """Insert a cell's officers into the list sorted by cost plus price; its new length."""
    room = found.size
    for at in range(grid.starts[cell], grid.starts[cell + 1]):
        officer = grid.items[at]
        dx, dy = grid.x[officer] - px, grid.y[officer] - py
        cost = np.int64(np.rint(np.sqrt(dx * dx + dy * dy))) + price[officer]
        if wanted:
            cost += missing_price * _missing(wanted, grid.skills[officer])
        if cost >= limit or (count == room and cost >= costs[room - 1]):
            continue
        place = count if count < room else room - 1
        while place > 0 and costs[place - 1] > cost:
            found[place], costs[place] = found[place - 1], costs[place - 1]
            place -= 1
        found[place], costs[place] = officer, cost
        count = min(count + 1, room)
    return count


@compiled
def _cheapest_of_one(
    px: float, py: float, wanted: np.uint64, grid: Grid, price: Ints, floors: Ints, lowest: int,
    missing_price: int, found: Ints, costs: Ints, limit: int,
) -> int:  # fmt: skip
    count, room = 0, found.size
    column = min(max(int((px - grid.left) / grid.side), 0), grid.columns - 1)
    row = min(max(int((py - grid.bottom) / grid.side), 0), grid.rows - 1)
    for ring in range(max(grid.columns, grid.rows) + 1):
        if ring:
            beyond = np.int64(np.rint(_outside(px, py, column, row, ring - 1, grid))) + lowest
            if beyond >= limit or (count == room and beyond >= costs[room - 1]):
                break
        for r in range(max(0, row - ring), min(grid.rows - 1, row + ring) + 1):
            edge = r in (row - ring, row + ring)
            step = 1 if edge or ring == 0 else 2 * ring
            for c in range(column - ring, column + ring + 1, step):
                if c < 0 or c >= grid.columns:
                    continue
                cell = r * grid.columns + c
                if floors[cell] == FAR:
                    continue
                least = np.int64(np.rint(_to_cell(px, py, c, r, grid))) + floors[cell]
                if least >= limit or (count == room and least >= costs[room - 1]):
                    continue
                count = _look(
                    cell, px, py, wanted, grid, price, missing_price, found, costs, count, limit
                )
    return count


@compiled
def cheapest(
    people: Ints, x: Floats, y: Floats, needs: Masks, grid: Grid, price: Ints, floors: Ints,
    missing_price: int, limits: Ints, found: Ints, costs: Ints, counts: Ints,
) -> None:  # fmt: skip
    """For each of `people` the officers of least cost plus price below `limits`, rising.

    `found`, `costs`: shape (people, k), filled from the left; `counts`: how many were found. Cost
    is the distance in whole metres plus the price of every need that an officer lacks. Fewer than k
    found means that no other officer of this grid lies below the limit.
    """
    lowest = int(FAR)
    for cell in range(floors.size):
        lowest = min(lowest, int(floors[cell]))
    for at in range(people.size):
        person = people[at]
        counts[at] = _cheapest_of_one(
            x[person], y[person], needs[person], grid, price, floors, lowest, missing_price,
            found[at], costs[at], limits[at],
        )  # fmt: skip
