"""Lists grown, and turned round from people to officers."""

from __future__ import annotations

import numpy as np

from qixin.planning.compiled import compiled
from qixin.planning.pairing.flow import Ints, Lists, Small, Wanted


@compiled
def _turn(officer: Small, count: Small, first: Ints, person: Small, place: Small) -> None:
    for p in range(count.size):
        for k in range(count[p]):
            first[officer[p, k] + 1] += 1
    for j in range(first.size - 1):
        first[j + 1] += first[j]
    at = first.copy()
    for p in range(count.size):
        for k in range(count[p]):
            j = officer[p, k]
            person[at[j]], place[at[j]] = p, k
            at[j] += 1


def turned(officer: Small, count: Small, officers: int) -> Wanted:
    """For each officer the entries of the lists on which they stand, by counting."""
    entries = int(count.sum())
    first = np.zeros(officers + 1, dtype=np.int64)
    person, place = np.empty(entries, dtype=np.int32), np.empty(entries, dtype=np.int32)
    _turn(officer, count, first, person, place)
    return Wanted(first, person, place)


@compiled
def carry(rows: Ints, then: Lists, base_then: Ints, now: Lists, base: Ints) -> None:
    """Copy the lists of earlier people `rows[p]` (-1: none) as far as they are filled."""
    for p in range(rows.size):
        row = rows[p]
        if row < 0:
            continue
        now.length[p] = then.length[row]
        for k in range(then.length[row]):
            now.officer[p, k] = then.officer[row, k]
            base[p, k] = base_then[row, k]


@compiled
def extend(
    people: Ints, found: Ints, counts: Ints, costs: Ints, extra: Ints, lists: Lists, base: Ints
) -> None:
    """Append officers to lists that have room; `costs` are base costs, `extra` is added."""
    for at in range(people.size):
        person = people[at]
        count = lists.length[person]
        for index in range(counts[at]):
            officer = found[at, index]
            known = False
            for place in range(count):
                if lists.officer[person, place] == officer:
                    known = True
                    break
            if known:
                continue
            lists.officer[person, count] = officer
            base[person, count] = costs[at, index]
            lists.cost[person, count] = costs[at, index] + extra[person]
            count += 1
        lists.length[person] = count
