"""Links counted again; shares no code with the solver."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.checked import Checked
from qixin.planning.pairing.links.problem import LinksProblem

Ints = npt.NDArray[np.int64]
Links = npt.NDArray[np.bool_]


def check(
    problem: LinksProblem, linked: Links, members: Ints, before: Links | None = None
) -> Checked:
    """Count links and members again; `before`: the links of `start`."""
    faults = []
    units, communities, days = members.shape
    sent = links = changes = way = short = 0
    for u in range(units):
        places = sum(bool(linked[u, c]) for c in range(communities))
        links += places
        if places > problem.places:
            faults.append(f"unit {problem.units[u]} stands by {places}, at most {problem.places}")
        for c in range(communities):
            if before is not None and bool(before[u, c]) != bool(linked[u, c]):
                changes += 1
            for d in range(days):
                if members[u, c, d] < 0 or (members[u, c, d] and not linked[u, c]):
                    faults.append(
                        f"unit {problem.units[u]} sends {members[u, c, d]} to"
                        f" {problem.communities[c]} on day {d + 1}"
                    )
                way += int(members[u, c, d]) * int(problem.way[u, c])
    for d in range(days):
        for u in range(units):
            sent = int(members[u, :, d].sum())
            if sent > problem.strength[u, d]:
                faults.append(f"unit {problem.units[u]} sends {sent} on day {d + 1}")
        for c in range(communities):
            gap = int(problem.need[c, d]) - int(members[:, c, d].sum())
            short += max(0, gap)
            if gap > 0 and problem.prices.short is None:
                faults.append(f"{problem.communities[c]} is short of {gap} on day {d + 1}")
    terms = {
        "way": way, "link": links * problem.prices.link, "change": changes * problem.prices.change,
        "short": short * (problem.prices.short or 0),
    }  # fmt: skip
    return Checked(terms, tuple(faults))
