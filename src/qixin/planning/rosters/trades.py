"""People trade turns, millions of times, while the search cools: for many people and demands.

Somebody gives a turn to another who may stand there, and mostly takes one of theirs for it: so the
cover stays, and what changes is who travels, whose wish is met, whose nights and weekends are too
many. What is worse stays with a chance that falls (Kirkpatrick, Gelatt & Vecchi 1983). A roster's
own cost is counted anew by the rules themselves, so every hard rule is kept at each step.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qixin.planning.compiled import compiled
from qixin.planning.rosters.cooling import Cooling
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.neighbours import in_order
from qixin.planning.rosters.oneday import own_rows_cost
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.replan import Cover, cover_of
from qixin.planning.rosters.rules import own_cost
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import NIGHTS, OFF, Choices, Floats, Ints, Tables
from qixin.planning.run import Run

# two halves of the people, whatever the number of threads: so the answer does not depend on it
PARTS = 2
# trades of a person of a half between two looks at the clock, and how many count as one of work
A_PERSON = 200
A_STEP = 400
# of all trades: gifts without a return, and days changed alone
GIVEN, ALONE = 0.25, 0.05
# times the middle price of a turn: where the search begins and ends to be choosy
WARM, COLD = 0.1, 0.025
# without a limit to cool towards: what is left of the warmth after a round
COOLING = 0.98

Random = NDArray[np.uint64]


class Tasks(NamedTuple):
    """Who may take which task (a shift at a post): T tasks, F profiles, O options."""

    of: Ints  # [O] task of an option
    option: NDArray[np.int16]  # [F, T] option of a task, OFF where there is none
    people_from: Ints  # [T + 1] into people
    people: Ints


def tasks_of(model: Model) -> Tasks:
    """The tasks of a model."""
    numbers: dict[tuple[int, str], int] = {}
    for options in model.options:
        for task in options:
            numbers.setdefault(task, len(numbers))
    option = np.full((len(model.options), len(numbers)), OFF, np.int16)
    for profile, options in enumerate(model.options):
        for at, task in enumerate(options):
            option[profile, numbers[task]] = at
    able: list[list[int]] = [[] for _ in numbers]
    for person, profile in enumerate(model.profile):
        first = model.base_from[person]
        for at, task in enumerate(model.options[profile]):
            if (model.base[first + at] < NEVER).any():
                able[numbers[task]].append(person)
    return Tasks(
        np.array([numbers[task] for options in model.options for task in options], np.int64),
        option,
        np.cumsum([0, *map(len, able)]).astype(np.int64),
        np.array([person for people in able for person in people], np.int64),
    )


def trades_suit(model: Model) -> bool:
    """Whether people meet in demands alone and days cost by themselves: no bonds, soft limits."""
    if model.problem.bonds or model.tables.soft.any():
        return False
    return bool((model.tables.own[:, 2] <= NIGHTS).all())


@compiled
def draw(random: Random) -> float:
    """The next number in [0, 1) (xorshift: Marsaglia 2003)."""
    state = random[0]
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    state ^= state << np.uint64(17)
    random[0] = state
    return float((state >> np.uint64(11)) * (1.0 / 9007199254740992.0))


@compiled
def roster_cost(
    tables: Tables, cover: Cover, person: int, choice: Choices, turns: Ints
) -> float:  # fmt: skip
    """What a roster costs with the rows that are its person's own; NEVER where it breaks a rule."""
    cost = own_cost(tables, person, choice, turns)
    if cost < NEVER:
        cost += own_rows_cost(tables, person, turns, cover.at_most, cover.over)
    return cost


@compiled
def price_of(tables: Tables, person: int, day: int, option: int) -> float:
    """The price of an option, or of a day off, on a day."""
    if option == OFF:
        return float(tables.off_base[person, day])
    return float(tables.base[tables.base_from[person] + option, day])


@compiled
def relief(tables: Tables, person: int, day: int, option: int, night_price: float) -> float:
    """At most so much does a person's fair share gain when they leave an option."""
    if option == OFF:
        return 0.0
    shift = tables.option_shift[tables.option_from[tables.profile[person]] + option]
    most = tables.unit_price * tables.unit_minutes * tables.units[shift]
    if tables.night[shift]:
        most += night_price
    if (day + tables.weekday) % 7 >= 5:
        most += tables.weekend_price
    return float(most)


