"""The search for a roster: a first answer, the mix of rosters with its bound, a dive, crews.

Method: branch-and-price without the tree. Coverage alone couples people, so the restricted master
mixes whole rosters (Burke & Curtois 2014; Strandmark, Qu & Curtois 2020), the pricing program makes
them exactly, a dive fixes person–days, and crews are freed again until the run is over.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from qixin.planning.outcome import Conflict, Status, status_of
from qixin.planning.rosters.anneal import Annealer, even_answer
from qixin.planning.rosters.conflicts import conflicts, hopeless, unable, unkept
from qixin.planning.rosters.dive import FREE, Dive
from qixin.planning.rosters.exact import Exact
from qixin.planning.rosters.generation import Closed, Generation
from qixin.planning.rosters.improve import Improver, Pool
from qixin.planning.rosters.master import Master
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.oneday import OneDay
from qixin.planning.rosters.outline import outline
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.prices import are_whole, clipped
from qixin.planning.rosters.pricing import Pricer, lagrangian
from qixin.planning.rosters.problem import Demand, Person, Problem, Shift
from qixin.planning.rosters.replan import suits
from qixin.planning.rosters.respond import first_answer, helpers_of, respond
from qixin.planning.rosters.result import Result, Roster
from qixin.planning.rosters.rolling import Rows, part, stretches, widened
from qixin.planning.rosters.rules import all_keep_rules, broken
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF, Choices, Floats
from qixin.planning.rosters.terms import terms_of
from qixin.planning.rosters.trades import Trader, trades_suit
from qixin.planning.run import OnProgress, Run
from qixin.planning.stop import MaxWork, Stop

ROUNDING = 1e-5
# a stretch without a limit of its own is left after so many prices a person without a better answer
PATIENCE = 50


def solve(
    problem: Problem,
    *,
    stop: Stop,
    seed: int = 0,
    params: Params | None = None,
    on_progress: OnProgress | None = None,
    start: Roster | None = None,
) -> Result:
    """A roster for `problem`, its cost and a valid lower bound.

    With `start`, each turn that differs from it costs `params.change_price`, and the search begins
    from it: who can keep their roster keeps it; people, shifts and days that are not in `problem`
    any more are passed over. Infeasible problems come back with `conflicts`, one
    a person whose own rules leave them no roster.
    """
    run = Run(stop, on_progress)
    search = _Search(problem, params or Params(), run, seed, start)
    try:
        return search.go()
    finally:
        search.close()


def warm_up() -> None:
    """Compile the inner loops, once on a machine: half a minute that no search should pay for."""
    shift = Shift("on", 60)
    people = (Person("one", max_minutes=60), Person("two", max_minutes=60))
    demands = (Demand(0, 1, 1, ("on",)),)
    solve(
        Problem(days=1, shifts=(shift,), people=people, demands=demands),
        stop=MaxWork(20), params=Params(exact_size=0, most_rows=10),
    )  # fmt: skip
    solve(
        Problem(days=14, shifts=(shift,), people=people, demands=demands),
        stop=MaxWork(300), params=Params(exact_size=0, stretch_from=7, stretch_size=0),
    )  # fmt: skip
    model = Model(Problem(days=2, shifts=(shift,), people=people, demands=demands))
    standing = Standing(model, np.full((2, 2), OFF, np.int16))
    run, random = Run(MaxWork(20)), np.random.default_rng(0)
    with Trader(model, standing.choices, run, random, 1) as traders:
        traders.step()
    OneDay(model).sweep(standing, run, random)


class _Search:
    def __init__(
        self, problem: Problem, params: Params, run: Run, seed: int, start: Roster | None
    ) -> None:
        self.problem = problem
        self.params = params
        self.run = run
        self.seed = seed
        self.start = start
        self.model = Model(problem, start, params.change_price)
        self.everybody = np.arange(self.model.people)
        self.pricer = Pricer(self.model, params.threads)
        self.crew_pricer = Pricer(self.model, 1, params.crew_cells)
        self.pool = Pool(self.model)
        self.standing: Standing | None = None
        self.centre: Floats | None = None
        self.whole_prices = are_whole(self.model)
        # whether it is proven that the hard demands cannot be kept together
        self.impossible = False

    def close(self) -> None:
        self.pricer.close()

    def go(self) -> Result:
        alone = list(unable(self.model))
        if alone:
            return self._infeasible(alone)
        if self.problem.days <= self.params.stretch_from:
            without = hopeless(self.model, self.pricer)
            if without:
                return self._infeasible(conflicts(self.problem, without[:20]))
            self._bound_at(np.zeros(self.model.rows))
        if self.start is not None:
            self._from_start(self.start)
        if self.standing is None and not self.run.over():
            self._search()
        long = self.problem.days > self.params.stretch_from
        if self.standing is None and long and not self.run.over():
            # a long period is searched first: to price everybody over it may take longer
            without = hopeless(self.model, self.pricer)
            if without:
                return self._infeasible(conflicts(self.problem, without[:20]))
        self._improve()
        return self._result()

    # --- phases

    def _begin(self) -> None:
        """A first answer, everybody in turn; there may be none where limits are hard to keep."""
        choices = first_answer(self.model, self.crew_pricer, self.run, self.seed)
        if choices is not None:
            self._offer(choices)

    def _search(self) -> None:
        """The road that fits the problem's size."""
        if self.problem.days > self.params.stretch_from:
            if not self._anneal():
                self._roll()
            return
        self._begin()
        if self.run.over():
            return
        if self.model.rows > self.params.most_rows:
            self._follow()
        else:
            self._root()

    def _from_start(self, start: Roster) -> None:
        """Keep every roster that still fits; the others take their cheapest, then those who can
        help answer. Without an answer where a limit stands in the way.
        """
        model = self.model
        choices = model.choices(start)
        closed = Closed.nothing(model)
        again = broken(model, self.everybody, choices)
        if len(again):
            worth = np.zeros(model.rows)
            priced = self.crew_pricer.price(again, worth, closed.options, closed.off)
            choices[again] = priced.choices
        self._offer(choices)
        standing = self.standing
        for _ in range(self.params.repair_rounds):
            if standing is None or self.run.over():
                break
            helpers = helpers_of(standing)
            if respond(standing, self.crew_pricer, self.run, helpers) <= 0:
                break
            standing.tell(self.run)

    def _root(self) -> None:
        """The mix of rosters of all people, its bound, and a dive."""
        model = self.model
        master = Master(model, self.everybody, np.zeros(model.rows))
        if self.standing is not None:
            master.add(self.everybody, self.standing.choices)
        generation = Generation(
            model, self.pricer, master, np.zeros(model.rows), Closed.nothing(model), self.run,
            on_bound=self._proved,
        )  # fmt: skip
        relaxed = generation.go(self.params.rounds, self.params.tolerance)
        self.centre = None if generation.centre is None else generation.centre.copy()
        self.pool.take(master.owner, master.choice)
        generation.on_bound = None
        ready = np.full((model.people, model.days), FREE, np.int16)
        chosen = Dive(model, generation, self.params, ready).go(relaxed)
        self.pool.take(master.owner, master.choice)
        if chosen is not None:
            self._offer(chosen)

    def _follow(self) -> None:
        """An outline's bound, and an answer along it; days in turn, while they gain."""
        begun = outline(self.model, self.run)
        if self.run.over():
            return
        self._bound_at(begun.prices)
        self.centre = clipped(self.model, begun.prices)
        random = np.random.default_rng(self.seed)
        days = OneDay(self.model)
        # trades carry a surplus to a want far away by many hands: the outline has it there
        self._mend(days.along(begun, self.run, random).choices)
        self._trade(days, random)
        self._sweep(days, random)

    def _trade(self, days: OneDay, random: np.random.Generator) -> None:
        """Turns traded from the answer on, where nobody is bound; days gone through in between."""
        if self.standing is None or not trades_suit(self.model):
            return
        within = self.run.part(self.params.trade_share, PATIENCE * self.model.people)
        sweeps, swept = self.params.trade_sweeps, 0
        with Trader(
            self.model, self.standing.choices, within, random, self.params.threads
        ) as traders:
            while not within.over():
                if traders.step() < self.run.cost:
                    self._offer(traders.choices)
                if swept < sweeps and traders.cooling.gone() * (sweeps + 1) >= swept + 1:
                    standing = Standing(self.model, traders.choices)
                    days.sweep(standing, self.run, random)
                    self._offer(standing.choices)
                    traders.go_on_from(standing.choices)
                    swept += 1
                within.found(self.run.cost)
        self.run.worked(within.work)

    def _sweep(self, days: OneDay, random: np.random.Generator) -> None:
        """Days in turn, while they gain."""
        while self.standing is not None and not self.run.over():
            gained = days.sweep(self.standing, self.run, random)
            if gained < self.params.sweep_gain * abs(self.standing.cost):
                break

    def _anneal(self) -> bool:
        """A long period of many people as a whole; False where their rules need another road."""
        model, params = self.model, self.params
        stretch = model.rows * (params.stretch + params.ahead) / model.days
        if model.people * stretch <= params.stretch_size or not suits(model):
            return False
        random = np.random.default_rng(self.seed)
        choices = even_answer(model, self.run, random)
        if choices is None:
            return False
        self._offer(choices)
        within = self.run.part(params.anneal_share, PATIENCE * model.people)
        with Annealer(model, choices, within, random, params.threads) as annealer:
            while not within.over():
                self._offer(annealer.step())
                within.found(self.run.cost)
        self.run.worked(within.work)
        return True

    def _roll(self) -> None:
        """A long period stretch by stretch; the stretches' prices together give a bound."""
        rows: Rows = {}
        prices = np.zeros(self.model.rows)
        todo = list(stretches(self.problem, self.params.stretch, self.params.ahead))
        for number, stretch in enumerate(todo):
            if self.run.over():
                return
            inner, demands = part(self.problem, stretch, rows)
            inner = widened(inner, hopeless)
            within = self.run.part(
                self.params.rolling_share / (len(todo) - number), PATIENCE * self.model.people
            )
            search = _Search(inner, self.params, within, self.seed, None)
            try:
                found = search.stretch()
            finally:
                search.close()
            self.run.worked(search.run.work)
            if found is None:
                return
            keep = stretch.kept - stretch.first
            for person, turns in found.turns.items():
                rows[person] = (*rows.get(person, ())[: stretch.first], *turns[:keep])
            if search.centre is not None:
                for row, demand in zip(search.centre, demands, strict=False):
                    prices[demand] = row
        self.centre = prices
        self._bound_at(prices, self.params.bound_share)
        self._mend(self.model.choices(Roster(rows)))

    def _mend(self, choices: Choices) -> None:
        """Offer an answer after those whom the shared-out rules misled have answered all others."""
        misled = broken(self.model, self.everybody, choices)
        if len(misled):
            standing = Standing(self.model, choices)
            respond(standing, self.crew_pricer, self.run, misled, anyway=True)
            choices = standing.choices
        self._offer(choices)

    def stretch(self) -> Roster | None:
        """A stretch's roster, None where there is not even a first answer."""
        self._begin()
        if self.model.people * self.model.rows > self.params.stretch_size:
            # crews better the whole period as quickly as a stretch of it
            self._sweep(OneDay(self.model), np.random.default_rng(self.seed))
            return self._found()
        if not self.run.over():
            self._root()
        self._improve()
        return self._found()

    def _found(self) -> Roster | None:
        return self.model.roster(self.standing.choices) if self.standing else None

    def _improve(self) -> None:
        if self.standing is None:
            return
        self._prove_small(self.standing)
        improver = Improver(
            self.model, self.standing, self.crew_pricer, self.params, self.run, self.seed,
            self.pool, self.centre,
        )  # fmt: skip
        while not self.impossible and not self.run.over():
            if improver.step():
                self.standing.tell(self.run)

    def _prove_small(self, standing: Standing) -> None:
        """CP-SAT for problems of a few hundred person–days with a gap left."""
        size = self.model.people * self.model.days
        if size > self.params.exact_size or self.run.over():
            return
        seconds = min(self.params.exact_seconds, self.run.seconds_left() / 2)
        choices, bound = Exact(self.model).solve(
            self.run, seconds, standing.choices, self.params.threads, self.seed
        )
        self.run.worked(size)
        if choices is not None:
            self._offer(choices)
        if bound == math.inf:
            self.impossible = True
        else:
            self._proved(bound - self.model.constant)

    # --- what is known

    def _offer(self, choices: Choices) -> None:
        """Take an answer if it is the best so far and keeps every hard rule."""
        if not all_keep_rules(self.model, self.everybody, choices):
            return
        standing = Standing(self.model, choices)
        if self.standing is None or standing.cost < self.standing.cost:
            self.standing = standing
            standing.tell(self.run)

    def _proved(self, bound: float) -> None:
        """`bound` without the constant; whole prices make whole costs."""
        proven = bound + self.model.constant
        if self.whole_prices:
            proven = math.ceil(proven - ROUNDING)
        # what lies over the cost by no more than rounding is the cost; by more it would be a fault
        if proven - self.run.cost <= ROUNDING * max(1.0, abs(proven)):
            proven = min(proven, self.run.cost)
        self.run.proved(proven)

    def _bound_at(self, prices: Floats, share: float = 1.0) -> None:
        """The Lagrangian bound at given prices; given up after a `share` of the time left."""
        until = self.run.seconds + share * self.run.seconds_left()
        bound = lagrangian(self.model, self.pricer, prices, self.run, until)
        if bound is not None:
            self._proved(bound)

    def _infeasible(self, found: Iterable[Conflict]) -> Result:
        return Result(
            problem=self.problem, roster=None, status=Status.INFEASIBLE, cost=math.inf,
            bound=math.inf, conflicts=tuple(found),
            seconds=self.run.seconds, work=self.run.work,
        )  # fmt: skip

    def _result(self) -> Result:
        run = self.run
        told: dict[str, Any] = {
            "curve": tuple(run.curve), "seconds": run.seconds, "work": run.work, "bound": run.bound,
        }  # fmt: skip
        missed = tuple(unkept(self.standing)) if self.standing else ()
        if self.impossible:
            return self._infeasible(missed)
        if self.standing is None or missed:
            return Result(
                problem=self.problem, roster=None, status=Status.UNKNOWN, cost=math.inf,
                conflicts=missed, **told,
            )  # fmt: skip
        roster = self.model.roster(self.standing.choices)
        return Result(
            problem=self.problem, roster=roster, status=status_of(run), cost=self.standing.cost,
            terms=terms_of(
                self.model, self.standing, roster, self.start, self.params.change_price
            ),
            changes=roster.changes_from(self.start) if self.start else 0, **told,
        )  # fmt: skip
