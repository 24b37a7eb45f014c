"""Why not everybody can have an officer: the smallest counts that show it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.outcome import Conflict
from qixin.planning.pairing.problem import PairingProblem

Ints = npt.NDArray[np.int64]
MOST_NAMED = 20


def plain_conflicts(problem: PairingProblem) -> tuple[Conflict, ...]:
    """Shortages that counting shows: of places in all, or of places with the needed skills."""
    if problem.prices.unpaired is not None:
        return ()
    people, officers = problem.people, problem.officers
    places = int(officers.capacity.sum())
    found = []
    if places < len(people):
        found.append(
            Conflict(
                ("everybody has an officer", "capacity"),
                (),
                f"{len(people)} people, but {places} places with {len(officers)} officers",
            )
        )
    if problem.prices.missing is not None or not people.needs.any():
        return tuple(found)
    masks, counts = np.unique(people.needs, return_counts=True)
    for mask in masks[masks > 0]:
        wanting = int(counts[(masks & mask) == mask].sum())
        able = (officers.skills & mask) == mask
        there = int(officers.capacity[able].sum())
        if there < wanting:
            who = people.ids[(people.needs & mask) == mask][:MOST_NAMED]
            found.append(
                Conflict(
                    ("everybody has an officer", "needs are met", "capacity"),
                    tuple(f"person {one}" for one in who),
                    f"{wanting} people need {problem.skills_of(int(mask))}, but the"
                    f" {int(able.sum())} officers who have it take {there}",
                )
            )
    return tuple(found)


def crowded(problem: PairingProblem, officers: Ints, people: Ints) -> Conflict:
    """People who can go to these officers only, and are more than these can take (Hall 1935)."""
    places = int(problem.officers.capacity[officers].sum())
    return Conflict(
        ("everybody has an officer", "needs are met", "capacity"),
        tuple(f"person {one}" for one in problem.people.ids[people[:MOST_NAMED]])
        + tuple(f"officer {one}" for one in problem.officers.ids[officers[:MOST_NAMED]]),
        f"{len(people)} people can only go to the same {len(officers)} officers, who take {places}",
    )
