"""Must-do places of which no vehicle can do two, and more of them than there are vehicles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.outcome import Conflict
from qixin.planning.routes.problem import Place, RoutesProblem
from qixin.planning.routes.soonest import Soonest

Pairs = npt.NDArray[np.bool_]
SEEDS = 200  # places around which a set is looked for
NAMED = 6  # places that a sentence names


def clashes(problem: RoutesProblem, soonest: Soonest) -> tuple[Conflict, ...]:
    """The first set of places found that is larger than the number of vehicles with their skills.

    Two places clash where neither can be begun in its window after the other, by any way. Sets are
    looked for greedily: that none is found proves nothing.
    """
    must = [place for place in problem.places if place.must and place.group is None]
    if not must:
        return ()
    clash = _straight(problem, must)
    skills = {frozenset[str](), *(place.needs for place in must)}
    for needs in sorted(skills, key=lambda one: (len(one), sorted(one))):
        able = sum(vehicle.count for vehicle in problem.vehicles if needs <= vehicle.skills)
        members = [n for n, place in enumerate(must) if needs <= place.needs and clash[n].any()]
        if not able or len(members) <= able:
            continue
        found = _more_than(able, clash[np.ix_(members, members)])
        proven = _proven(problem, [must[members[n]] for n in found], soonest)
        if len(proven) > able:
            return (_told(proven[: able + 1], able, ", ".join(sorted(needs))),)
    return ()


def _straight(problem: RoutesProblem, must: list[Place]) -> Pairs:
    """Who clashes with whom if nobody takes a detour."""
    rows = np.array([place.at for place in must])
    late = _done(problem, must)[:, None] + problem.duration[np.ix_(rows, rows)]
    late = late > np.array([place.window[1] for place in must])[None]
    pairs: Pairs = late & late.T
    np.fill_diagonal(pairs, val=False)
    return pairs


def _done(problem: RoutesProblem, places: list[Place]) -> npt.NDArray[np.int64]:
    """When service is over at the earliest."""
    first = min(vehicle.window[0] for vehicle in problem.vehicles)
    return np.array([max(p.window[0], p.release, first) + p.service for p in places])


def _more_than(most: int, clash: Pairs) -> list[int]:
    """Places that all clash with each other; the search ends once it has more than `most`."""
    degree = clash.sum(axis=1)
    found: list[int] = []
    for seed in np.argsort(-degree, kind="stable")[:SEEDS].tolist():
        if degree[seed] < most:
            break
        chosen, left = [seed], clash[seed].copy()
        while left.any():
            chosen.append(int(np.where(left, degree, -1).argmax()))
            left &= clash[chosen[-1]]
        found = max(found, chosen, key=len)
        if len(found) > most:
            break
    return found


def _proven(problem: RoutesProblem, places: list[Place], soonest: Soonest) -> list[Place]:
    """Those of the places that clash with each other whatever detour is taken."""
    proven: list[Place] = []
    done = _done(problem, places).tolist()
    ways = [soonest.from_any({place.at}) for place in places]
    kept: list[int] = []
    for number, place in enumerate(places):
        if all(
            done[other] + ways[other][place.at] > place.window[1]
            and done[number] + ways[number][places[other].at] > places[other].window[1]
            for other in kept
        ):
            kept.append(number)
            proven.append(place)
    return proven


def _told(places: list[Place], able: int, needs: str) -> Conflict:
    names = ", ".join(place.id for place in places[:NAMED])
    more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
    having = f" that have {needs}" if needs else ""
    rules = ["must-do places are visited", "windows", "number of vehicles"]
    rules += [f"needs {needs}"] if needs else []
    return Conflict(
        tuple(rules), tuple(f"place {place.id}" for place in places),
        f"must-do places {names}{more} cannot follow one another within their windows, so that"
        f" each needs a vehicle of its own; there are {able}{having}",
    )  # fmt: skip
