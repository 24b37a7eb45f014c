"""OR-Tools' SimpleMinCostFlow on each person's 12 nearest officers."""

from __future__ import annotations

import math

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.spatial import cKDTree

from qixin.bench.contests.contest import Solved, unheard
from qixin.planning.pairing.problem import PairingProblem
from qixin.planning.run import OnProgress

NEAREST = 12


def solve(problem: PairingProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """Optimal on these arcs, not over all pairs: no bound. It knows neither limit nor seed, and
    tells nothing before its end."""
    people, officers, prices = problem.people, problem.officers, problem.prices
    person, officer = _arcs(problem)
    way = people.places[person] - officers.places[officer]
    lacking = np.bitwise_count(people.needs[person] & ~officers.skills[officer]).astype(np.int64)
    if prices.missing is None:
        fit = lacking == 0
        person, officer, way, lacking = person[fit], officer[fit], way[fit], lacking[fit]
    cost = np.rint(np.hypot(way[:, 0], way[:, 1])).astype(np.int64)
    cost += lacking * (prices.missing or 0)
    bond = people.bond[person]
    cost += prices.bond * ((bond >= 0) & (bond != officer))
    flow = min_cost_flow.SimpleMinCostFlow()
    n, m = len(people), len(officers)
    ones = np.ones(len(person), dtype=np.int64)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(person, n + officer, ones, cost)
    _loads(flow, problem)
    if prices.unpaired is not None:
        flow.add_arcs_with_capacity_and_unit_cost(
            np.arange(n), np.full(n, n + m), np.ones(n, dtype=np.int64),
            np.full(n, prices.unpaired + (people.bond >= 0) * prices.bond),
        )  # fmt: skip
    flow.set_nodes_supplies(np.arange(n), np.ones(n, dtype=np.int64))
    flow.set_node_supply(n + m, -n)
    if flow.solve() != flow.OPTIMAL:
        return Solved(None, math.inf, -math.inf)
    used = flow.flows(arcs) > 0
    pairs: dict[object, object] = dict.fromkeys(people.ids.tolist())
    pairs |= dict(zip(people.ids[person[used]], officers.ids[officer[used]], strict=True))
    return Solved(pairs, float(flow.optimal_cost()), -math.inf)


def _loads(flow: min_cost_flow.SimpleMinCostFlow, problem: PairingProblem) -> None:
    n, capacity, even = len(problem.people), problem.officers.capacity, problem.prices.even
    m = len(capacity)
    if not even:
        flow.add_arcs_with_capacity_and_unit_cost(
            n + np.arange(m), np.full(m, n + m), capacity, np.zeros(m, dtype=np.int64)
        )
        return
    who = np.repeat(np.arange(m), capacity)
    rank = np.arange(len(who)) - np.repeat(np.cumsum(capacity) - capacity, capacity)
    flow.add_arcs_with_capacity_and_unit_cost(
        n + who, np.full(len(who), n + m), np.ones(len(who), dtype=np.int64), rank * even
    )


def _arcs(problem: PairingProblem) -> tuple[np.ndarray, np.ndarray]:
    """The nearest who meet a person's needs, and whoever knows the person."""
    people, officers = problem.people, problem.officers
    persons, chosen = [], []
    masks = np.unique(people.needs) if problem.prices.missing is None else [np.uint64(0)]
    for mask in masks:
        mine = np.flatnonzero(people.needs == mask) if len(masks) > 1 else np.arange(len(people))
        able = np.flatnonzero((officers.skills & mask) == mask)
        if not len(able):
            continue
        k = min(NEAREST, len(able))
        near = cKDTree(officers.places[able]).query(people.places[mine], k=k, workers=2)[1]
        persons.append(np.repeat(mine, k))
        chosen.append(able[near.reshape(-1)])
    known = np.flatnonzero(people.bond >= 0)
    pairs = np.stack((np.concatenate([*persons, known]),
                      np.concatenate([*chosen, people.bond[known]])))  # fmt: skip
    pairs = np.unique(pairs, axis=1)
    return pairs[0], pairs[1]
