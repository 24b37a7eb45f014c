"""What the plain models of rosters know: the rules of schedulingbenchmarks.org, and no more."""

from __future__ import annotations

from qixin.planning.errors import ProblemError
from qixin.planning.rosters.problem import Problem


def whole(price: float) -> int:
    """A price as the plain models count it; ProblemError where it is broken."""
    if price != int(price):
        raise ProblemError(f"the plain models count whole prices, not {price}")
    return int(price)


def only_public(problem: Problem) -> None:
    """ProblemError where a problem has more than the public format: posts, bonds, rests, skills."""
    fairness = problem.fairness
    beyond = (
        len(problem.posts) > 1
        or problem.bonds
        or problem.travel
        or any((fairness.hours, fairness.nights, fairness.weekends))
        or any(person.min_rest or person.locked or person.history for person in problem.people)
        or any(person.max_week_minutes is not None for person in problem.people)
        or any(
            len(one.shifts) != 1 or one.posts or one.skill or one.unit or one.at_most is None
            for one in problem.demands
        )
    )
    if beyond:
        raise ProblemError("the plain models know the rules of schedulingbenchmarks.org only")
