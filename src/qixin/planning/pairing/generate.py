"""Seeded problems of a district's shape, and a command that writes them as files.

`python -m qixin.planning.pairing.generate FOLDER` writes the benchmark's set.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qixin.planning.pairing.problem import Officers, PairingProblem, People, Prices

SKILLS = ("sign language", "Cantonese", "nursing", "Uyghur")


def town(
    *, people: int, officers: int, seed: int, villages: int = 0, filled: float = 0.85,
    needing: float = 0.0, known: float = 0.0, prices: Prices | None = None,
) -> PairingProblem:  # fmt: skip
    """People and officers on 30 × 30 km, or in `villages` of 1.5 km's spread.

    `filled`: people a place; `needing`: share of people who need one of the skills, each of which
    one officer in five has; `known`: share of people who have an officer already, a near one.
    """
    chance = np.random.default_rng(seed)
    here, there = _places(chance, people, officers, villages)
    capacity = chance.integers(8, 17, officers).astype(np.float64)
    capacity *= people / filled / capacity.sum()
    room = np.maximum(1, np.rint(capacity).astype(np.int64))
    while room.sum() < people:
        room[chance.integers(officers)] += 1
    skills = np.zeros(officers, dtype=np.int64)
    for bit in range(len(SKILLS)):
        skills |= (chance.random(officers) < 0.2).astype(np.int64) << bit
    wanted = 1 << chance.integers(0, len(SKILLS), people)
    needs = np.where(chance.random(people) < needing, wanted, 0)
    bond = np.full(people, -1, dtype=np.int64)
    if known:
        from scipy.spatial import cKDTree

        near = cKDTree(there).query(here, k=min(4, officers))[1].reshape(people, -1)
        chosen = near[np.arange(people), chance.integers(0, near.shape[1], people)]
        bond = np.where(chance.random(people) < known, chosen, -1)
    return PairingProblem(
        People([f"p{i}" for i in range(people)], here, needs, bond),
        Officers([f"o{j}" for j in range(officers)], there, room, skills),
        prices or Prices(), SKILLS,
    )  # fmt: skip


def _places(
    chance: np.random.Generator, people: int, officers: int, villages: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    if not villages:
        here, there = chance.uniform(0, 30e3, (people, 2)), chance.uniform(0, 30e3, (officers, 2))
    else:
        middles = chance.uniform(0, 30e3, (villages, 2))
        share = chance.dirichlet(np.ones(villages))
        here = middles[chance.choice(villages, people, p=share)]
        there = middles[chance.choice(villages, officers, p=share)]
        here = here + chance.normal(0, 1500, (people, 2))
        there = there + chance.normal(0, 1800, (officers, 2))
    return np.round(here, 1), np.round(there, 1)


def _large(**shape: Any) -> Callable[[], PairingProblem]:
    return partial(town, people=100_000, officers=10_000, **shape)


# what `qixin bench pairing` is meant for: the large case, and what makes it harder
SET: dict[str, Callable[[], PairingProblem]] = {
    "town-100000x10000": _large(seed=1),
    "villages-100000x10000": _large(seed=2, villages=40),
    "tight-100000x10000": _large(seed=3, filled=0.98),
    "needs-100000x10000": _large(seed=4, needing=0.1),
    "bonds-100000x10000": _large(seed=5, known=0.3, prices=Prices(bond=300)),
    "even-100000x10000": _large(seed=6, prices=Prices(even=20)),
    "town-10000x1000": partial(town, people=10_000, officers=1_000, seed=7),
}


def main(folder: str) -> None:
    from qixin.planning.pairing.formats import write_problem

    for name, make in SET.items():
        write_problem(make(), Path(folder) / f"{name}.pairing")


if __name__ == "__main__":
    main(sys.argv[1])
