"""A seeded district: units with members at home here and there, communities in need of them."""

from __future__ import annotations

import numpy as np

from qixin.planning.pairing.links.problem import LinkPrices, LinksProblem, ways_from_homes


def district(
    *, units: int = 122, communities: int = 39, seed: int = 1, spare: float = 1.25, places: int = 3,
    prices: LinkPrices | None = None,
) -> LinksProblem:  # fmt: skip
    """A week: five days alike, and a weekend with other needs and more who can come.

    `spare`: members there on a weekday a member needed. Communities need posts round the clock, in
    three shifts each.
    """
    chance = np.random.default_rng(seed)
    where = chance.uniform(0, 12e3, (communities, 2))
    offices = chance.uniform(2e3, 10e3, (units, 2))
    homes = np.zeros((units, communities), dtype=np.int64)
    for u in range(units):
        close = np.exp(-np.linalg.norm(where - offices[u], axis=1) / 2500)
        spots = chance.choice(communities, int(chance.integers(3, 8)), p=close / close.sum())
        np.add.at(homes[u], spots, 1)
    distance = np.rint(np.linalg.norm(where[:, None] - where[None], axis=2))
    weekday = chance.integers(4, 12, communities) * 3
    weekend = np.rint(weekday * chance.choice([2 / 3, 1.0, 4 / 3], communities)).astype(np.int64)
    strength = chance.integers(4, 16, units).astype(np.float64)
    strength = np.maximum(2, np.rint(strength * weekday.sum() * spare / strength.sum()))
    more = np.maximum(1, np.rint(strength * 1.1))
    return LinksProblem(
        tuple(f"unit {u + 1}" for u in range(units)),
        tuple(f"community {c + 1}" for c in range(communities)),
        np.stack([strength] * 5 + [more] * 2, axis=1),
        np.stack([weekday] * 5 + [weekend] * 2, axis=1),
        ways_from_homes(homes, distance), places, prices or LinkPrices(),
    )  # fmt: skip
