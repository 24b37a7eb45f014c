"""People and officers in the order of a curve through the ground.

Who stands near to whom then also stands near in memory, which is most of what a search over
100,000 lists waits for. The curve is Morton's: the bits of both coordinates in turn (G. M. Morton,
*A computer oriented geodetic data base*, IBM 1966).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from qixin.planning.pairing.problem import Officers, PairingProblem, People

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FINEST = 2**16 - 1
HALVINGS = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))


class Order(NamedTuple):
    """`people[i]`, `officers[j]`: which of the caller's stands at place i, j of the curve."""

    people: Ints
    officers: Ints


def along_the_ground(problem: PairingProblem) -> tuple[PairingProblem, Order]:
    """The same problem with everybody in the curve's order, and that order.

    The curve is laid over the officers alone, so that it stays where it was when people change.
    """
    people, officers = problem.people, problem.officers
    low = officers.places.min(axis=0)
    span = max(float((officers.places.max(axis=0) - low).max()), 1.0)
    order = Order(
        np.argsort(_on_curve(people.places, low, span), kind="stable"),
        np.argsort(_on_curve(officers.places, low, span), kind="stable"),
    )
    # the last entry is for -1: nobody stays nobody
    place = np.append(inverse(order.officers), -1)
    sorted_problem = PairingProblem(
        _people(people, order.people, place), _officers(officers, order.officers),
        problem.prices, problem.skills,
    )  # fmt: skip
    return sorted_problem, order


def inverse(order: Ints) -> Ints:
    """Where each of the caller's stands in `order`."""
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    return place


def _on_curve(places: Floats, low: Floats, span: float) -> Ints:
    cell = np.clip((places - low) * (FINEST / span), 0, FINEST).astype(np.uint32)
    x, y = _spread(cell[:, 0]), _spread(cell[:, 1])
    return (x | (y << np.uint32(1))).astype(np.int64)


def _spread(bits: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Each of the sixteen bits with a nought before it."""
    for by, mask in HALVINGS:
        bits = (bits | (bits << np.uint32(by))) & np.uint32(mask)
    return bits


def _people(people: People, order: Ints, place: Ints) -> People:
    """`people` in another order; checked before, so not again."""
    kept = object.__new__(People)
    for name, values in (
        ("ids", people.ids[order]), ("places", people.places[order]),
        ("needs", people.needs[order]), ("bond", place[people.bond[order]]),
    ):  # fmt: skip
        object.__setattr__(kept, name, values)
    return kept


def _officers(officers: Officers, order: Ints) -> Officers:
    kept = object.__new__(Officers)
    for name in ("ids", "places", "capacity", "skills"):
        object.__setattr__(kept, name, getattr(officers, name)[order])
    return kept
