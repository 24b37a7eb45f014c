"""The mixed-integer model over chosen pairs of unit and community, in HiGHS's shape.

Columns: a 0/1 link a pair, members a pair and kind of day, members missing a community and kind of
day. Days on which all figures are alike are one kind of day with a weight: an answer for one is an
answer for all, so nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from qixin.planning.pairing.links.problem import LinksProblem

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
BIG = 10**7  # metres for a member missing where none may be


@dataclass(frozen=True)
class Kinds:
    """A problem by kinds of days: `which[d]` is day d's kind, `weight[k]` how many have it."""

    problem: LinksProblem
    which: Ints
    weight: Ints
    strength: Ints
    need: Ints
    link: Floats  # price of each link: its own, less or more for a change
    base: float  # paid for ended links that begin as ended; added to every cost

    @property
    def short(self) -> int:
        price = self.problem.prices.short
        return BIG if price is None else price


def kinds_of(problem: LinksProblem, before: npt.NDArray[np.bool_] | None) -> Kinds:
    """Merge like days; `before[u, c]` says which links there were."""
    both = np.concatenate((problem.strength, problem.need)).T
    _, first, which, weight = np.unique(
        both, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    link = np.full(problem.way.shape, float(problem.prices.link))
    base = 0.0
    if before is not None:
        change = problem.prices.change
        link += np.where(before, -change, change)
        base = float(change * before.sum())
    return Kinds(
        problem, which.reshape(-1), weight, problem.strength[:, first], problem.need[:, first],
        link, base,
    )  # fmt: skip


def most_members(kinds: Kinds, pairs: Ints) -> Ints:
    """Members that a pair can use at most, a kind of day."""
    return np.minimum(kinds.strength[pairs[:, 0]], kinds.need[pairs[:, 1]])


def member_prices(kinds: Kinds, pairs: Ints) -> Ints:
    """Metres of a member a pair and kind of day, all its days together."""
    way = kinds.problem.way[pairs[:, 0], pairs[:, 1]]
    prices: Ints = way[:, None] * kinds.weight[None]
    return prices


def model_of(kinds: Kinds, pairs: Ints, *, whole: bool) -> highspy.HighsLp:
    """The model over these pairs; `whole`: links are 0 or 1, else anything between."""
    units, communities = kinds.problem.way.shape
    days, count = len(kinds.weight), len(pairs)
    u, c = pairs[:, 0], pairs[:, 1]
    room = most_members(kinds, pairs).reshape(-1).astype(np.float64)
    members, gaps = count * days, communities * days
    entry = np.arange(members)
    pair, day = entry // days, entry % days
    ones = np.ones(members)
    eye = sp.identity(members)

    def sums(row: Ints, rows: int) -> sp.csr_matrix:
        return sp.csr_matrix((ones, (row, entry)), shape=(rows, members))

    blocks = [
        [sp.csr_matrix((-room, (entry, pair)), shape=(members, count)), eye, None],
        [None, sums(c[pair] * days + day, gaps), sp.identity(gaps)],
        [None, sums(u[pair] * days + day, units * days), None],
        [sp.csr_matrix((np.ones(count), (u, np.arange(count))), shape=(units, count)), None,
         sp.csr_matrix((units, gaps))],
    ]  # fmt: skip
    matrix = sp.bmat(blocks).tocsc()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count + members + gaps, matrix.shape[0]
    short = np.tile(kinds.weight * float(kinds.short), communities)
    lp.col_cost_ = np.concatenate(
        (kinds.link[u, c], member_prices(kinds, pairs).reshape(-1).astype(np.float64), short)
    )
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.concatenate((np.ones(count), room, kinds.need.reshape(-1).astype(float)))
    endless = highspy.kHighsInf
    lp.row_lower_ = np.concatenate(
        (
            np.full(members, -endless),
            kinds.need.reshape(-1),
            np.full(units * days + units, -endless),
        )
    )
    lp.row_upper_ = np.concatenate(
        (np.zeros(members), np.full(gaps, endless), kinds.strength.reshape(-1),
         np.full(units, float(kinds.problem.places)))
    )  # fmt: skip
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    if whole:
        kind = highspy.HighsVarType
        lp.integrality_ = [kind.kInteger] * count + [kind.kContinuous] * (members + gaps)
    return lp


@dataclass(frozen=True)
class Duals:
    """Prices of a member wanted, of a member there, and of a unit's place, from the relaxation."""

    wanted: Floats
    there: Floats
    place: Floats


def duals_of(kinds: Kinds, pairs: Ints, rows: Floats) -> Duals:
    """The dual values of a solved model's rows, with the signs that they must have."""
    units, communities = kinds.problem.way.shape
    days = len(kinds.weight)
    rows = rows[len(pairs) * days :]
    wanted, rows = rows[: communities * days], rows[communities * days :]
    there, place = rows[: units * days], rows[units * days :]
    return Duals(
        np.maximum(0, wanted).reshape(communities, days),
        np.minimum(0, there).reshape(units, days), np.minimum(0, place),
    )  # fmt: skip


def priced(kinds: Kinds, duals: Duals) -> tuple[float, Floats, Floats]:
    """The Lagrangean bound at these duals; of each pair its part, and what using it adds at least.

    Demand, strength and places are priced into the pairs, which then are independent: each is
    taken if its part is below 0 (Geoffrion 1974). A pair whose use adds more than the gap is in no
    better answer.
    """
    units, communities = kinds.problem.way.shape
    every = np.stack(np.meshgrid(np.arange(units), np.arange(communities), indexing="ij"), axis=-1)
    every = every.reshape(-1, 2)
    u, c = every[:, 0], every[:, 1]
    member = member_prices(kinds, every) - duals.wanted[c] - duals.there[u]
    gain = (most_members(kinds, every) * np.minimum(0, member)).sum(axis=1)
    part = kinds.link[u, c] - duals.place[u] + gain
    usable = np.where(most_members(kinds, every) > 0, np.maximum(0, member), np.inf)
    used = part + usable.min(axis=1)
    short = kinds.weight * float(kinds.short)
    gaps = kinds.need * np.minimum(0, short[None] - duals.wanted)
    bound = (
        (kinds.need * duals.wanted).sum() + (kinds.strength * duals.there).sum()
        + kinds.problem.places * duals.place.sum() + np.minimum(0, part).sum() + gaps.sum()
    )  # fmt: skip
    used = np.minimum(0, part) * -1 + used
    # an ended link that is taken up again unused saves its price of change
    idle = np.where(kinds.link[u, c] < 0, kinds.link[u, c] - duals.place[u], np.inf)
    used = np.minimum(used, idle - np.minimum(0, part))
    shape = (units, communities)
    return float(bound) + kinds.base, part.reshape(shape), used.reshape(shape)