@compiled
def count_change(
    tables: Tables, person: int, day: int, option: int, sign: float, change: Floats,
    touched: Ints, count: int,
) -> int:  # fmt: skip
    """Add `sign` to the `change` of the rows that count an option; how many rows are touched."""
    if option == OFF:
        return count
    cell = (tables.option_from[tables.profile[person]] + option) * tables.days + day
    for met in range(tables.met_from[cell], tables.met_from[cell + 1]):
        row = tables.met[met]
        known = change[row] != 0.0
        for at in range(count):
            known = known or touched[at] == row
        if not known:
            touched[count] = row
            count += 1
        change[row] += sign
    return count


@compiled
def rows_cost(
    cover: Cover, counts: Floats, owner: Ints, part: int, change: Floats, touched: Ints
) -> float:  # fmt: skip
    """What the touched rows cost more; NEVER where a row of the other part would change."""
    cost = 0.0
    for row in touched:
        if change[row] == 0.0:
            continue
        if owner[row] != part:
            return NEVER
        before, after = counts[row], counts[row] + change[row]
        least, most = cover.at_least[row], cover.at_most[row]
        cost += (max(0.0, least - after) - max(0.0, least - before)) * cover.under[row]
        cost += (max(0.0, after - most) - max(0.0, before - most)) * cover.over[row]
    return cost


@compiled
def other_day(
    tables: Tables, tasks: Tasks, first: int, second: int, choices: Choices, start: int
) -> int:
    """The next day from `start` on which `second` works where `first`, free then, may stand; −1
    where there is none.
    """
    mine = tables.profile[first]
    theirs = tables.option_from[tables.profile[second]]
    for step in range(tables.days):
        day = (start + step) % tables.days
        if choices[first, day] != OFF or choices[second, day] == OFF:
            continue
        if tasks.option[mine, tasks.of[theirs + choices[second, day]]] != OFF:
            return day
    return -1


@compiled
def lay(moves: Ints, at: int, person: int, day: int, option: int) -> None:
    """Write down a move: a person's new option on a day."""
    moves[at, 0], moves[at, 1], moves[at, 2] = person, day, option


@compiled
def propose(
    tables: Tables, tasks: Tasks, choices: Choices, part: int, people: Ints, part_of: Ints,
    random: Random, moves: Ints,
) -> int:  # fmt: skip
    """Fill `moves` [·, 4] (person, day, new option, room for the old) with a trade; their number.

    On one day two people change places, or one gives a turn and takes another day's for it.
    """
    first = people[int(draw(random) * people.shape[0])]
    day = int(draw(random) * tables.days)
    kind = draw(random)
    if kind < ALONE:
        options = tables.base_from[first + 1] - tables.base_from[first]
        lay(moves, 0, first, day, int(draw(random) * (options + 1)) - 1)
        return int(moves[0, 2] != choices[first, day])
    if choices[first, day] == OFF:
        return 0
    mine = tables.profile[first]
    task = tasks.of[tables.option_from[mine] + choices[first, day]]
    begin, end = tasks.people_from[task], tasks.people_from[task + 1]
    second = tasks.people[begin + int(draw(random) * (end - begin))]
    if second == first or part_of[second] != part:
        return 0
    theirs = tables.profile[second]
    lay(moves, 0, first, day, OFF)
    lay(moves, 1, second, day, tasks.option[theirs, task])
    if choices[second, day] != OFF:
        other = tasks.of[tables.option_from[theirs] + choices[second, day]]
        moves[0, 2] = tasks.option[mine, other]
        return 0 if moves[0, 2] == OFF or other == task else 2
    if kind < ALONE + GIVEN:
        return 2
    back = other_day(tables, tasks, first, second, choices, int(draw(random) * tables.days))
    if back < 0:
        return 0
    other = tasks.of[tables.option_from[theirs] + choices[second, back]]
    lay(moves, 2, second, back, OFF)
    lay(moves, 3, first, back, tasks.option[mine, other])
    return 4


@compiled
def rosters_cost(
    tables: Tables, cover: Cover, people: Ints, choices: Choices, costs: Floats, new: Floats,
    turns: Ints,
) -> float:  # fmt: skip
    """What the rosters of `people` cost more than `costs` says, each in `new`."""
    worse = 0.0
    for at in range(people.shape[0]):
        person = people[at]
        new[at] = roster_cost(tables, cover, person, choices[person], turns)
        if new[at] >= NEVER:
            return NEVER
        worse += new[at] - costs[person]
    return worse


