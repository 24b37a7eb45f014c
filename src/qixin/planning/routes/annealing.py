"""Annealing over two threads: a large plan is parted anew again and again, a small one is raced."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from qixin.planning.routes.params import Params
from qixin.planning.routes.plain import part_of, plan_of, routes_of
from qixin.planning.routes.plan import Ground, Plan, empty_plan
from qixin.planning.routes.progress import Progress
from qixin.planning.routes.strings import anneal, insert_all
from qixin.planning.run import Run

Ints = npt.NDArray[np.int64]
Routes = list[list[int]]
CHUNK = 500  # steps between two looks at the clock


@dataclass
class _Job:
    """A part of the plan: its ground, its places in the whole, and where it stands."""

    ground: Ground
    places: Ints
    plan: Plan
    best: Plan
    seeds: npt.NDArray[np.uint64]


class Annealing:
    """The search's state over its epochs; `best` are the cheapest routes (rows) met so far."""

    def __init__(
        self, ground: Ground, run: Run, params: Params, seed: int, routes: Routes | None,
        points: npt.NDArray[np.float64],
    ) -> None:  # fmt: skip
        self.ground, self.run, self.params, self.points = ground, run, params, points
        self.chance = np.random.default_rng(seed)
        self.close = min(params.close, ground.near.shape[1])
        plan = plan_of(ground, routes or [])
        everybody = np.arange(1, len(ground.demand), dtype=np.int32)
        missing = everybody[plan.route[1:] < 0]
        if missing.size:
            order = missing[np.argsort(-ground.distance[0, missing], kind="stable")]
            insert_all(ground, plan, self._seeds(), order, self.close)
        self.routes = routes_of(plan)
        self.best, self.cost = self.routes, int(plan.cost[0])
        self.edge = self.cost / (len(everybody) + len(self.routes))
        self.seen: dict[frozenset[int], tuple[int, list[int]]] = {}
        self.found: Callable[[Routes, int], None] = lambda routes, cost: None

    def _seeds(self) -> npt.NDArray[np.uint64]:
        return self.chance.integers(1, 2**63, 1).astype(np.uint64)

    def go(self, progress: Progress) -> None:
        """Anneal from hot to cold until `progress` is at its end or the run is over."""
        while progress.share < 1 and not self.run.over():
            jobs = self._jobs()
            ends = progress.share + 1 / self.params.epochs
            work = partial(self._work, progress=progress, ends=ends, jobs=len(jobs))
            with ThreadPoolExecutor(len(jobs)) as pool:
                self.run.worked(sum(pool.map(work, jobs)))
            self._merge(jobs)

    def _jobs(self) -> list[_Job]:
        places, workers = len(self.ground.demand) - 1, self.params.workers
        if workers == 1 or places < workers * self.params.part or len(self.routes) < 2 * workers:
            everybody = np.arange(1, places + 1)
            return [self._job(self.ground, everybody, self.routes) for _ in range(workers)]
        jobs = []
        for routes in self._parted(workers):
            mine = np.array([place for route in routes for place in route])
            number = {int(place): row for row, place in enumerate(mine, start=1)}
            inside = [[number[place] for place in route] for route in routes]
            jobs.append(self._job(part_of(self.ground, mine), mine, inside))
        return jobs

    def _job(self, ground: Ground, places: Ints, routes: Routes) -> _Job:
        return _Job(ground, places, plan_of(ground, routes), plan_of(ground, routes), self._seeds())

    def _parted(self, parts: int) -> list[Routes]:
        """Routes by the angle of their middle around the depot, or along a line drawn by lot."""
        middles = np.array([self.points[route].mean(axis=0) for route in self.routes])
        middles = middles - self.points[0]
        turn = self.chance.uniform(0, 2 * np.pi)
        if self.chance.random() < 0.5:
            key = (np.arctan2(middles[:, 1], middles[:, 0]) - turn) % (2 * np.pi)
        else:
            key = middles @ np.array([np.cos(turn), np.sin(turn)])
        order = np.argsort(key, kind="stable")
        sizes = np.cumsum([len(self.routes[index]) for index in order])
        which = np.minimum((sizes - 1) * parts // sizes[-1], parts - 1)
        parted = [[self.routes[i] for i in order[which == part]] for part in range(parts)]
        return [routes for routes in parted if routes]

    def _work(self, job: _Job, progress: Progress, ends: float, jobs: int) -> int:
        trial, steps = empty_plan(len(job.ground.demand)), 0
        most = progress.steps_until(ends, jobs)
        while steps < most and not self.run.stop.met(self.run.so_far()):
            share = min(1.0, progress.share_after(steps * jobs))
            if share >= ends and most == progress.ENDLESS:
                break
            heat = self.edge * self.params.hot * (self.params.cold / self.params.hot) ** share
            chunk = min(CHUNK, most - steps)
            anneal(
                job.ground, job.plan, trial, job.best, job.seeds, chunk, heat, heat,
                min(self.close, job.ground.near.shape[1]),
            )  # fmt: skip
            steps += chunk
        return steps

    def _merge(self, jobs: list[_Job]) -> None:
        whole = len(jobs) == 1 or len(jobs[0].places) == len(self.ground.demand) - 1
        if whole:
            winner = min(jobs, key=lambda job: int(job.best.cost[0]))
            best = _outside(winner, winner.best)
            ahead = min(jobs, key=lambda job: int(job.plan.cost[0]))
            self.routes = _outside(ahead, ahead.plan)
            cost = int(winner.best.cost[0])
        else:
            best = [route for job in jobs for route in _outside(job, job.best)]
            self.routes = [route for job in jobs for route in _outside(job, job.plan)]
            cost = sum(int(job.best.cost[0]) for job in jobs)
        for job in jobs:
            self._remember(_outside(job, job.best))
        self._better(best, cost)

    def take(self, routes: Routes, cost: int) -> None:
        """Learn routes (rows) that another search has found, with what they cost together."""
        self._remember(routes)
        self._better(routes, cost)

    def _better(self, routes: Routes, cost: int) -> None:
        if cost < self.cost:
            self.best, self.cost = routes, cost
            self.found(routes, cost)

    def _remember(self, routes: Routes) -> None:
        d = self.ground.distance
        for route in routes:
            rows = [0, *route, 0]
            cost = int(d[rows[:-1], rows[1:]].sum()) + self.ground.fixed
            key = frozenset(route)
            if key not in self.seen or self.seen[key][0] > cost:
                self.seen[key] = cost, route


def _outside(job: _Job, plan: Plan) -> Routes:
    return [[int(job.places[row - 1]) for row in route] for route in routes_of(plan)]
