"""The lists of who may go to whom, widened where prices ask for it, and the state upon them."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qixin.planning.pairing import grid as ground
from qixin.planning.pairing.flow import FAR, NOBODY, Lists, Search, State, Wanted, search_room
from qixin.planning.pairing.order import Order
from qixin.planning.pairing.problem import PairingProblem
from qixin.planning.pairing.turning import extend, turned

Ints = npt.NDArray[np.int64]
UNLISTED = np.int64(2) ** 40  # a price that keeps an officer out of a search


@dataclass
class Market:
    """A problem in the solver's own shape. Officer number `len(officers)` stands for no officer.

    `problem`: everybody along the ground; `order`: who that is in the caller's problem.
    `base`: costs before bonds, `lists.cost` itself where nobody has any; `reach[p]`: no officer
    outside p's list has a lower base cost, FAR where every officer who may serve p is listed;
    `extra[p]`: what bonds add to everybody unlisted.
    """

    problem: PairingProblem
    order: Order
    lists: Lists
    base: Ints
    reach: Ints
    extra: Ints
    state: State
    groups: list[tuple[Ints, ground.Grid]]
    threads: int
    search: Search
    _wanted: Wanted | None = None

    def wanted(self) -> Wanted:
        """The lists turned round; counted again after they grew."""
        if self._wanted is None:
            self._wanted = turned(self.lists.officer, self.lists.length, self.state.price.size)
        return self._wanted

    def forget_turned(self) -> None:
        self._wanted = None
        width = self.lists.officer.size
        if self.search.keys.size < width:
            self.search = search_room(self.state.price.size, width)

    def worth(self) -> Ints:
        """What each person pays at their officer, the officer's price included."""
        worth: Ints = self.state.paid + self.state.price[self.state.at]
        return worth

    def cheaper(self, limits: Ints, people: Ints, price: Ints, k: int) -> tuple[Ints, Ints, Ints]:
        """For `people` the k officers of least base cost plus price below their limits."""
        found = np.full((people.size, k), NOBODY, dtype=np.int64)
        costs = np.zeros((people.size, k), dtype=np.int64)
        counts = np.zeros(people.size, dtype=np.int64)
        chosen = np.zeros(len(self.problem.people), dtype=bool)
        chosen[people] = True
        spot = np.zeros(len(self.problem.people), dtype=np.int64)
        spot[people] = np.arange(people.size)
        for members, grid in self.groups:
            whole = len(members) == len(chosen)
            mine = people if whole else members[chosen[members]]
            if mine.size:
                told = _search(self.problem, mine, grid, price, limits[spot[mine]], k, self.threads)
                found[spot[mine]], costs[spot[mine]], counts[spot[mine]] = told
        return found, costs, counts

    def beaten(self, k: int) -> tuple[Ints, Ints, Ints, Ints]:
        """People for whom an unlisted officer is cheaper at the prices: them, whom, cost, count."""
        worth = self.worth() - self.extra
        price = self.state.price
        suspects = np.flatnonzero(worth > self.reach + price[:-1].min())
        if not suspects.size:
            none = np.zeros(0, dtype=np.int64)
            return none, none.reshape(0, k), none.reshape(0, k), none
        found, costs, counts = self.cheaper(worth[suspects], suspects, price, k)
        some = counts > 0
        return suspects[some], found[some], costs[some], counts[some]

    def widen(self, people: Ints, found: Ints, counts: Ints, costs: Ints) -> None:
        """Put officers on people's lists at their base costs; whoever stands there stays."""
        officer, cost, base = self.lists.officer, self.lists.cost, self.base
        need = int((self.lists.length[people] + counts).max()) if people.size else 0
        if need > officer.shape[1]:
            more = max(need, officer.shape[1] * 3 // 2) - officer.shape[1]
            officer = np.pad(officer, ((0, 0), (0, more)))
            cost = np.pad(cost, ((0, 0), (0, more)))
            base = cost if base is self.lists.cost else np.pad(base, ((0, 0), (0, more)))
            self.lists, self.base = Lists(officer, cost, self.lists.length), base
        extend(people, found, counts, costs, self.extra, self.lists, self.base)
        self.forget_turned()

    def open_further(self, people: Ints) -> bool:
        """Twice as many officers on these lists; False where all that may serve stand there."""
        people = people[self.reach[people] < FAR]
        if not people.size:
            return False
        k = int(min(2 * self.lists.length[people].max() + 2, len(self.problem.officers)))
        limits = np.full(people.size, FAR, dtype=np.int64)
        nothing = np.zeros_like(self.state.price)
        found, costs, counts = self.cheaper(limits, people, nothing, k)
        self.reach[people] = _reach(costs, counts, k, len(self.problem.officers))
        self.widen(people, found, counts, costs)
        return True


def _reach(costs: Ints, counts: Ints, k: int, officers: int) -> Ints:
    all_found = (counts < k) | (k >= officers)
    reach: Ints = np.where(all_found, FAR, costs[np.arange(len(costs)), np.maximum(counts - 1, 0)])
    return reach


def _search(
    problem: PairingProblem, people: Ints, grid: ground.Grid, price: Ints, limits: Ints, k: int,
    threads: int,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    found = np.full((people.size, k), NOBODY, dtype=np.int64)
    costs = np.zeros((people.size, k), dtype=np.int64)
    counts = np.zeros(people.size, dtype=np.int64)
    x = np.ascontiguousarray(problem.people.places[:, 0])
    y = np.ascontiguousarray(problem.people.places[:, 1])
    hard = problem.prices.missing is None
    needs = np.zeros_like(problem.people.needs) if hard else problem.people.needs
    floors = ground.cell_floor(grid, price)

    def part(piece: slice) -> None:
        ground.cheapest(
            people[piece], x, y, needs, grid, price, floors, problem.prices.missing or 0,
            limits[piece], found[piece], costs[piece], counts[piece],
        )  # fmt: skip

    if people.size < 5_000 or threads == 1:
        part(slice(0, people.size))
    else:
        cuts = np.linspace(0, people.size, 4 * threads + 1).astype(int)
        with ThreadPoolExecutor(threads) as pool:
            pieces = [slice(int(a), int(b)) for a, b in itertools.pairwise(cuts)]
            list(pool.map(part, pieces))
    return found, costs, counts


def groups_of(problem: PairingProblem) -> list[tuple[Ints, ground.Grid]]:
    """People with the same needs, and the ground on which those stand who may serve them."""
    everybody = np.arange(len(problem.people))
    officers = problem.officers
    if problem.prices.missing is not None or not problem.people.needs.any():
        members = np.arange(len(officers))
        return [(everybody, ground.grid_of(officers.places, officers.skills, members))]
    groups = []
    masks, which = np.unique(problem.people.needs, return_inverse=True)
    for number, mask in enumerate(masks):
        members = np.flatnonzero((officers.skills & mask) == mask)
        if members.size:
            grid = ground.grid_of(officers.places, officers.skills, members)
            groups.append((np.flatnonzero(which == number), grid))
    return groups
