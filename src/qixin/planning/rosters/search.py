"""The roads of the search for a roster: the mix of rosters with its bound, a dive, crews.

Method: branch-and-price without the tree. Coverage alone couples people, so the restricted master
mixes whole rosters (Burke & Curtois 2014; Strandmark, Qu & Curtois 2020), the pricing program makes
them exactly, a dive fixes person–days, and crews are freed again until the run is over.
"""

from __future__ import annotations

import math

import numpy as np

from qixin.planning.rosters.anneal import Annealer, even_answer
from qixin.planning.rosters.conflicts import conflicts, hopeless, unable
from qixin.planning.rosters.dive import FREE, Dive
from qixin.planning.rosters.exact import Exact
from qixin.planning.rosters.generation import Closed, Generation
from qixin.planning.rosters.improve import Improver, Pool
from qixin.planning.rosters.known import Known
from qixin.planning.rosters.master import Master
from qixin.planning.rosters.oneday import OneDay
from qixin.planning.rosters.outline import outline
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.prices import clipped
from qixin.planning.rosters.pricing import Pricer, lagrangian
from qixin.planning.rosters.problem import Problem
from qixin.planning.rosters.replan import suits
from qixin.planning.rosters.respond import first_answer, helpers_of, respond
from qixin.planning.rosters.result import Result, Roster
from qixin.planning.rosters.rolling import Rows, part, stretches, widened
from qixin.planning.rosters.rules import broken
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import Choices, Floats
from qixin.planning.rosters.trades import Trader, trades_suit
from qixin.planning.run import Run

# a stretch without a limit of its own is left after so many prices a person without a better answer
PATIENCE = 50


class Search:
    """One search from its first answer to its end; what it finds stands in `known`."""

    def __init__(
        self, problem: Problem, params: Params, run: Run, seed: int, start: Roster | None
    ) -> None:
        self.known = Known(problem, params, run, start)
        self.problem = problem
        self.params = params
        self.run = run
        self.seed = seed
        self.start = start
        self.model = self.known.model
        self.everybody = self.known.everybody
        self.pricer = Pricer(self.model, params.threads)
        self.crew_pricer = Pricer(self.model, 1, params.crew_cells)
        self.pool = Pool(self.model)
        self.centre: Floats | None = None

    def close(self) -> None:
        self.pricer.close()

    def go(self) -> Result:
        alone = list(unable(self.model))
        if alone:
            return self.known.infeasible(alone)
        if self.problem.days <= self.params.stretch_from:
            without = hopeless(self.model, self.pricer)
            if without:
                return self.known.infeasible(conflicts(self.problem, without[:20]))
            self._bound_at(np.zeros(self.model.rows))
        if self.start is not None:
            self._from_start(self.start)
        if self.known.standing is None and not self.run.over():
            self._search()
        long = self.problem.days > self.params.stretch_from
        if self.known.standing is None and long and not self.run.over():
            # a long period is searched first: to price everybody over it may take longer
            without = hopeless(self.model, self.pricer)
            if without:
                return self.known.infeasible(conflicts(self.problem, without[:20]))
        self._improve()
        return self.known.result()

    # --- phases

    def _begin(self) -> None:
        """A first answer, everybody in turn; there may be none where limits are hard to keep."""
        choices = first_answer(self.model, self.crew_pricer, self.run, self.seed)
        if choices is not None:
            self.known.offer(choices)

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
        self.known.offer(choices)
        standing = self.known.standing
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
        if self.known.standing is not None:
            master.add(self.everybody, self.known.standing.choices)
        generation = Generation(
            model, self.pricer, master, np.zeros(model.rows), Closed.nothing(model), self.run,
            on_bound=self.known.proved,
        )  # fmt: skip
        relaxed = generation.go(self.params.rounds, self.params.tolerance)
        self.centre = None if generation.centre is None else generation.centre.copy()
        self.pool.take(master.owner, master.choice)
        generation.on_bound = None
        ready = np.full((model.people, model.days), FREE, np.int16)
        chosen = Dive(model, generation, self.params, ready).go(relaxed)
        self.pool.take(master.owner, master.choice)
        if chosen is not None:
            self.known.offer(chosen)

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
        if self.known.standing is None or not trades_suit(self.model):
            return
        within = self.run.part(self.params.trade_share, PATIENCE * self.model.people)
        sweeps, swept = self.params.trade_sweeps, 0
        with Trader(
            self.model, self.known.standing.choices, within, random, self.params.threads
        ) as traders:
            while not within.over():
                if traders.step() < self.run.cost:
                    self.known.offer(traders.choices)
                if swept < sweeps and traders.cooling.gone() * (sweeps + 1) >= swept + 1:
                    standing = Standing(self.model, traders.choices)
                    days.sweep(standing, self.run, random)
                    self.known.offer(standing.choices)
                    traders.go_on_from(standing.choices)
                    swept += 1
                within.found(self.run.cost)
        self.run.worked(within.work)

    def _sweep(self, days: OneDay, random: np.random.Generator) -> None:
        """Days in turn, while they gain."""
        while self.known.standing is not None and not self.run.over():
            gained = days.sweep(self.known.standing, self.run, random)
            if gained < self.params.sweep_gain * abs(self.known.standing.cost):
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
        self.known.offer(choices)
        within = self.run.part(params.anneal_share, PATIENCE * model.people)
        with Annealer(model, choices, within, random, params.threads) as annealer:
            while not within.over():
                self.known.offer(annealer.step())
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
            search = Search(inner, self.params, within, self.seed, None)
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
        self.known.offer(choices)

    def stretch(self) -> Roster | None:
        """A stretch's roster, None where there is not even a first answer."""
        self._begin()
        if self.model.people * self.model.rows > self.params.stretch_size:
            # crews better the whole period as quickly as a stretch of it
            self._sweep(OneDay(self.model), np.random.default_rng(self.seed))
            return self.known.roster()
        if not self.run.over():
            self._root()
        self._improve()
        return self.known.roster()

    def _improve(self) -> None:
        if self.known.standing is None:
            return
        self._prove_small(self.known.standing)
        improver = Improver(
            self.model, self.known.standing, self.crew_pricer, self.params, self.run, self.seed,
            self.pool, self.centre,
        )  # fmt: skip
        while not self.known.impossible and not self.run.over():
            if improver.step():
                self.known.standing.tell(self.run)

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
            self.known.offer(choices)
        if bound == math.inf:
            self.known.impossible = True
        else:
            self.known.proved(bound - self.model.constant)

    def _bound_at(self, prices: Floats, share: float = 1.0) -> None:
        """The Lagrangian bound at given prices; given up after a `share` of the time left."""
        until = self.run.seconds + share * self.run.seconds_left()
        bound = lagrangian(self.model, self.pricer, prices, self.run, until)
        if bound is not None:
            self.known.proved(bound)