@compiled
def trade(
    tables: Tables, cover: Cover, tasks: Tasks, choices: Choices, costs: Floats, counts: Floats,
    owner: Ints, part: int, people: Ints, part_of: Ints, night_price: float, warmth: float,
    tries: int, random: Random,
) -> None:  # fmt: skip
    """`tries` trades among `people`; `costs` [P] is what each roster costs, `owner` [R] the part
    in which a row may change.
    """
    turns = np.zeros(tables.turn_limit.shape[1], np.int64)
    change = np.zeros(counts.shape[0])
    touched = np.empty(counts.shape[0] + 1, np.int64)
    moves, new = np.empty((4, 4), np.int64), np.empty(2)
    for _ in range(tries):
        laid = propose(tables, tasks, choices, part, people, part_of, random, moves)
        if laid == 0:
            continue
        limit = -warmth * math.log(max(1e-12, draw(random)))
        count, prices, gain = 0, 0.0, 0.0
        for at in range(laid):
            person, day, option = moves[at, 0], moves[at, 1], moves[at, 2]
            old = choices[person, day]
            moves[at, 3] = old
            prices += price_of(tables, person, day, option) - price_of(tables, person, day, old)
            gain += relief(tables, person, day, old, night_price)
            count = count_change(tables, person, day, old, -1.0, change, touched, count)
            count = count_change(tables, person, day, option, 1.0, change, touched, count)
            choices[person, day] = option
        worse = rows_cost(cover, counts, owner, part, change, touched[:count])
        # most trades are too dear before a roster is counted
        if worse + prices - gain <= limit:
            both = moves[: min(laid, 2), 0]
            worse += rosters_cost(tables, cover, both, choices, costs, new, turns)
        else:
            worse = NEVER
        stays = worse <= limit
        for row in touched[:count]:
            if stays:
                counts[row] += change[row]
            change[row] = 0.0
        for at in range(laid):
            if not stays:
                choices[moves[at, 0], moves[at, 1]] = moves[at, 3]
            elif at < 2:
                costs[moves[at, 0]] = new[at]


class Trader:
    """Trades turns of an answer; `choices` is as it is now, not always the best so far."""

    def __init__(
        self, model: Model, choices: Choices, run: Run, random: np.random.Generator, threads: int
    ) -> None:
        self.model = model
        self.run = run
        self._random = random
        self._threads = threads
        self._cover = cover_of(model)
        self._tasks = tasks_of(model)
        self._order = in_order(model)
        self.go_on_from(choices)
        prices = np.abs(model.base[model.base < NEVER])
        price = float(np.median(prices[prices > 0])) if (prices > 0).any() else 1.0
        self.cooling = Cooling(run, price * WARM, price * COLD, COOLING)
        self._night_price = float(model.problem.fairness.nights)

    def __enter__(self) -> Trader:
        self._pool = ThreadPoolExecutor(self._threads)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def go_on_from(self, choices: Choices) -> None:
        """Trade turns of another answer from now on."""
        model = self.model
        self.choices = choices.copy()
        self.counts = Standing(model, choices).counts
        turns = np.zeros(len(model.problem.shifts), np.int64)
        self.costs = np.array(
            [roster_cost(model.tables, self._cover, person, choices[person], turns)
             for person in range(model.people)]
        )  # fmt: skip

    def step(self) -> float:
        """Trades within either half of the people; the cost of the answer as it is then."""
        model, random = self.model, self._random
        order = np.roll(self._order, int(random.integers(model.people)))
        parts = [np.sort(part) for part in np.array_split(order, PARTS)]
        part_of = np.empty(model.people, np.int64)
        for at, part in enumerate(parts):
            part_of[part] = at
        # a row changes in one part alone
        owner = random.integers(0, PARTS, model.rows)
        warmth = self.cooling.warmth()
        seeds = random.integers(1, 1 << 62, PARTS).astype(np.uint64)
        tries = A_PERSON * max(map(len, parts))
        waiting = [
            self._pool.submit(
                trade, model.tables, self._cover, self._tasks, self.choices, self.costs,
                self.counts, owner, at, part, part_of, self._night_price, warmth,
                tries, seeds[at : at + 1].copy(),
            )
            for at, part in enumerate(parts) if len(part)
        ]  # fmt: skip
        for one in waiting:
            one.result()
        self.run.worked(-(-PARTS * tries // A_STEP))
        self.cooling.rounds += 1
        demands = len(model.problem.demands)
        rows = model.row_costs(self.counts)[:demands].sum()
        return model.constant + float(self.costs.sum() + rows)
